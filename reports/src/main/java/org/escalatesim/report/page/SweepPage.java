package org.escalatesim.report.page;

import static j2html.TagCreator.h3;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.escalatesim.report.page.Blocks.Section;

/** The page of a sweep: any column over any other, and the table of points. */
public final class SweepPage {
    /** Points that one page holds at most; a browser still opens that many. */
    public static final int MOST_POINTS = 20_000;

    private static final int SHOWN_VALUES = 24;
    /** Columns that name a point beside the axes. */
    private static final List<String> HEAD = List.of("machine", "energy_table", "workload", "image", "seed");
    /** Columns that no chart is drawn of. */
    private static final Set<String> NOT_DRAWN = Set.of("failure", "version", "result");

    private SweepPage() {}

    /**
     * The file's text: HTML with everything inside; the same bytes for the same results and command.
     *
     * @param how how to run the sweep again, with the text of its file
     * @throws IllegalArgumentException if there are more than {@link #MOST_POINTS} rows
     */
    public static String write(SweepResults sweep, Reproduction how) {
        if (sweep.rows().size() > MOST_POINTS) {
            throw new IllegalArgumentException(sweep.rows().size() + " points are too many for a page");
        }
        List<SweepColumn> columns = sweep.columns().stream()
                .map(name -> SweepColumn.of(name, sweep.rows()))
                .toList();
        List<Section> sections = new ArrayList<>();
        sections.add(summary(sweep, columns));
        if (!sweep.rows().isEmpty()) {
            sections.add(chart(sweep, columns));
            sections.add(table(columns));
        }
        if (sweep.failed() > 0) {
            sections.add(failures(sweep));
        }
        Section machines = new Section("machines", "Base machines")
                .add(Blocks.paragraph("As their files give them; the axes change some of these fields."));
        sweep.machines().stream()
                .filter(machine -> machine.area() != null)
                .findFirst()
                .ifPresent(machine ->
                        machines.add(AreaBlocks.caution(machine.area().table())));
        for (int i = 0; i < sweep.machines().size(); i++) {
            MachineFacts facts = sweep.machines().get(i);
            machines.add(h3(facts.machine().name()));
            SharedSections.machine("machine" + i, facts, true).forEach(machines::add);
        }
        sections.add(machines);
        Section prices = new Section("prices", "Energy tables");
        for (int i = 0; i < sweep.energyTables().size(); i++) {
            SharedSections.energyTable("price-table" + i, sweep.energyTables().get(i))
                    .forEach(prices::add);
        }
        sections.add(prices);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", "escalate-sim " + sweep.version());
        facts.put("seeds", values(sweep, "seed").isEmpty() ? "none: recorded data" : shown(values(sweep, "seed")));
        facts.put("energy tables", shown(values(sweep, "energy_table")));
        sections.add(SharedSections.reproduce(how, facts));
        return Page.write(
                "Sweep " + sweep.name(),
                Shown.text(sweep.points())
                        + (sweep.points() == 1 ? " point; " : " points; ")
                        + (sweep.axes().isEmpty() ? "no axes" : "over " + String.join(", ", sweep.axes())),
                sweep.version(),
                sections);
    }

    private static Section summary(SweepResults sweep, List<SweepColumn> columns) {
        int done = sweep.rows().size() - sweep.failed();
        Section section = new Section("summary", "Summary")
                .add(Blocks.cards(
                        Blocks.card(Shown.text(sweep.points()), "", "points of the sweep"),
                        Blocks.card(Shown.text(done), "", "with a result"),
                        Blocks.card(Shown.text(sweep.failed()), "", "failed"),
                        Blocks.card(Shown.text(sweep.missing()), "", "without a result yet")));
        Map<String, String> axes = new LinkedHashMap<>();
        List<String> named = new ArrayList<>(HEAD);
        named.addAll(sweep.axes());
        for (String name : named) {
            Set<String> values = values(sweep, name);
            if (!values.isEmpty()) {
                axes.put(name, shown(values));
            }
        }
        section.add(Blocks.facts(axes));
        Map<String, String> same = new LinkedHashMap<>();
        for (SweepColumn column : columns) {
            if (!sweep.rows().isEmpty()
                    && !column.varies()
                    && !named.contains(column.name())
                    && !column.first().isEmpty()) {
                same.put(column.name(), column.first());
            }
        }
        if (!same.isEmpty()) {
            section.add(Blocks.folded("The same in all points", Blocks.facts(same)));
        }
        return section;
    }

