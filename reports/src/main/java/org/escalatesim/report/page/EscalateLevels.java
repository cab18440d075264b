package org.escalatesim.report.page;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.report.page.MachineDrawing.Level;
import org.escalatesim.report.page.MachineDrawing.Part;
import org.escalatesim.report.page.MachineLevels.Fields;

/** The tiles, blocks and rows of an ESCALATE machine (microarchitecture, sections 2 to 9) with their sizes. */
final class EscalateLevels {
    private EscalateLevels() {}

    static List<Level> of(Fields fields, List<MemoryInstance> memories) {
        int tiles = fields.number("tiles");
        int blocks = fields.number("blocks");
        int rows = fields.number("rows");
        String chunk = fields.text("channel_accumulation.chunk");
        return List.of(
                MachineLevels.grid(
                        "The chip",
                        tiles,
                        tiles == 1 ? "tile" : "tiles",
                        new Part(
                                "mapping",
                                "partition " + fields.text("mapping.partition"),
                                "assignment " + fields.text("mapping.assignment"),
                                "refetch " + fields.text("mapping.refetch"))),
                new Level(
                        "One tile: " + blocks + " blocks of " + rows + " rows",
                        rows,
                        blocks,
                        blocks + " blocks (columns), an output channel each; " + rows
                                + " rows (down), a basis kernel each",
                        List.of(
                                new Part(
                                        "ring input buffer, shared by all rows",
                                        fields.text("ring.slots") + " slots of " + chunk + " channels",
                                        fields.text("ring.banks") + " banks; " + sizes(fields, memories, "ring", tiles),
                                        fields.area("ring")),
                                new Part(
                                        "output of each block",
                                        fields.text("output.pixels_per_cycle") + " pixel/cycle, requantised to 8 bits",
                                        fields.area("output")))),
                new Level("One row", 0, 0, "", row(fields, memories, tiles * blocks * rows, chunk)));
    }

    private static List<Part> row(Fields fields, List<MemoryInstance> memories, int rows, String chunk) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(
                "slot registers",
                fields.text("channel_accumulation.slot_registers") + " of " + chunk + " channels",
                fields.area("slot_registers")));
        parts.add(new Part(
                "coefficients",
                "presence and sign bits",
                sizes(fields, memories, "coefficients", rows),
                fields.area("coefficients")));
        parts.add(new Part(
                "dilution",
                "matches " + chunk + " channels"
                        + (fields.yes("channel_accumulation.shared_decode") ? "; decode shared by the tile" : ""),
                fields.area("dilution")));
        parts.add(new Part(
                "dilution FIFO",
                fields.text("channel_accumulation.fifo_beats") + " beats of "
                        + fields.text("channel_accumulation.lanes") + " values",
                fields.area("dilution_fifo")));
        parts.add(new Part(
                "concentrator",
                fields.text("channel_accumulation.lanes") + " lanes, pattern "
                        + fields.text("channel_accumulation.pattern"),
                "policy " + fields.text("channel_accumulation.policy"),
                fields.area("concentrator")));
        parts.add(new Part("adder tree", fields.text("mac.element_bits") + "-bit sums", fields.area("adder_tree")));
        parts.add(new Part(
                "element FIFO",
                fields.text("mac.element_fifo") + " elements of " + fields.text("mac.element_bits") + " bits",
                fields.area("element_fifo")));
        parts.add(new Part(
                "MAC",
                fields.text("mac.multipliers") + " multipliers, " + fields.text("mac.element_bits") + " x 8 bits",
                fields.area("mac")));
        parts.add(new Part(
                "psum lines",
                fields.text("mac.lines") + " lines of " + fields.text("mac.line_pixels") + " pixels of "
                        + fields.text("mac.psum_bits") + " bits",
                sizes(fields, memories, "psum_lines", rows),
                fields.area("psum_lines")));
        return parts;
    }

    private static String sizes(Fields fields, List<MemoryInstance> memories, String component, int units) {
        List<MemoryInstance> own = memories.stream()
                .filter(memory -> memory.component().equals(component))
                .toList();
        return own.isEmpty()
                ? ""
                : MachineLevels.each(fields, own, units).get(0).numbers().get(0);
    }
}
