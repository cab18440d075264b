package org.escalatesim.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A column of a sweep's table as a page shows it: energies in uJ, traffic in kB, areas in mm2.
 *
 * @param name its name, the unit taken off
 * @param unit its unit, or empty
 * @param cells one per point: a number, text, or null where there is none
 * @param number whether all cells are numbers
 */
record SweepColumn(String name, String unit, List<Object> cells, boolean number) {
    private static final double PJ_PER_UJ = 1e6;
    private static final double BITS_PER_KB = 8e3;

    /** A column of the merged table. */
    static SweepColumn of(String column, List<Map<String, String>> rows) {
        List<String> texts =
                rows.stream().map(row -> row.getOrDefault(column, "")).toList();
        boolean number = texts.stream().anyMatch(text -> !text.isEmpty())
                && texts.stream().allMatch(text -> text.isEmpty() || number(text));
        if (!number) {
            return new SweepColumn(
                    column, "", texts.stream().map(text -> (Object) text).toList(), false);
        }
        if (column.endsWith("_pj")) {
            return numbers(column.substring(0, column.length() - 3), "\u00b5J", texts, PJ_PER_UJ);
        }
        if (column.startsWith("dram_") && column.endsWith("_bits")) {
            return numbers(column.substring(0, column.length() - 5), "kB", texts, BITS_PER_KB);
        }
        if (column.endsWith("_mm2")) {
            return numbers(column.substring(0, column.length() - 4), AreaBlocks.UNIT, texts, 1);
        }
        if (column.equals("milliseconds")) {
            return numbers("time", "ms", texts, 1);
        }
        return numbers(column, unit(column), texts, 1);
    }

    private static SweepColumn numbers(String name, String unit, List<String> texts, double divisor) {
        List<Object> cells = new ArrayList<>(texts.size());
        for (String text : texts) {
            cells.add(text.isEmpty() ? null : (Object) (Double.parseDouble(text) / divisor));
        }
        return new SweepColumn(name, unit, cells, true);
    }

    private static String unit(String column) {
        return switch (column) {
            case "speedup" -> "x";
            case "sram_bytes" -> "bytes";
            default ->
                column.endsWith("_fraction") || column.contains("utilisation") || column.endsWith("_density")
                        ? "fraction"
                        : "";
        };
    }

    private static boolean number(String text) {
        try {
            return Double.isFinite(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Whether points differ in this column. */
    boolean varies() {
        return cells.stream().distinct().count() > 1;
    }

    /** The value of the first point, for columns that do not vary. */
    String first() {
        Object cell = cells.get(0);
        String text = cell == null ? "" : number ? Shown.text((Double) cell) : cell.toString();
        return text.isEmpty() || unit.isEmpty() ? text : text + " " + unit;
    }
}