    private static Set<String> values(SweepResults sweep, String column) {
        Set<String> values = new LinkedHashSet<>();
        sweep.rows().forEach(row -> values.add(row.getOrDefault(column, "")));
        values.remove("");
        return values;
    }

    private static String shown(Set<String> values) {
        List<String> all = List.copyOf(values);
        return all.size() <= SHOWN_VALUES
                ? String.join(", ", all)
                : String.join(", ", all.subList(0, SHOWN_VALUES - 1)) + ", ... " + all.get(all.size() - 1) + " ("
                        + Shown.text(all.size()) + " values)";
    }

    private static Section chart(SweepResults sweep, List<SweepColumn> columns) {
        List<Object> drawn = new ArrayList<>();
        List<Object> ids = List.of();
        List<String> varying = new ArrayList<>();
        for (SweepColumn column : columns) {
            if (column.name().equals("point")) {
                ids = kept(column);
            } else if (column.varies() && !NOT_DRAWN.contains(column.name())) {
                Map<String, Object> node = new LinkedHashMap<>();
                node.put("name", column.name());
                node.put("unit", column.unit());
                node.put("number", column.number());
                node.put("values", kept(column));
                drawn.add(node);
                varying.add(column.name());
            }
        }
        List<String> named = new ArrayList<>(sweep.axes());
        named.addAll(HEAD);
        named.retainAll(varying);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("thing", "point");
        data.put("x", named.isEmpty() ? "" : named.get(0));
        data.put("y", "cycles");
        data.put("by", named.size() > 1 ? named.get(1) : "");
        data.put("lines", true);
        data.put("head", named);
        data.put("ids", ids);
        data.put("columns", drawn);
        return new Section("charts", "Chart")
                .add(Chart.frame(
                        "chart-points",
                        "scatter",
                        "Any column over any other",
                        "Points: one for each point of the sweep, across and up the columns that are chosen above. Same"
                                + " numbers: table Points.",
                        "Columns in which all points are equal are left out. A line joins the means of the points of one"
                                + " colour that are equal across, where across is an axis of the sweep or has few"
                                + " values. Drag to zoom, double-click to see all.",
                        data));
    }

    private static List<Object> kept(SweepColumn column) {
        if (!column.number()) {
            return column.cells();
        }
        List<Object> kept = new ArrayList<>(column.cells().size());
        column.cells().forEach(cell -> kept.add(cell == null ? null : Shown.kept((Double) cell)));
        return kept;
    }

    private static Section table(List<SweepColumn> columns) {
        List<SweepColumn> shown = columns.stream()
                .filter(column -> column.name().equals("point") || column.varies())
                .toList();
        PageTable table = new PageTable("points", "Points; columns in which all are equal stand in the summary");
        for (SweepColumn column : shown) {
            if (column.number()) {
                table.number(column.name(), column.unit());
            } else {
                table.text(column.name());
            }
        }
        for (int i = 0; i < shown.get(0).cells().size(); i++) {
            int row = i;
            table.row(shown.stream().map(column -> column.cells().get(row)).toArray());
        }
        return new Section("points-section", "Points").add(table.render());
    }

    private static Section failures(SweepResults sweep) {
        PageTable table = new PageTable("failures", "Points that failed").number("point", "");
        List<String> named = new ArrayList<>(HEAD);
        named.addAll(sweep.axes());
        named.removeIf(name -> values(sweep, name).isEmpty());
        named.forEach(table::text);
        table.text("why");
        for (Map<String, String> row : sweep.rows()) {
            if (!row.getOrDefault("failure", "").isEmpty()) {
                List<Object> cells = new ArrayList<>();
                String number = row.getOrDefault("point", "");
                cells.add(number.isEmpty() ? null : (Object) Integer.valueOf(number));
                named.forEach(name -> cells.add(row.getOrDefault(name, "")));
                cells.add(row.get("failure"));
                table.row(cells.toArray());
            }
        }
        return new Section("failures-section", "Failures").add(table.render());
    }
}
