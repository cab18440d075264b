package org.escalatesim.report.page;

import java.util.List;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.report.page.MachineDrawing.Level;
import org.escalatesim.report.page.MachineDrawing.Part;
import org.escalatesim.report.page.MachineLevels.Fields;

/** The PEs of SCNN and of its dense reference with their sizes. */
final class ScnnLevels {
    private ScnnLevels() {}

    static List<Level> sparse(Fields fields, List<MemoryInstance> inside) {
        int rows = fields.number("pes.rows");
        int columns = fields.number("pes.columns");
        int weights = fields.number("pes.weights");
        int activations = fields.number("pes.activations");
        return List.of(
                new Level(
                        "Array, Cartesian product, barrier " + fields.text("barrier"),
                        rows,
                        columns,
                        rows + " x " + columns + " PEs",
                        List.of(
                                new Part(
                                        "groups of output channels",
                                        fields.text("output_channels") + " channels at a time"),
                                new Part(
                                        "widths",
                                        fields.text("data_bits") + "-bit data",
                                        fields.text("accumulators.psum_bits") + "-bit psums"))),
                new Level(
                        "One PE",
                        weights,
                        activations,
                        weights + " weights x " + activations + " activations: " + weights * activations
                                + " multipliers",
                        MachineLevels.each(
                                fields,
                                inside,
                                rows * columns,
                                new Part(
                                        "accumulators of one half",
                                        fields.text("accumulators.per_pe") + " in " + fields.text("accumulators.banks")
                                                + " banks",
                                        "queue of " + fields.text("accumulators.queue_depth") + " before each bank"),
                                new Part("multipliers", fields.area("multipliers")),
                                new Part("crossbar and queues", fields.area("crossbar", "bank_queues")))));
    }

    static List<Level> dense(Fields fields, List<MemoryInstance> inside) {
        int rows = fields.number("array.rows");
        int columns = fields.number("array.columns");
        int lanes = fields.number("array.lanes");
        return List.of(
                new Level(
                        "Array, dense",
                        rows,
                        columns,
                        rows + " x " + columns + " PEs",
                        List.of(MachineLevels.widths(fields))),
                new Level(
                        "One PE: dot product",
                        1,
                        lanes,
                        lanes + " multipliers",
                        MachineLevels.each(
                                fields,
                                inside,
                                rows * columns,
                                new Part("multipliers and adders", fields.area("multipliers", "adder_tree")))));
    }
}
