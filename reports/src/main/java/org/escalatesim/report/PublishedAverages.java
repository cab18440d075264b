package org.escalatesim.report;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the authors of a machine report of it over others: printed beside ours to compare, never an aim. */
final class PublishedAverages {
    private static final String FILE = "published-averages.csv";

    private PublishedAverages() {}

    /**
     * A published average.
     *
     * @param kind kind of machine that it is claimed for
     * @param quantity {@code speedup}, {@code energy efficiency}, or {@code not said}
     * @param over kinds of machine that it is claimed over
     * @param factor the factor
     * @param asGiven how the source words it
     * @param source the publication, and what it averages over
     */
    record Row(String kind, String quantity, List<String> over, double factor, String asGiven, String source) {}

    /** The bundled rows. */
    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder()
                .ofNamedCsvRecord(new InputStreamReader(
                        PublishedAverages.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
            for (NamedCsvRecord row : csv) {
                rows.add(new Row(
                        row.getField("machine"),
                        row.getField("quantity"),
                        List.of(row.getField("over").split(" ")),
                        Double.parseDouble(row.getField("factor")),
                        row.getField("as_given"),
                        row.getField("source")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /** One of the published averages beside a pair of machines of this comparison. */
    record Pair(Row published, ComparedMachine machine, ComparedMachine over, Ratios ours) {
        /** Whether the figure is, or may be, one of speed. */
        boolean speedup() {
            return !published.quantity().equals("energy efficiency");
        }

        /** Whether the figure is, or may be, one of energy. */
        boolean efficiency() {
            return !published.quantity().equals("speedup");
        }
    }

    /** The pairs of machines of a comparison that published averages speak of; rows without a pair are left out. */
    static List<Pair> pairs(MachineComparison comparison) {
        List<Pair> pairs = new ArrayList<>();
        for (Row row : rows()) {
            for (ComparedMachine machine : comparison.machines()) {
                for (ComparedMachine over : comparison.machines()) {
                    if (machine.kind().equals(row.kind()) && row.over().contains(over.kind())) {
                        pairs.add(new Pair(row, machine, over, Ratios.of(machine, over)));
                    }
                }
            }
        }
        return pairs;
    }
}
