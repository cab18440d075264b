package org.escalatesim.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network said about images, and what it cost.
 *
 * @param version version of the simulator
 * @param network the network's name
 * @param options how the network was brought into machine form
 * @param machine the machine
 * @param energyTable the energy table's name
 * @param tableRows what the table holds, as it is to be written
 * @param valuesVerified whether all sums and outputs were compared with the reference, and equal
 * @param inputLimit largest magnitude of an image value that 8 bits hold at the calibrated scale
 * @param notes what a reader must know: how the weights were made, what is known of their accuracy
 * @param images one per image, in the order given
 */
public record InferenceReport(
        String version,
        String network,
        Map<String, String> options,
        RunRecord.Machine machine,
        String energyTable,
        Map<String, Object> tableRows,
        boolean valuesVerified,
        double inputLimit,
        List<String> notes,
        List<Image> images) {
    private static final String FORMAT = "escalate-sim inference 1";

    /**
     * One image.
     *
     * @param input the file's name
     * @param logits one per class
     * @param label the class of the largest logit
     * @param clamped values of the image outside the calibrated range
     * @param values values of the image
     * @param cycles clock cycles of all layers
     * @param energy energy of all layers
     * @param layers layers that ran on the machine
     */
    public record Image(
            String input,
            List<Double> logits,
            int label,
            int clamped,
            int values,
            long cycles,
            Energy energy,
            int layers) {
        /** Copies the list. */
        public Image {
            logits = List.copyOf(logits);
        }
    }

    /** Copies the lists. */
    public InferenceReport {
        notes = List.copyOf(notes);
        images = List.copyOf(images);
    }

    private double milliseconds(Image image) {
        return image.cycles() / (machine.clockMhz() * 1e3);
    }

    /** The table for people. */
    public List<String> lines() {
        TextTable table =
                new TextTable("lrrrrl", new String[] {"input", "class", "cycles", "ms", "energy, uJ", "logits"});
        for (Image image : images) {
            table.row(
                    TextTable.shorten(image.input(), 28),
                    Integer.toString(image.label()),
                    Numbers.count(image.cycles()),
                    Numbers.short3(milliseconds(image)),
                    Numbers.column(image.energy().total() / 1e6),
                    logits(image.logits()));
        }
        List<String> lines = new ArrayList<>();
        lines.add(network + " on " + machine.name() + ", " + machine.clockMhz() + " MHz, energy table " + energyTable);
        lines.add("");
        lines.addAll(table.lines());
        lines.add("");
        for (Image image : images) {
            if (image.clamped() > 0) {
                String range = Numbers.short3(inputLimit);
                lines.addAll(RunTable.labelled(
                        "note",
                        List.of(Numbers.count(image.clamped()) + " of " + Numbers.count(image.values()) + " values of "
                                + image.input() + " lie outside the calibrated range -" + range + " to " + range
                                + " and were clamped")));
            }
        }
        notes.forEach(note -> lines.addAll(RunTable.labelled("note", List.of(note))));
        machine.warnings().forEach(warning -> lines.addAll(RunTable.labelled("warning", List.of(warning))));
        return lines;
    }

    /** All logits of up to ten classes, the first ten of more. */
    private static String logits(List<Double> logits) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < Math.min(10, logits.size()); i++) {
            String text = Numbers.fixed(logits.get(i), 2);
            parts.add(" ".repeat(Math.max(0, 6 - text.length())) + text);
        }
        return String.join(" ", parts) + (logits.size() > 10 ? " ..." : "");
    }

    /** One row per image. */
    public String csv() {
        int classes =
                images.stream().mapToInt(image -> image.logits().size()).max().orElse(0);
        List<String> header = new ArrayList<>(List.of(
                "input", "class", "clamped_values", "cycles", "milliseconds", "energy_pj", "dynamic_pj", "leakage_pj"));
        for (int i = 0; i < classes; i++) {
            header.add("logit_" + i);
        }
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(header);
            for (Image image : images) {
                List<String> cells = new ArrayList<>(List.of(
                        image.input(),
                        Integer.toString(image.label()),
                        Integer.toString(image.clamped()),
                        Long.toString(image.cycles()),
                        Numbers.plain(milliseconds(image)),
                        Numbers.plain(image.energy().total()),
                        Numbers.plain(image.energy().dynamic()),
                        Numbers.plain(image.energy().leakage())));
                image.logits().forEach(logit -> cells.add(Numbers.plain(logit)));
                csv.writeRecord(cells);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Everything, as JSON. */
    public String json() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("format", FORMAT);
        root.put("version", version);
        root.put("machine", RunJson.machine(machine));
        root.put("network", network);
        root.put("options", options);
        root.put("values_verified", valuesVerified);
        root.put("notes", notes);
        root.put("input_limit", Numbers.rounded(inputLimit));
        root.put("energy_table", tableRows);
        List<Object> all = new ArrayList<>();
        for (Image image : images) {
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("input", image.input());
            node.put("class", image.label());
            node.put("clamped_values", image.clamped());
            node.put("logits", image.logits().stream().map(Numbers::rounded).toList());
            node.put("cycles", image.cycles());
            node.put("milliseconds", Numbers.rounded(milliseconds(image)));
            node.put("energy", RunJson.energy(energyTable, image.energy()));
            all.add(node);
        }
        root.put("images", all);
        return Json.write(root);
    }
}
