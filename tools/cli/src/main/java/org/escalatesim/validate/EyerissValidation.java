package org.escalatesim.validate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.escalatesim.config.Machines;
import org.escalatesim.eyeriss.EyerissSpec;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.WeightForm;

/** {@code eyeriss-chip} beside the chip's measurements on AlexNet. */
public final class EyerissValidation implements Validation {
    private static final String FILE = "eyeriss_alexnet.csv";
    private static final String CONV3 =
            "with the mapping of conv4; the printed one contradicts the measured buffer traffic by 38 %";
    private static final String MODEL =
            "passes, buses and ramps are modelled, one after the other, without factors per layer; how the chip overlaps"
                    + " ramps and what its control costs is not published";
    private static final String ROUNDED = "the published figure is rounded to .1";

    @Override
    public String machine() {
        return "eyeriss-chip";
    }

    @Override
    public String description() {
        return "The chip's configuration, batch 4, published mappings (conv3 that of conv4), DRAM ideal, since the "
                + "processing latency leaves it out. Theirs: ISSCC 2016 and JSSC 2017, measured at 200 MHz and 1 V, "
                + "printed with one decimal. Activations are independent masks of the published zeros; cycles do not "
                + "depend on them. Megabytes are 10^6 bytes, by which the traffic agrees; by 2^20 every layer would be "
                + "off by 4.7 %.";
    }

    @Override
    public List<Comparison> compare(References references) {
        EyerissSpec spec = (EyerissSpec) Machines.load("eyeriss-chip", List.of("mapping.choice=published-alexnet"));
        List<Comparison> comparisons = new ArrayList<>();
        double ours = 0;
        double theirs = 0;
        List<Map<String, String>> rows = references.rows(FILE);
        for (int i = 0; i < rows.size(); i++) {
            Map<String, String> row = rows.get(i);
            double zeros = figure(row, "ifmap_zeros_pct") / 100;
            double next = i + 1 < rows.size() ? figure(rows.get(i + 1), "ifmap_zeros_pct") / 100 : zeros;
            LayerRun run = spec.build().run(layer(row, 1 - zeros, 1 - next), false);
            double milliseconds = run.cycles() / (spec.clockMhz() * 1000.0);
            ours += milliseconds;
            theirs += figure(row, "processing_ms");
            compareLayer(comparisons, row, run, milliseconds);
        }
        comparisons.add(new Comparison("alexnet conv1-conv5", "processing time, ms", theirs, ours, 0.05, MODEL));
        return comparisons;
    }

    private static void compareLayer(
            List<Comparison> comparisons, Map<String, String> row, LayerRun run, double milliseconds) {
        String layer = row.get("layer");
        String workload = "alexnet " + layer;
        String note = layer.equals("conv3") ? CONV3 : "";
        Map<String, Long> counters = run.counters();
        comparisons.add(new Comparison(
                workload,
                "processing time, ms",
                figure(row, "processing_ms"),
                milliseconds,
                0.08,
                note.isEmpty() ? MODEL : note + "; " + MODEL));
        comparisons.add(
                new Comparison(workload, "active PEs", figure(row, "active_pes"), counters.get("active_pes"), 0, note));
        comparisons.add(new Comparison(
                workload,
                "global buffer traffic, MB",
                figure(row, "glb_mb"),
                counters.get("global_buffer_bytes") / 1e6,
                0.02,
                note.isEmpty() ? ROUNDED : note));
        comparisons.add(new Comparison(
                workload,
                "MACs of the batch, millions",
                figure(row, "macs_m"),
                run.multiplications() / 1e6,
                0.01,
                "theirs are rounded to whole millions"));
        long dramBits =
                counters.get("dram_input_bits") + counters.get("dram_weight_bits") + counters.get("dram_output_bits");
        comparisons.add(new Comparison(
                workload,
                "DRAM traffic, MB",
                figure(row, "dram_mb"),
                dramBits / 8e6,
                Double.NaN,
                "reported only: what the chip keeps from pass to pass is not published, masks are independent, and "
                        + "outputs are taken as dense as the next layer's input"));
    }

    /** A layer as its row of the table says: H is the padded map. */
    private static LayerTrace layer(Map<String, String> row, double density, double outputDensity) {
        int groups = integer(row, "groups");
        int kernel = integer(row, "R");
        int padded = integer(row, "H");
        int stride = integer(row, "stride");
        int pad = ((integer(row, "E") - 1) * stride + kernel - padded) == 0 && stride == 1 ? kernel / 2 : 0;
        ConvShape shape = ConvShape.of(
                integer(row, "M"),
                integer(row, "C") * groups,
                groups,
                kernel,
                kernel,
                padded - 2 * pad,
                padded - 2 * pad,
                stride,
                pad);
        return layer(row.get("layer"), shape, density, outputDensity);
    }

    /** A layer of dense weights and independent activation masks, whose maps come from DRAM and go there. */
    static LayerTrace layer(String name, ConvShape shape, double density, double outputDensity) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        byte[] ones = new byte[shape.h() * shape.w() * shape.c()];
        for (int i = 0; i < ones.length; i++) {
            ones[i] = (byte) (random.nextDouble() < density ? 1 : 0);
        }
        SparseMap values = SparseMap.ofDense(ones, shape.h(), shape.w(), shape.c(), shape.groups(), false);
        SparseMap input =
                SparseMap.ofPresence(values.presence(), shape.h(), shape.w(), shape.c(), shape.groups(), false);
        int words = SparseMap.words(shape.cPerGroup());
        long[] presence = new long[shape.k() * shape.taps() * words];
        long last = -1L >>> (64 * words - shape.cPerGroup());
        Arrays.fill(presence, -1);
        for (int i = words - 1; i < presence.length; i += words) {
            presence[i] = last;
        }
        Kernels weights = Kernels.ofPresence(WeightForm.DENSE, presence, shape.k(), shape.cPerGroup(), shape.taps());
        PostOps post = PostOps.reluOnly((long) shape.k() * shape.p() * shape.q());
        return new LayerTrace(name, shape, weights, input, null, post, 0, 0, outputDensity);
    }

    private static int integer(Map<String, String> row, String column) {
        return Integer.parseInt(row.get(column));
    }

    private static double figure(Map<String, String> row, String column) {
        return Double.parseDouble(row.get(column));
    }
}
