package org.escalatesim.compress.recipe;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.escalatesim.compress.net.Accounting;

/** The table of a training, as CSV and for the console. */
final class ResultTable {
    /** The file's name. */
    static final String FILE = "training.csv";

    private static final List<String> COLUMNS = List.of(
            "recipe",
            "net",
            "seed",
            "strength",
            "phase",
            "accuracy_before",
            "accuracy",
            "coefficients",
            "density",
            "channels",
            "flops",
            "flops_removed_percent",
            "additions",
            "multiplications",
            "weight_bits",
            "compression",
            "machine",
            "images",
            "cycles",
            "energy_pj",
            "same_class_as_float",
            "machine_accuracy",
            "failure");

    private ResultTable() {}

    /**
     * All rows as CSV; empty cells where a phase has no such figure, and all of them where it failed. Cycles and energy
     * are means per image.
     */
    static String csv(TrainOptions options, List<Row> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(COLUMNS);
            for (Row row : rows) {
                if (row.failure() != null) {
                    csv.writeRecord(failed(options, row));
                    continue;
                }
                Accounting cost = row.cost();
                MachinePoint point = row.machine();
                csv.writeRecord(
                        options.recipe(),
                        options.net(),
                        Long.toString(options.seed()),
                        Double.isNaN(row.strength()) ? "" : Session.text(row.strength()),
                        row.phase(),
                        number(row.before(), 4),
                        number(row.accuracy(), 4),
                        Long.toString(cost.coefficients()),
                        number(cost.density(), 4),
                        Integer.toString(cost.channels()),
                        Long.toString(cost.penniFlops()),
                        number(removed(row), 2),
                        Long.toString(cost.additions()),
                        Long.toString(cost.multiplications()),
                        Long.toString(cost.bits()),
                        number(cost.compression(row.original()), 2),
                        point == null ? "" : point.machine(),
                        point == null ? "" : Integer.toString(point.images()),
                        point == null ? "" : number((double) point.cycles() / point.images(), 1),
                        point == null ? "" : number(point.energyPj() / point.images(), 0),
                        point == null ? "" : Integer.toString(point.agreeing()),
                        point == null ? "" : number((double) point.right() / point.images(), 4),
                        "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static String[] failed(TrainOptions options, Row row) {
        String[] cells = new String[COLUMNS.size()];
        Arrays.fill(cells, "");
        cells[0] = options.recipe();
        cells[1] = options.net();
        cells[2] = Long.toString(options.seed());
        cells[3] = Session.text(row.strength());
        cells[4] = row.phase();
        cells[cells.length - 1] = row.failure();
        return cells;
    }

    /** All rows for the console. */
    static List<String> lines(List<Row> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "%-9s %-10s %10s %9s %9s %9s %9s %9s %12s  %-9s %9s %10s %6s",
                "strength",
                "phase",
                "untrained%",
                "accuracy%",
                "density",
                "channels",
                "MFLOPs",
                "removed%",
                "compression",
                "machine",
                "cycles",
                "energy, nJ",
                "same"));
        for (Row row : rows) {
            if (row.failure() != null) {
                lines.add(String.format(
                        "%-9s %-10s failed: %s", Session.text(row.strength()), row.phase(), row.failure()));
                continue;
            }
            MachinePoint point = row.machine();
            lines.add(String.format(
                            Locale.ROOT,
                            "%-9s %-10s %10s %9s %9s %9d %9s %9s %12s  %-9s %9s %10s %6s",
                            Double.isNaN(row.strength()) ? "all" : Session.text(row.strength()),
                            row.phase(),
                            number(row.before() * 100, 1),
                            number(row.accuracy() * 100, 1),
                            number(row.cost().density(), 3),
                            row.cost().channels(),
                            number(row.cost().penniFlops() / 1e6, 3),
                            number(removed(row), 1),
                            number(row.cost().compression(row.original()), 1) + "x",
                            point == null ? "" : point.machine(),
                            point == null ? "" : number((double) point.cycles() / point.images(), 0),
                            point == null ? "" : number(point.energyPj() / point.images() / 1e3, 1),
                            point == null ? "" : point.agreeing() + "/" + point.images())
                    .stripTrailing());
        }
        return lines;
    }

    private static double removed(Row row) {
        return 100 * (1 - (double) row.cost().penniFlops() / row.original().penniFlops());
    }

    private static String number(double value, int digits) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
