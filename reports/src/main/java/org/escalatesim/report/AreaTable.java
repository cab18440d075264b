package org.escalatesim.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.escalatesim.area.AreaEstimate;
import org.escalatesim.area.UnitAreas.Area;
import org.escalatesim.machine.Activity;

/** The area of a machine as a person reads it: unit by unit, largest component first. */
public final class AreaTable {
    private static final double UM2_PER_MM2 = 1e6;

    private AreaTable() {}

    /**
     * The lines to print.
     *
     * @param machine what the machine is called
     * @param about what it has, for the title
     */
    public static List<String> lines(String machine, String about, AreaEstimate estimate) {
        List<String> lines = new ArrayList<>();
        lines.add("area of " + machine + " (" + about + "), table " + estimate.table());
        lines.add("");
        Map<String, Area> components = estimate.components();
        List<AreaEstimate.Item> items = new ArrayList<>(estimate.items());
        items.sort(Comparator.comparingDouble((AreaEstimate.Item item) ->
                        -components.get(item.component()).um2())
                .thenComparing(AreaEstimate.Item::component)
                .thenComparingDouble(item -> -item.area().um2()));
        TextTable table = new TextTable(
                "lllrrrrrl",
                new String[] {"component", "what", "size", "number", "mm2", "low", "high", "% of all", ""});
        double all = estimate.total().um2();
        String before = "";
        for (AreaEstimate.Item item : items) {
            table.row(
                    item.component().equals(before) ? "" : item.component(),
                    item.unit().word(),
                    item.size(),
                    Numbers.count(item.count()),
                    mm2(item.area().um2()),
                    mm2(item.area().low()),
                    mm2(item.area().high()),
                    Numbers.fixed(100 * item.area().um2() / all, 1),
                    item.derived() ? "derived" : item.extrapolated() ? "extrapolated" : "");
            before = item.component();
        }
        lines.addAll(table.lines());
        lines.add("");
        Area total = estimate.total();
        lines.addAll(RunTable.labelled(
                "total",
                List.of(
                        mm2(total.um2()) + " mm2; all units at their low " + mm2(total.low()) + ", at their high "
                                + mm2(total.high()),
                        Numbers.fixed(100 * estimate.uncertainPart(), 0) + " % of it from derived rows or SRAM"
                                + " capacities outside the table's rows")));
        List<String> parts = new ArrayList<>();
        estimate.units().entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -entry.getValue().um2()))
                .forEach(entry ->
                        parts.add(entry.getKey() + " " + mm2(entry.getValue().um2()) + " mm2 ("
                                + Numbers.fixed(100 * entry.getValue().um2() / all, 1) + " %)"));
        lines.addAll(RunTable.labelled("by unit", parts));
        if (!estimate.nearBorder().isEmpty()) {
            lines.addAll(RunTable.labelled("note", border(estimate)));
        }
        lines.addAll(RunTable.labelled(
                "not in it", List.of("wires between units, clock trees, controllers, pads, the DRAM interface")));
        return lines;
    }

    /** Which memories lie near the border between registers and SRAM, and what that means; for machines that have such. */
    public static List<String> border(AreaEstimate estimate) {
        return List.of(
                "memories of up to " + Activity.REGISTER_FILE_BYTES
                        + " bytes are priced as registers, larger ones as SRAM," + " which takes far less per bit",
                "within a factor of 2 of that: " + String.join(", ", estimate.nearBorder()));
    }

    private static String mm2(double um2) {
        return Numbers.fixed(um2 / UM2_PER_MM2, 3);
    }
}
