package org.escalatesim.validate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.InputException;

/** The folder of figures that others measured. */
public final class References {
    /** A comma with an even number of quotes after it. */
    private static final String FIELD_END = ",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

    private final Path folder;

    /** A folder; throws {@link InputException} if there is none. */
    public References(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InputException("--references " + folder + ": is not a folder");
        }
        this.folder = folder;
    }

    /** A row that tells which column a file lacks. */
    private static final class Row extends LinkedHashMap<String, String> {
        private static final long serialVersionUID = 1L;
        private final String file;

        Row(Path file) {
            this.file = file.toString();
        }

        @Override
        public String get(Object column) {
            if (!containsKey(column)) {
                throw new InputException(
                        file + ": no column '" + column + "'; columns: " + String.join(", ", keySet()));
            }
            return super.get(column);
        }
    }

    /** A file of the folder; throws {@link InputException} if it is missing. */
    public Path file(String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new InputException(file + ": no such file");
        }
        return file;
    }

    /**
     * The rows of a CSV file, lines that begin with {@code #} left out, by the names of the first line. Fields may be
     * quoted, but hold no quotes or line ends.
     */
    public List<Map<String, String>> rows(String name) {
        Path file = file(name);
        List<String> lines;
        try {
            lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read");
        }
        List<Map<String, String>> rows = new ArrayList<>();
        String[] names = lines.get(0).split(",", -1);
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(FIELD_END, -1);
            if (values.length != names.length) {
                throw new InputException(file + ": expected " + names.length + " fields, found " + line);
            }
            Map<String, String> row = new Row(file);
            for (int i = 0; i < names.length; i++) {
                row.put(names[i].trim(), values[i].replace("\"", "").trim());
            }
            rows.add(row);
        }
        return rows;
    }
}
