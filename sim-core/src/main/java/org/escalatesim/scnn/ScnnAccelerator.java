package org.escalatesim.scnn;

import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;

/** Runs dense or pruned layers on an SCNN machine, step by step. */
public final class ScnnAccelerator implements Accelerator {
    private final ScnnSpec spec;
    private final boolean plain;

    /** Makes the machine. */
    public ScnnAccelerator(ScnnSpec spec) {
        this(spec, false);
    }

    /**
     * For proofs that the fast path equals the plain one.
     *
     * @param plain whether to go product by product and cycle by cycle
     */
    ScnnAccelerator(ScnnSpec spec, boolean plain) {
        this.spec = spec;
        this.plain = plain;
    }

    @Override
    public MachineSpec spec() {
        return spec;
    }

    @Override
    public LayerRun run(LayerTrace layer, boolean values) {
        check(layer, values);
        return new ScnnLayer(spec, layer, values, plain).run();
    }

    /** What any machine of the package refuses. */
    static Kernels check(LayerTrace layer, boolean values) {
        if (!(layer.weights() instanceof Kernels weights)) {
            throw new UnsupportedLayerException(layer.name(), "it runs dense or unstructured weights");
        }
        if (values && !(layer.input().hasValues() && weights.hasValues())) {
            throw new UnsupportedLayerException(layer.name(), "its trace has no values to compute with");
        }
        ConvShape shape = layer.shape();
        if (Math.max(shape.r(), shape.s()) > WeightLists.MAX_TAPS) {
            throw new UnsupportedLayerException(
                    layer.name(), "kernels have at most " + WeightLists.MAX_TAPS + " taps a side");
        }
        if (Math.max(shape.h(), shape.w()) + 2 * WeightLists.MAX_TAPS >= 1 << 15) {
            throw new UnsupportedLayerException(layer.name(), "maps have at most 32,511 pixels a side");
        }
        return weights;
    }
}
