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
    private SharedSections() {}

    /** The drawing, memories and configuration of a machine; {@code id} is unique on its page. */
    static List<DomContent> machine(String id, MachineFacts facts, boolean folded) {
        RunRecord.Machine machine = facts.machine();
        List<DomContent> content = new ArrayList<>();
        content.add(MachineDrawing.of(id + "-drawing", machine));
        if (!machine.memories().isEmpty()) {
            content.add(RunTables.memories(id + "-memories", machine));
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
            facts.put("images", images(work.images()));
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
        for (String key : List.of("name", "node_nm", "dram_kind")) {
            if (resolved.get(key) != null) {
                facts.put(
                        key.equals("node_nm") ? "node, nm" : key,
                        resolved.get(key).toString());
            }
        }
        content.add(Blocks.facts(facts));
        if (resolved.get("rows") instanceof List<?> rows && !rows.isEmpty()) {
            PageTable table = new PageTable(id, "Every price of energy table " + facts.getOrDefault("name", ""))
                    .text("quantity")
                    .number("bits", "")
                    .number("memory", "bytes")
                    .text("kind")
                    .number("value", "")
                    .text("unit")
                    .text("source")
                    .text("derived");
            for (Object row : rows) {
                if (row instanceof Map<?, ?> fields) {
                    table.row(
                            fields.get("quantity"),
                            fields.get("bits"),
                            fields.get("bytes"),
                            fields.get("kind"),
                            fields.get("value"),
                            fields.get("unit"),
                            fields.get("source"),
                            fields.get("derived"));
                }
            }
            content.add(Blocks.folded("Prices", table.render()));
        }
        if (resolved.get("sources") instanceof Map<?, ?> sources) {
            List<String> lines = new ArrayList<>();
            sources.forEach((name, text) -> lines.add(name + ": " + text));
            content.add(Blocks.list("notes", lines));
        }
        return content;
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
