package org.escalatesim.report.plot;

import java.util.Arrays;

/**
 * How a column of results stands on an axis.
 *
 * @param title words with the unit
 * @param factor a value / factor is in that unit
 * @param log whether values spread so far that a logarithmic axis suits them
 */
record Axis(String title, double factor, boolean log) {
    /** Above this ratio of the largest to the smallest value, an axis is logarithmic. */
    private static final double SPREAD = 10;

    static Axis of(String column, double[] values) {
        double most = Arrays.stream(values).max().orElse(0);
        double least = Arrays.stream(values).min().orElse(0);
        Prefix prefix = unit(column, most);
        if (column.equals("accuracy") && most <= 1) {
            // Training writes fractions, comparisons percent: the column's largest value tells which.
            prefix = new Prefix(prefix.word(), 0.01);
        }
        return new Axis(prefix.word(), prefix.factor(), least > 0 && most / least >= SPREAD);
    }

    /** Title and factor of a column whose largest value is {@code most}. */
    static Prefix unit(String column, double most) {
        if (column.endsWith("_pj")) {
            Prefix unit = Prefix.ofPicojoules(most);
            return new Prefix(words(column) + " (" + unit.word() + ")", unit.factor());
        }
        if (column.equals("cycles")) {
            return Prefix.ofCount(column, most);
        }
        if (column.endsWith("_bytes")) {
            return most >= 1 << 20
                    ? new Prefix(words(column) + " (MiB)", 1 << 20)
                    : new Prefix(words(column) + " (KiB)", 1 << 10);
        }
        return switch (column) {
            case "milliseconds" -> most < 1 ? new Prefix("time (µs)", 1e-3) : new Prefix("time (ms)", 1);
            case "accuracy", "accuracy_percent" -> new Prefix("accuracy (%)", 1);
            case "speedup" -> new Prefix("speedup (x)", 1);
            case "edp_uj_ms" -> new Prefix("energy x time (µJ ms)", 1);
            default -> new Prefix(words(column) + (column.endsWith("_mm2") ? " (mm²)" : ""), 1);
        };
    }

    /** The title, and that the axis is logarithmic if it is. */
    String logTitle() {
        if (!log) {
            return title;
        }
        return title.endsWith(")") ? title.substring(0, title.length() - 1) + ", log)" : title + " (log)";
    }

    /** A column's name without its unit. */
    static String words(String column) {
        String plain = column;
        for (String unit : new String[] {"_pj", "_mm2", "_bytes", "_percent"}) {
            plain = plain.endsWith(unit) ? plain.substring(0, plain.length() - unit.length()) : plain;
        }
        return switch (plain) {
            case "milliseconds" -> "time";
            case "edp_uj_ms" -> "energy-delay product";
            case "sram" -> "SRAM";
            default -> plain.replace('_', ' ');
        };
    }
}
