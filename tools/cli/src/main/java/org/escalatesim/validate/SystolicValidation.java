package org.escalatesim.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Machines;
import org.escalatesim.systolic.ScaleSimFigures;
import org.escalatesim.systolic.SystolicSpec;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.WeightForm;

/** The systolic array against SCALE-Sim v3. */
public final class SystolicValidation implements Validation {
    /** Figures in per cent are sums of doubles in another order than ours. */
    private static final double ROUNDING = 1e-12;

    private static final double EQUAL = 0;

    @Override
    public String machine() {
        return "systolic";
    }

    @Override
    public String description() {
        return "Configurations systolic-scalesim-32x32 (dataflow os, ws, is) and systolic-scalesim-16x16 (ws) against "
                + "SCALE-Sim v3 without stalls. Convolutions are given with padding already added. Cycles, mapping and "
                + "SRAM accesses are demanded to be equal, utilisations up to the rounding of doubles. Left out: ofmap "
                + "writes of os, to which SCALE-Sim v3 adds rows + columns of the array in every fold by mistake, and "
                + "the mapping efficiency of ws, which the reference does not give.";
    }

    @Override
    public List<Comparison> compare(References references) {
        List<Comparison> comparisons = new ArrayList<>();
        for (String dataflow : List.of("os", "ws", "is")) {
            compare(references, "alexnet", "32x32", dataflow, comparisons);
        }
        compare(references, "resnet18", "16x16", "ws", comparisons);
        return comparisons;
    }

    private static void compare(
            References references, String network, String size, String dataflow, List<Comparison> comparisons) {
        String file = "systolic_" + network + "_" + size + "_" + dataflow + ".csv";
        SystolicSpec spec = (SystolicSpec) Machines.load("systolic-scalesim-" + size, List.of("dataflow=" + dataflow));
        for (Map<String, String> row : references.rows(file)) {
            LayerTrace layer = layer(network, row, file);
            ScaleSimFigures ours = ScaleSimFigures.of(spec, spec.build().run(layer, false));
            String workload = network + " " + layer.name() + " " + size + " " + dataflow;
            add(comparisons, workload, "M", row, "M", ours.m(), EQUAL);
            add(comparisons, workload, "K", row, "K", ours.k(), EQUAL);
            add(comparisons, workload, "N", row, "N", ours.n(), EQUAL);
            add(comparisons, workload, "Sr", row, "Sr", ours.sr(), EQUAL);
            add(comparisons, workload, "Sc", row, "Sc", ours.sc(), EQUAL);
            add(comparisons, workload, "T", row, "T", ours.t(), EQUAL);
            add(comparisons, workload, "cycles", row, "DemandRows", ours.demandRows(), EQUAL);
            add(comparisons, workload, "total cycles", row, "TotalCycles", ours.totalCycles(), EQUAL);
            add(comparisons, workload, "overall utilisation, %", row, "OverallUtil%", ours.overallUtil(), ROUNDING);
            if (!dataflow.equals("ws")) {
                add(
                        comparisons,
                        workload,
                        "mapping efficiency, %",
                        row,
                        "MappingEff%(not ws)",
                        ours.mappingEfficiency(),
                        ROUNDING);
            }
            add(comparisons, workload, "compute utilisation, %", row, "ComputeUtil%", ours.computeUtil(), ROUNDING);
            add(comparisons, workload, "ifmap SRAM reads", row, "SramIfmapReads", ours.ifmapReads(), EQUAL);
            add(comparisons, workload, "filter SRAM reads", row, "SramFilterReads", ours.filterReads(), EQUAL);
            if (!dataflow.equals("os")) {
                add(comparisons, workload, "ofmap SRAM writes", row, "SramOfmapWrites", ours.ofmapWrites(), EQUAL);
            }
        }
    }

    private static void add(
            List<Comparison> comparisons,
            String workload,
            String quantity,
            Map<String, String> row,
            String column,
            double ours,
            double bound) {
        comparisons.add(new Comparison(workload, quantity, Double.parseDouble(row.get(column)), ours, bound, ""));
    }

    /** The convolution of a row; one that is not known here is the matrix multiplication that the row gives. */
    private static LayerTrace layer(String network, Map<String, String> row, String file) {
        String name = row.get("Layer");
        ConvShape shape = network.equals("alexnet") ? alexnet(name) : resnet18(name);
        if (shape == null) {
            try {
                int m = Integer.parseInt(row.get("M"));
                shape = ConvShape.of(
                        Integer.parseInt(row.get("N")), Integer.parseInt(row.get("K")), 1, 1, 1, m, 1, 1, 0);
            } catch (NumberFormatException e) {
                throw new InputException(file + ": layer " + name + ": M, K and N must be whole numbers, not "
                        + row.get("M") + ", " + row.get("K") + ", " + row.get("N"));
            }
        }
        // All zero: what is zero changes nothing on a dense machine.
        long[] weights = new long[shape.k() * shape.taps() * SparseMap.words(shape.cPerGroup())];
        long[] input = new long[shape.h() * shape.w() * SparseMap.words(shape.c())];
        return new LayerTrace(
                name,
                shape,
                Kernels.ofPresence(WeightForm.DENSE, weights, shape.k(), shape.cPerGroup(), shape.taps()),
                SparseMap.ofPresence(input, shape.h(), shape.w(), shape.c(), 1, false),
                null,
                PostOps.reluOnly((long) shape.k() * shape.p() * shape.q()),
                0,
                0,
                .5);
    }

    private static ConvShape alexnet(String name) {
        return switch (name) {
            case "Conv1" -> square(96, 3, 11, 227, 4);
            case "Conv2" -> square(256, 96, 5, 27, 1);
            case "Conv3" -> square(384, 256, 3, 13, 1);
            case "Conv4" -> square(384, 384, 3, 13, 1);
            case "Conv5" -> square(256, 384, 3, 13, 1);
            default -> null;
        };
    }

    private static ConvShape resnet18(String name) {
        return switch (name) {
            case "Conv1" -> square(64, 3, 7, 224, 2);
            case "Conv2_1a", "Conv2_1b", "Conv2_2a", "Conv2_2b" -> square(64, 64, 3, 56, 1);
            case "Conv3_1a" -> square(128, 64, 3, 56, 2);
            case "Conv3_1b", "Conv3_2a", "Conv3_2b" -> square(128, 128, 3, 28, 1);
            case "Conv3_s" -> square(128, 64, 1, 56, 2);
            case "Conv4_1a" -> square(256, 128, 3, 28, 2);
            case "Conv4_1b", "Conv4_2a", "Conv4_2b" -> square(256, 256, 3, 14, 1);
            case "Conv4_s" -> square(256, 128, 1, 28, 2);
            case "Conv5_1a" -> square(512, 256, 3, 14, 2);
            case "Conv5_1b", "Conv5_2a", "Conv5_2b" -> square(512, 512, 3, 7, 1);
            case "Conv5_s" -> square(512, 256, 1, 14, 2);
            case "FC" -> ConvShape.fullyConnected(1000, 512);
            default -> null;
        };
    }

    private static ConvShape square(int k, int c, int kernel, int map, int stride) {
        return ConvShape.of(k, c, 1, kernel, kernel, map, map, stride, 0);
    }
}
