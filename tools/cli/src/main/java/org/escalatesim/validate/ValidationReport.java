package org.escalatesim.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.escalatesim.report.Numbers;
import org.escalatesim.report.TextTable;

/**
 * The comparisons of all machines with what others measured, for people: on the console and as a page.
 *
 * @param sections one per validation, in their order
 */
public record ValidationReport(List<Section> sections) {
    private static final String[] COLUMNS = {"workload", "quantity", "theirs", "ours", "deviation", "bound", "verdict"};
    private static final int NAME_WIDTH = 36;

    /** Copies the list. */
    public ValidationReport {
        sections = List.copyOf(sections);
    }

    /**
     * One machine.
     *
     * @param machine its name
     * @param description how it was configured and where the figures are from
     * @param comparisons in their order
     */
    public record Section(String machine, String description, List<Comparison> comparisons) {
        /** Copies the list. */
        public Section {
            comparisons = List.copyOf(comparisons);
        }

        /** {@code 473 figures, 473 with a bound, 0 missed}. */
        String summary() {
            long bounded = comparisons.stream()
                    .filter(comparison -> !Double.isNaN(comparison.bound()))
                    .count();
            long failed = comparisons.stream().filter(Comparison::failed).count();
            return Numbers.count(comparisons.size()) + " figures, " + Numbers.count(bounded) + " with a bound, "
                    + Numbers.count(failed) + " missed";
        }

        /** The lines for the console; explanations are numbered and follow the table. */
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add(machine + ": " + summary());
            lines.addAll(TextTable.wrapped(description));
            lines.add("");
            Map<String, Integer> notes = new LinkedHashMap<>();
            String[] header = new String[COLUMNS.length + 1];
            System.arraycopy(COLUMNS, 0, header, 0, COLUMNS.length);
            header[COLUMNS.length] = "note";
            TextTable table = new TextTable("llrrrrlr", header);
            for (Comparison comparison : comparisons) {
                String why = comparison.explanation();
                if (!why.isEmpty()) {
                    notes.putIfAbsent(why, notes.size() + 1);
                }
                List<String> cells = cells(comparison);
                cells.set(0, TextTable.shorten(cells.get(0), NAME_WIDTH));
                cells.set(1, TextTable.shorten(cells.get(1), NAME_WIDTH));
                cells.add(why.isEmpty() ? "" : "[" + notes.get(why) + "]");
                table.row(cells.toArray(String[]::new));
            }
            lines.addAll(table.lines());
            notes.forEach((why, number) -> lines.addAll(TextTable.wrapped("[" + number + "] " + why)));
            return lines;
        }
    }

    /** The page: what {@code docs/validation.md} holds. */
    public String markdown() {
        StringBuilder text = new StringBuilder("""
                # Validation

                Our figures beside what others measured. Written by `escalate-sim validate --out docs/validation.md`; do not edit.

                Deviation is ours over theirs, less 1. A bound is the largest deviation that counts as agreement, 0 for equality; where there is none the figure is reported and nothing is demanded.

                | machine | figures | with a bound | missed |
                |---|---|---|---|
                """);
        for (Section section : sections) {
            List<Comparison> all = section.comparisons();
            text.append("| ").append(section.machine()).append(" | ").append(all.size());
            text.append(" | ")
                    .append(all.stream()
                            .filter(comparison -> !Double.isNaN(comparison.bound()))
                            .count());
            text.append(" | ")
                    .append(all.stream().filter(Comparison::failed).count())
                    .append(" |\n");
        }
        for (Section section : sections) {
            text.append("\n## ").append(section.machine()).append("\n\n");
            text.append(section.description()).append("\n\n");
            text.append("| ").append(String.join(" | ", COLUMNS)).append(" | explanation |\n");
            text.append("|---|---|---:|---:|---:|---:|---|---|\n");
            for (Comparison comparison : section.comparisons()) {
                List<String> cells = cells(comparison);
                cells.add(comparison.explanation());
                text.append("| ");
                text.append(String.join(
                        " | ",
                        cells.stream().map(cell -> cell.replace("|", "\\|")).toList()));
                text.append(" |\n");
            }
        }
        return text.toString();
    }

    /** One line per bound that was missed; empty where all hold. */
    public List<String> failures() {
        List<String> lines = new ArrayList<>();
        for (Section section : sections) {
            for (Comparison comparison : section.comparisons()) {
                if (comparison.failed()) {
                    lines.add(section.machine() + ": " + comparison.workload() + ", " + comparison.quantity()
                            + ": ours "
                            + figure(comparison.ours()) + ", theirs " + figure(comparison.theirs()) + ", deviation "
                            + deviation(comparison) + ", bound " + bound(comparison));
                }
            }
        }
        return lines;
    }

    private static List<String> cells(Comparison comparison) {
        return new ArrayList<>(List.of(
                comparison.workload(),
                comparison.quantity(),
                figure(comparison.theirs()),
                figure(comparison.ours()),
                deviation(comparison),
                bound(comparison),
                verdict(comparison)));
    }

    private static String verdict(Comparison comparison) {
        if (Double.isNaN(comparison.bound())) {
            return "reported";
        }
        return comparison.failed() ? "MISSED" : comparison.bound() == 0 ? "equal" : "agrees";
    }

    private static String bound(Comparison comparison) {
        double bound = comparison.bound();
        if (Double.isNaN(bound)) {
            return "none";
        }
        if (bound == 0) {
            return "0";
        }
        return bound < 1e-4
                ? String.format(Locale.ROOT, "%.0e", bound)
                : Numbers.plain(Math.round(1000 * bound) / 10.0) + " %";
    }

    private static String deviation(Comparison comparison) {
        double deviation = comparison.deviation();
        if (Double.isNaN(deviation)) {
            return "";
        }
        if (Double.isInfinite(deviation)) {
            return "infinite";
        }
        if (deviation == 0) {
            return "0";
        }
        return Math.abs(deviation) < 5e-5
                ? String.format(Locale.ROOT, "%.0e", deviation)
                : String.format(Locale.ROOT, "%+.2f %%", 100 * deviation);
    }

    /** Whole numbers whole, others to four digits; a figure that is not published is said so. */
    private static String figure(double value) {
        if (Double.isNaN(value)) {
            return "not given";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Numbers.count((long) value);
        }
        double size = Math.abs(value);
        return Numbers.fixed(value, size >= 1000 ? 1 : size >= 100 ? 2 : size >= 1 ? 3 : 4);
    }
}
