package org.escalatesim.validate;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Published figures that stand in no file of the references: {@code published.csv}, each with its source. */
final class Published {
    private static final Map<String, Double> FIGURES = read();

    private Published() {}

    /** The figure of a key; throws {@link IllegalArgumentException} if there is none. */
    static double figure(String key) {
        Double value = FIGURES.get(key);
        if (value == null) {
            throw new IllegalArgumentException("published.csv has no " + key);
        }
        return value;
    }

    private static Map<String, Double> read() {
        Map<String, Double> figures = new HashMap<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder()
                .ofNamedCsvRecord(new InputStreamReader(
                        Published.class.getResourceAsStream("published.csv"), StandardCharsets.UTF_8))) {
            csv.forEach(row -> figures.put(row.getField("key"), Double.valueOf(row.getField("value"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return figures;
    }
}
