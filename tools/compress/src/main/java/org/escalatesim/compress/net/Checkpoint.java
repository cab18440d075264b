package org.escalatesim.compress.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.escalatesim.config.InputException;
import org.escalatesim.workloads.numpy.NumpyArray;
import org.escalatesim.workloads.numpy.NumpyReader;
import org.escalatesim.workloads.numpy.NumpyWriter;

/**
 * A finished phase of a training: its arrays, and facts about it. In a file it is a ZIP archive of {@code .npy} members
 * (which NumPy reads as {@code .npz}) and one member {@code facts.txt} of {@code name=value} lines.
 *
 * @param params arrays; empty where a phase makes none
 * @param facts what is known of the phase, in order
 */
public record Checkpoint(Params params, Map<String, String> facts) {
    private static final String FACTS = "facts.txt";

    /** Whether a finished phase is there. */
    public static boolean exists(Path file) {
        return Files.isRegularFile(file);
    }

    /** Writes under a temporary name beside the file, then moves it into place. */
    public void write(Path file) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                for (String name : params.names()) {
                    Values values = params.get(name);
                    add(zip, name + ".npy", NumpyWriter.encode(values.data(), values.shape()));
                }
                StringBuilder text = new StringBuilder();
                facts.forEach((name, value) ->
                        text.append(name).append('=').append(value).append('\n'));
                add(zip, FACTS, text.toString().getBytes(StandardCharsets.UTF_8));
            }
            Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
            Files.write(temporary, bytes.toByteArray());
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new InputException(file + ": cannot be written (" + e.getMessage() + ")");
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        // A fixed time, so that equal trainings give equal files.
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /**
     * Reads a finished phase.
     *
     * @throws InputException if the file is no whole archive of this kind
     */
    public static Checkpoint read(Path file) {
        Params params = new Params();
        Map<String, String> facts = null;
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readAllBytes();
                if (entry.getName().equals(FACTS)) {
                    facts = facts(new String(content, StandardCharsets.UTF_8));
                } else {
                    String name = entry.getName().substring(0, entry.getName().length() - ".npy".length());
                    NumpyArray array = NumpyReader.read(file + ":" + entry.getName(), content);
                    params.put(name, new Values(array.floats(), array.shape()));
                }
            }
        } catch (IOException | UncheckedIOException | IndexOutOfBoundsException e) {
            throw damaged(file);
        }
        if (facts == null) {
            throw damaged(file);
        }
        return new Checkpoint(params, facts);
    }

    private static InputException damaged(Path file) {
        return new InputException(file + ": is not a whole check point; delete it, and its phase is trained again");
    }

    private static Map<String, String> facts(String text) {
        Map<String, String> facts = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            facts.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return facts;
    }
}
