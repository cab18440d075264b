package org.escalatesim.report.page;

import static j2html.TagCreator.h3;
import static j2html.TagCreator.pre;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.report.RunRecord;
import org.escalatesim.report.page.Blocks.Section;

/** Parts that pages of runs, comparisons and sweeps have in common. */
final class SharedSections {
    /** A column of an energy table's prices, and the field of a row that it shows. */
    private record PriceColumn(String field, String name, String unit, boolean number) {
        static PriceColumn text(String field) {
            return new PriceColumn(field, field, "", false);
        }

        static PriceColumn number(String field, String name, String unit) {
            return new PriceColumn(field, name, unit, true);
        }
    }

    /** Prices by action, as our own tables have them. */
    private static final List<PriceColumn> ACTION_COLUMNS = List.of(
            PriceColumn.text("quantity"),
            PriceColumn.number("bits", "bits", ""),
            PriceColumn.number("bytes", "memory", "bytes"),
            PriceColumn.text("kind"),
            PriceColumn.number("value", "value", ""),
            PriceColumn.text("unit"),
            PriceColumn.text("source"),
            PriceColumn.text("derived"));

    /** Prices by component and action, as tables of Accelergy have them. */
    private static final List<PriceColumn> COMPONENT_COLUMNS = List.of(
            PriceColumn.text("component"),
            PriceColumn.text("action"),
            PriceColumn.number("value", "value", ""),
            PriceColumn.text("unit"),
            PriceColumn.number("width", "for a width of", "bits"),
            PriceColumn.number("cycle_seconds", "for a cycle of", "s"));

    private SharedSections() {}

    /**
     * The drawing, memories and configuration of a machine.
     *
     * @param id unique on its page
     * @param folded whether it is one of several: with its configuration folded away, and the table of its area
     */
    static List<DomContent> machine(String id, MachineFacts facts, boolean folded) {
        RunRecord.Machine machine = facts.machine();
        List<DomContent> content = new ArrayList<>();
        content.add(MachineDrawing.of(id + "-drawing", machine));
        if (!machine.memories().isEmpty()) {
            content.add(RunTables.memories(id + "-memories", machine));
        }
        if (folded && facts.area() != null) {
            content.addAll(AreaBlocks.tables(id + "-area", machine.name(), facts.area()));
        }
        DomContent configuration = configuration(id + "-configuration", facts);
        content.add(folded ? Blocks.folded("Configuration of " + machine.name(), configuration) : configuration);
        return content;
    }

    /** Every field with its value and its source. */
    static DomContent configuration(String id, MachineFacts facts) {
        PageTable table = new PageTable(
                        id, "Configuration of " + facts.machine().name() + ", every field")
                .text("field")
                .text("value")
                .text("source");
        facts.machine()
                .configuration()
                .forEach((field, value) ->
                        table.row(field, String.valueOf(value), facts.sources().getOrDefault(field, "")));
        return table.render();
    }

    /** What ran: kind, seed, options, images, notes. */
    static Section workload(RunRecord.Work work) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("name", work.name());
        facts.put("kind", work.kind().equals("network") ? "network, synthetic data" : work.kind() + ", recorded data");
        if (work.seed() != null) {
            facts.put("seed", work.seed().toString());
        }
        if (!work.images().isEmpty()) {
            facts.put(work.images().size() == 1 ? "image" : "images", images(work.images()));
        }
        work.options().forEach(facts::put);
        if (work.valuesVerified()) {
            facts.put("values", "equal to the reference, bit for bit, in every layer");
        }
        return new Section("workload", "Workload").add(Blocks.facts(facts)).add(Blocks.list("notes", work.notes()));
    }

    static String images(List<Integer> images) {
        return images.size() <= 20
                ? String.join(", ", images.stream().map(String::valueOf).toList())
                : Shown.text(images.size()) + ", from " + images.get(0) + " to " + images.get(images.size() - 1);
    }

    /** The rows of an energy table as {@code run.json} has them; {@code id} is unique on its page. */
    static List<DomContent> energyTable(String id, Map<String, Object> resolved) {
        List<DomContent> content = new ArrayList<>();
        Map<String, String> facts = new LinkedHashMap<>();
        for (String key : List.of("name", "kind", "node_nm", "dram_kind")) {
            if (resolved.get(key) != null) {
                facts.put(
                        key.equals("node_nm") ? "node, nm" : key,
                        resolved.get(key).toString());
            }
        }
        content.add(Blocks.facts(facts));
        if (resolved.get("rows") instanceof List<?> rows && !rows.isEmpty()) {
            String caption = "Every price of energy table " + facts.getOrDefault("name", "");
            boolean components = rows.get(0) instanceof Map<?, ?> first && first.containsKey("component");
            PageTable table = components
                    ? prices(new PageTable(id, caption), rows, COMPONENT_COLUMNS)
                    : prices(new PageTable(id, caption), rows, ACTION_COLUMNS);
            content.add(Blocks.folded("Prices", table.render()));
        }
        if (resolved.get("sources") instanceof Map<?, ?> sources) {
            List<String> lines = new ArrayList<>();
            sources.forEach((name, text) -> lines.add(name + ": " + text));
            content.add(Blocks.list("notes", lines));
        }
        return content;
    }

    private static PageTable prices(PageTable table, List<?> rows, List<PriceColumn> columns) {
        for (PriceColumn column : columns) {
            if (column.number()) {
                table.number(column.name(), column.unit());
            } else {
                table.text(column.name());
            }
        }
        for (Object row : rows) {
            if (row instanceof Map<?, ?> fields) {
                table.row(columns.stream()
                        .map(column -> (Object) fields.get(column.field()))
                        .toArray());
            }
        }
        return table;
    }

    /** How to make the result again. */
    static Section reproduce(Reproduction how, Map<String, String> facts) {
        Section section = new Section("reproduce", "How to reproduce")
                .add(Blocks.paragraph("The same version, command and inputs give the same numbers and this same file,"
                        + " byte for byte, whatever the number of threads."))
                .add(pre(how.command()))
                .add(Blocks.facts(facts));
        if (how.text() != null) {
            section.add(h3(how.file())).add(pre(how.text()));
        }
        return section;
    }

    /** Warnings, if there are any. */
    static List<DomContent> warnings(List<String> lines) {
        return lines.isEmpty() ? List.of() : List.of(Blocks.list("warnings", lines));
    }
}
