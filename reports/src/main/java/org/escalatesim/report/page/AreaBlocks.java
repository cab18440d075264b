package org.escalatesim.report.page;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.escalatesim.area.AreaEstimate;
import org.escalatesim.area.UnitAreas.Area;
import org.escalatesim.report.AreaTable;
import org.escalatesim.report.MachineArea;
import org.escalatesim.report.Numbers;

/** The area of a machine on a page, in mm2, with the same figures as the command {@code area} (docs/area.md). */
final class AreaBlocks {
    /** The unit of every area on a page. */
    static final String UNIT = "mm\u00b2";

    private static final double UM2_PER_MM2 = 1e6;
    private static final int DECIMALS = 3;

    private AreaBlocks() {}

    /** The estimate with its range: {@code 12.3 mm2 (9.8 to 17.6)}. */
    static String text(MachineArea area) {
        return Numbers.short3(area.mm2()) + " " + UNIT + " (" + range(area) + ")";
    }

    private static String range(MachineArea area) {
        return Numbers.short3(area.lowMm2()) + " to " + Numbers.short3(area.highMm2());
    }

    /** The estimate as a large number. */
    static DomContent card(MachineArea area) {
        return Blocks.card(Numbers.short3(area.mm2()), UNIT, "area, estimated; range " + range(area) + " " + UNIT);
    }

    /** How sure the estimate is, for a summary; {@code estimate} may be null. */
    static String fact(MachineArea area, AreaEstimate estimate) {
        return text(area) + ", estimated by table " + area.table()
                + (estimate == null ? "" : "; " + uncertain(estimate))
                + "; low and high: all units at that end at once";
    }

    private static String uncertain(AreaEstimate estimate) {
        return Numbers.fixed(100 * estimate.uncertainPart(), 0)
                + " % of it from derived rows or SRAM capacities outside the table's rows";
    }

    /** Component by component, and folded, unit by unit; {@code id} is unique on its page. */
    static List<DomContent> tables(String id, String machine, AreaEstimate estimate) {
        List<DomContent> content = new ArrayList<>();
        content.add(components(id, machine, estimate));
        if (!estimate.nearBorder().isEmpty()) {
            content.add(Blocks.small("Note: " + String.join("; ", AreaTable.border(estimate)) + "."));
        }
        content.add(Blocks.folded("Area of " + machine + ", unit by unit", units(id + "-units", machine, estimate)));
        return content;
    }

    private static DomContent components(String id, String machine, AreaEstimate estimate) {
        PageTable table = columns(new PageTable(
                        id,
                        "Estimated area of " + machine + " by component, table " + estimate.table() + "; all "
                                + precise(estimate.total().um2()) + " " + UNIT + ", "
                                + precise(estimate.total().low()) + " to "
                                + precise(estimate.total().high()))
                .text("component"));
        double all = estimate.total().um2();
        estimate.components().entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<String, Area> entry) ->
                                -entry.getValue().um2())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> row(table, List.of(entry.getKey()), entry.getValue(), all));
        return table.render();
    }

    private static String precise(double um2) {
        return Numbers.fixed(um2 / UM2_PER_MM2, DECIMALS);
    }

    private static DomContent units(String id, String machine, AreaEstimate estimate) {
        PageTable table = columns(
                        new PageTable(id, "Estimated area of " + machine + ", all units of a kind and size together")
                                .text("component")
                                .text("what")
                                .text("size")
                                .number("number", ""))
                .text("row of the table");
        double all = estimate.total().um2();
        estimate.items().stream()
                .sorted(Comparator.comparingDouble(item -> -item.area().um2()))
                .forEach(item -> row(
                        table,
                        List.of(
                                item.component(),
                                item.unit().word(),
                                new PageTable.Ordered(item.size(), item.bits()),
                                item.count()),
                        item.area(),
                        all,
                        item.derived() ? "derived" : item.extrapolated() ? "extrapolated" : "from a source"));
        return table.render();
    }

    private static PageTable columns(PageTable table) {
        return table.number("area", UNIT, DECIMALS)
                .number("low", UNIT, DECIMALS)
                .number("high", UNIT, DECIMALS)
                .number("share", "%", 1);
    }

    private static void row(PageTable table, List<Object> front, Area area, double all, Object... behind) {
        List<Object> cells = new ArrayList<>(front);
        cells.add(area.um2() / UM2_PER_MM2);
        cells.add(area.low() / UM2_PER_MM2);
        cells.add(area.high() / UM2_PER_MM2);
        cells.add(100 * area.um2() / all);
        cells.addAll(List.of(behind));
        table.row(cells.toArray());
    }

    /** What the figures are and are not. */
    static DomContent caution(String table) {
        return Blocks.small("Areas are estimates: what the machine is built of, by the unit areas of table " + table
                + ", each with a low and a high value from its sources or, where marked derived or extrapolated, from"
                + " other rows. A machine's range has all its units at one end at once; it is no confidence interval,"
                + " and a ratio between machines whose ranges overlap is not a result. Not in it, on no machine: wires"
                + " between units, clock trees, controllers, pads, the DRAM interface.");
    }
}
