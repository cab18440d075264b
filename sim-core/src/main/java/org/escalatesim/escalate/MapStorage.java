package org.escalatesim.escalate;

import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.memory.Residency;
import org.escalatesim.tensor.ConvShape;

/**
 * Where a layer's maps lie. A map in the global buffer takes a byte and a presence bit per value. If input and output
 * fit together, the input is there already (unless its producer spilled it, or it is the network's own) and the output
 * stays. Otherwise both live in DRAM: the input is fetched in row bands, two of which fit at a time (one if it is the
 * whole map), and outputs are written back as they leave.
 */
final class MapStorage {
    private static final int BITS_PER_VALUE = 9;
    private final boolean resident;
    private final boolean inputFromDram;
    private final boolean outputToDram;
    private final boolean partialsInDram;
    private final boolean coefficientsAgain;
    private final int bands;
    private final int visits;
    /** Coefficient sets of a tile; with one, nothing is ever fetched again. */
    private final long loads;

    MapStorage(LayerContext context, boolean byMap, int passes, int subPasses, long coefficientBits) {
        ConvShape shape = context.shape;
        long capacity = 8 * context.spec.globalBuffer().bytes();
        long values =
                (long) shape.h() * shape.w() * shape.c() + context.layer.post().pooledOutputs();
        Residency residency = Residency.of(context.layer, capacity, BITS_PER_VALUE);
        resident = residency.resident();
        inputFromDram = residency.inputFromDram();
        outputToDram = residency.outputToDram();
        bands = resident ? 1 : bands(context, capacity);
        loads = (long) passes * subPasses;
        if (bands > 1) {
            long inputBits = 0;
            for (long bits : context.activations.rowBits()) {
                inputBits += bits;
            }
            long again = coefficientBits * bands + inputBits;
            long activationsAgain = coefficientBits + inputBits * loads;
            coefficientsAgain = switch (context.spec.mapping().refetch()) {
                case COEFFICIENTS -> true;
                case ACTIVATIONS -> false;
                case AUTO -> again <= activationsAgain;
            };
        } else {
            coefficientsAgain = false;
        }
        visits = bands == 1 || coefficientsAgain ? bands : Math.toIntExact(bands * loads);
        long inBuffer = resident ? BITS_PER_VALUE * values : capacity / 2;
        long channels = (long) context.spec.blocks() * (byMap ? 1 : context.spec.tiles());
        long partials = subPasses == 1 ? 0 : Pace.PARTIAL_BITS * channels * shape.p() * shape.q();
        partialsInDram = partials > 0 && inBuffer + partials > capacity;
    }

    /** The fewest row bands of which two fit, or one if that is the whole map. */
    private static int bands(LayerContext context, long capacity) {
        ConvShape shape = context.shape;
        long rowBits = (long) BITS_PER_VALUE * shape.w() * shape.c();
        for (int bands = 1; bands <= shape.p(); bands++) {
            int tallest = 0;
            for (int band = 0; band < bands; band++) {
                int first = LayerPlan.first(0, shape.p(), band, bands);
                int end = LayerPlan.first(0, shape.p(), band + 1, bands);
                int[] ys = new Region(shape, first, end - first, 0, shape.q()).ys;
                tallest = Math.max(tallest, ys.length);
            }
            if ((bands == 1 ? 1 : 2) * rowBits * tallest <= capacity) {
                return bands;
            }
        }
        throw new UnsupportedLayerException(
                context.layer.name(),
                "two bands of one output row of its input map do not fit the global buffer (global_buffer.bytes = "
                        + context.spec.globalBuffer().bytes() + ")");
    }

    /** Whether input and output lie in the global buffer together. */
    boolean resident() {
        return resident;
    }

    /** Whether the input has to be fetched. */
    boolean inputFromDram() {
        return inputFromDram;
    }

    /** Whether the output is written to DRAM. */
    boolean outputToDram() {
        return outputToDram;
    }

    /** Whether partial maps of sub-passes do not fit the global buffer. */
    boolean partialsInDram() {
        return partialsInDram;
    }

    /** Whether all passes run on a band before the next band. */
    boolean coefficientsAgain() {
        return coefficientsAgain;
    }

    /** Row bands. */
    int bands() {
        return bands;
    }

    /** Visits of bands: each is fetched once. */
    int visits() {
        return visits;
    }

    /** The band of a visit. */
    int band(int visit) {
        return visit % bands;
    }

    String describe() {
        if (bands == 1) {
            return inputFromDram ? ", input from DRAM" : "";
        }
        String again = coefficientsAgain ? "coefficients" : "activations";
        return ", " + bands + " bands" + (loads > 1 ? ", " + again + " fetched again" : "");
    }
}
