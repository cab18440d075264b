package org.escalatesim.report.plot;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How sure the areas of a figure are: an estimate with a range, as {@code docs/area.md} defines it. */
final class AreaRange {
    /** Columns of merged and compare CSV files; the same in tables that are made of JSON. */
    private static final String AREA = "area_mm2";

    private static final String LOW = "area_low_mm2";
    private static final String HIGH = "area_high_mm2";
    private static final double UM2_PER_MM2 = 1e6;

    private AreaRange() {}

    /** Puts the range of a machine of a result file into its row; nothing if it has none. */
    static void put(Map<String, String> row, JsonNode machine) {
        JsonNode low = machine.path("area").path("low_um2");
        JsonNode high = machine.path("area").path("high_um2");
        if (low.isNumber() && high.isNumber()) {
            row.put(LOW, Double.toString(low.asDouble() / UM2_PER_MM2));
            row.put(HIGH, Double.toString(high.asDouble() / UM2_PER_MM2));
        }
    }

    /** Adds a note if one of the columns shown is the estimate: its range over all points, as factors of what is shown. */
    static void note(List<String> notes, PointTable table, List<String> columns) {
        if (!columns.contains(AREA)) {
            return;
        }
        double least = Double.MAX_VALUE;
        double most = 0;
        for (Map<String, String> row : table.rows()) {
            double low = table.number(row, LOW) / table.number(row, AREA);
            double high = table.number(row, HIGH) / table.number(row, AREA);
            // Not true of NaN: a row without a range.
            if (low > 0 && high > 0) {
                least = Math.min(least, low);
                most = Math.max(most, high);
            }
        }
        notes.add("Area: an estimate; "
                + (most == 0
                        ? "the table gives no range."
                        : "low to high, " + Numbers.brief(least) + " to " + Numbers.brief(most)
                                + " times what is shown."));
    }
}
