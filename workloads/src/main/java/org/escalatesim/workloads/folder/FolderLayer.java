package org.escalatesim.workloads.folder;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.workloads.compress.CoefficientBits;
import org.escalatesim.workloads.compress.MachineWeights;
import org.escalatesim.workloads.infer.Dilation;
import org.escalatesim.workloads.infer.FloatLayer;
import org.escalatesim.workloads.infer.QuantisedLayer;
import org.escalatesim.workloads.network.ShapeBounds;
import org.escalatesim.workloads.numpy.NumpyArray;

/** One layer of a manifest with access to its arrays, which are read and checked anew at each call. */
final class FolderLayer {
    private final ArrayStore store;
    private final Manifest.Layer layer;
    /** The whole layer; the kernel of a dilated one has zeros between its taps. */
    private final ConvShape shape;
    /** [K, C] before pruning took whole channels away. */
    private final List<Integer> unpruned;

    private final Branches branches;

    private final Dilation dilation;
    /** The kernel as its arrays have it, with the map of the first phase. */
    private final ConvShape compact;

    /**
     * Checks the shape; throws {@link InputException}.
     *
     * @param unpruned [K, C] before pruning, where the manifest does not say; empty for those of the layer
     */
    FolderLayer(ArrayStore store, Manifest.Layer layer, Optional<List<Integer>> unpruned) {
        this.store = store;
        this.layer = layer;
        this.shape = shape();
        this.unpruned = layer.unpruned().or(() -> unpruned).orElse(List.of(shape.k(), shape.c()));
        int[] distance = layer.dilations();
        try {
            this.dilation = new Dilation(shape, distance[0], distance[1]);
            this.compact = dilation.phases().get(0).shape();
            dilation.phases().forEach(phase -> phase.shape().p());
        } catch (IllegalArgumentException e) {
            throw store.bad(layer.name(), "dilation", e.getMessage());
        }
        this.branches = layer.branches().map(this::branches).orElse(null);
        checkUnpruned();
        if (branches != null && dilation.phases().size() > 1) {
            throw store.bad(layer.name(), "dilation", "must be 1 in a layer of branches");
        }
    }

    private void checkUnpruned() {
        bounded("unpruned", ShapeBounds.weights(unpruned.get(0), unpruned.get(1) / shape.groups(), shape.taps()));
        try {
            unpruned(shape);
        } catch (IllegalArgumentException e) {
            throw store.bad(layer.name(), "unpruned", e.getMessage());
        }
    }

    private Branches branches(List<Manifest.Branch> lists) {
        try {
            return new Branches(shape, lists);
        } catch (IllegalArgumentException e) {
            throw store.bad(layer.name(), "branches", e.getMessage());
        }
    }

    /** Whether it is a convolution of one tap. */
    boolean pointwise() {
        return !isFc() && shape.pointwise();
    }

    private ConvShape shape() {
        List<Integer> in = layer.in();
        List<Integer> out = layer.out();
        bounded("in", ShapeBounds.map(in, layer.isFc() ? 1 : layer.groups()));
        bounded("out", ShapeBounds.map(out, 1));
        List<Integer> sides = layer.isFc() ? List.of(1, 1) : layer.kernel().orElseThrow();
        bounded("kernel", ShapeBounds.sides(sides));
        int[] stride = layer.strides();
        int[] pad = layer.pads();
        int[] distance = layer.dilations();
        bounded("stride", ShapeBounds.sides(Extents.list(stride)));
        bounded("pad", ShapeBounds.sides(Extents.list(pad)));
        bounded("dilation", ShapeBounds.sides(Extents.list(distance)));
        int perGroup = layer.isFc() ? in.get(0) : Math.max(1, in.get(0) / layer.groups());
        bounded("shape", ShapeBounds.weights(out.get(0), perGroup, (long) sides.get(0) * sides.get(1)));
        if (layer.isFc()) {
            return ConvShape.fullyConnected(out.get(0), in.get(0));
        }
        List<Integer> kernel = layer.kernel().orElseThrow();
        ConvShape made;
        try {
            made = new ConvShape(
                    out.get(0),
                    in.get(0),
                    layer.groups(),
                    spread(kernel.get(0), distance[0]),
                    spread(kernel.get(1), distance[1]),
                    in.get(1),
                    in.get(2),
                    stride[0],
                    stride[1],
                    pad[0],
                    pad[1],
                    pad[2],
                    pad[3]);
        } catch (IllegalArgumentException e) {
            throw store.bad(layer.name(), "shape", e.getMessage());
        }
        if (made.p() != out.get(1) || made.q() != out.get(2)) {
            throw store.bad(
                    layer.name(),
                    "out",
                    out + ", but kernel " + kernel + ", stride " + layer.stride() + " and pad " + layer.pad()
                            + (layer.dilation() == null ? "" : " and dilation " + layer.dilation()) + " on " + in
                            + " make " + List.of(out.get(0), made.p(), made.q()));
        }
        return made;
    }

    /** Rows of a kernel with zeros between its taps, bounded like any side. */
    private int spread(int taps, int distance) {
        long rows = (taps - 1L) * distance + 1;
        if (rows >= ShapeBounds.SIDE) {
            throw store.bad(
                    layer.name(), "dilation", "makes the kernel " + rows + " long; must be below " + ShapeBounds.SIDE);
        }
        return (int) rows;
    }

    private void bounded(String key, String wrong) {
        if (wrong != null) {
            throw store.bad(layer.name(), key, wrong);
        }
    }

    String name() {
        return layer.name();
    }

    /** The whole layer; the kernel of a dilated one has zeros between its taps. */
    ConvShape convShape() {
        return shape;
    }

    /** The layer's shape before pruning took whole channels away; the shape itself where none were. */
    ConvShape unpruned() {
        return unpruned(shape);
    }

    /** The same of a shape that the layer, or a phase of it, runs as. */
    ConvShape unpruned(ConvShape of) {
        return new ConvShape(
                unpruned.get(0),
                unpruned.get(1),
                of.groups(),
                of.r(),
                of.s(),
                of.h(),
                of.w(),
                of.strideH(),
                of.strideW(),
                of.padTop(),
                of.padLeft(),
                of.padBottom(),
                of.padRight());
    }

    /** The branches, or null for a layer that is whole. */
    Branches branches() {
        return branches;
    }

    /** The distance of the kernel's taps, and the phases in which the layer runs. */
    Dilation dilation() {
        return dilation;
    }

    /** A shape with the kernel as its arrays have it, without the zeros of a dilation. */
    ConvShape weightShape() {
        return compact;
    }

    boolean isFc() {
        return layer.isFc();
    }

    boolean decomposed() {
        return layer.coefficients().isPresent();
    }

    /** Images whose input activations are recorded. */
    int recorded() {
        return layer.activations().map(List::size).orElse(0);
    }

    /** The recorded input of an image, [C][H][W], or null if there is none. */
    float[] activation(int image) {
        if (image >= recorded()) {
            return null;
        }
        String entry = layer.activations().orElseThrow().get(image);
        String key = "activations[" + image + "]";
        if (layer.isFc()) {
            // A pooled map of 1 x 1 is as good as a vector.
            NumpyArray array = store.read(name(), key, entry);
            if (array.hasShape(shape.c(), 1, 1)) {
                return store.floats(name(), key, entry, shape.c(), 1, 1);
            }
            return store.floats(name(), key, entry, shape.c());
        }
        return store.floats(name(), key, entry, shape.c(), shape.h(), shape.w());
    }

    /** Whether every recorded input is of 8-bit integers that stand for themselves. */
    boolean eightBitActivations() {
        List<String> entries = layer.activations().orElse(List.of());
        for (int image = 0; image < entries.size(); image++) {
            if (!store.eightBits(name(), "activations[" + image + "]", entries.get(image))) {
                return false;
            }
        }
        return !entries.isEmpty();
    }

    /** The layer in floating point, with the weights that the folder stands for. */
    FloatLayer floats() {
        return withWeights(floatWeights());
    }

    /** The layer in floating point with other weights, [K][C/groups][R][S]. */
    FloatLayer withWeights(float[] weights) {
        return new FloatLayer(shape, dilation.spread(weights), vector("bias", layer.bias()), batchNorm());
    }

    /** The weights that the folder stands for, [K][C/groups][R][S]; those of a decomposed layer put together again. */
    float[] floatWeights() {
        return decomposed() ? asIs().dequantised() : denseWeights();
    }

    /** The float weights of a layer that is not decomposed, [K][C/groups][R][S]. */
    float[] denseWeights() {
        String entry = layer.weights().orElseThrow();
        if (!quantisedHere()) {
            return store.floats(name(), "weights", entry, weightExtents());
        }
        byte[] integers = integers();
        float[] scale = weightScale();
        float[] weights = new float[integers.length];
        int perK = weights.length / shape.k();
        for (int i = 0; i < weights.length; i++) {
            weights[i] = integers[i] * scale[i / perK];
        }
        return weights;
    }

    /** Whether the folder gives the weights in 8 bits, with a scale for each output channel. */
    boolean quantisedHere() {
        return layer.weightScale().isPresent();
    }

    /** The 8-bit weights of a layer that is {@link #quantisedHere}, [K][C/groups][R][S]. */
    byte[] integers() {
        return store.int8(name(), "weights", layer.weights().orElseThrow(), weightExtents());
    }

    /** Their scales, [K], each above 0. */
    float[] weightScale() {
        String entry = layer.weightScale().orElseThrow();
        if (entry.equals(Manifest.Layer.AS_THEY_ARE)) {
            float[] ones = new float[shape.k()];
            Arrays.fill(ones, 1);
            return ones;
        }
        float[] scale = store.floats(name(), "weight_scale", entry, shape.k());
        for (int k = 0; k < scale.length; k++) {
            if (!(scale[k] > 0)) {
                throw store.bad(
                        name(), "weight_scale", entry + " holds " + scale[k] + " at [" + k + "]; must be above 0");
            }
        }
        return scale;
    }

    private int[] weightExtents() {
        return layer.isFc()
                ? new int[] {shape.k(), shape.c()}
                : new int[] {shape.k(), shape.cPerGroup(), compact.r(), compact.s()};
    }

    /** The layer as the machine runs it. */
    QuantisedLayer quantised(WeightMaker maker) {
        MachineWeights weights = maker.make(this);
        FloatLayer affine = new FloatLayer(shape, null, vector("bias", layer.bias()), batchNorm());
        QuantisedLayer made = QuantisedLayer.of(name(), affine, weights).withDilation(dilation);
        String affineKey = layer.batchNorm().isPresent() ? "batch_norm" : "bias";
        for (int k = 0; k < shape.k(); k++) {
            fits(affineKey, k, made.gain()[k]);
            fits(affineKey, k, made.offset()[k]);
            fits(decomposed() ? "scale" : "weights", k, weights.scale()[k]);
        }
        return made;
    }

    private void fits(String key, int k, double folded) {
        if (!Float.isFinite((float) folded)) {
            throw store.bad(name(), key, "output channel " + k + " folds to " + folded + "; must fit float32 (3.4e38)");
        }
    }

    /** Reads every array of the layer once; throws {@link InputException} for the first that does not fit. */
    void check() {
        if (decomposed()) {
            asIs();
        } else {
            checkBranches(denseWeights());
        }
        vector("bias", layer.bias());
        batchNorm();
        for (int image = 0; image < recorded(); image++) {
            activation(image);
        }
    }

    private void checkBranches(float[] weights) {
        if (branches != null) {
            try {
                branches.check(weights);
            } catch (IllegalArgumentException e) {
                throw store.bad(name(), "branches", e.getMessage());
            }
        }
    }

    private float[] vector(String key, Optional<String> entry) {
        return entry.isEmpty() ? null : store.floats(name(), key, entry.get(), shape.k());
    }

    private float[] batchNorm() {
        if (layer.batchNorm().isEmpty()) {
            return null;
        }
        String entry = layer.batchNorm().get();
        float[] values = store.batchNorm(name(), entry, shape.k());
        for (int k = 0; k < shape.k(); k++) {
            if (values[3 * shape.k() + k] < 0) {
                throw store.bad(
                        name(),
                        "batch_norm",
                        entry + " holds a variance of " + values[3 * shape.k() + k] + " at [3, " + k
                                + "]; must not be negative");
            }
        }
        return values;
    }

    /** The folder's own coefficients, basis and scales. */
    MachineWeights asIs() {
        String coefficientEntry = layer.coefficients().orElseThrow();
        NumpyArray array = store.read(name(), "coefficients", coefficientEntry);
        int[] found = array.shape();
        int m = found.length == 3 ? found[2] : 1;
        byte[] ternary =
                store.int8(name(), "coefficients", coefficientEntry, shape.k(), shape.cPerGroup(), Math.max(1, m));
        byte[] basis = store.int8(name(), "basis", layer.basis().orElseThrow(), m, compact.r(), compact.s());
        if (m > Math.max(compact.taps(), compact.pointwise() ? 16 : 0)) {
            throw store.bad(
                    name(),
                    "coefficients",
                    coefficientEntry + " has M = " + m + "; a kernel of " + compact.taps() + " taps has at most "
                            + (compact.pointwise() ? 16 : compact.taps()));
        }
        CoefficientBits bits = new CoefficientBits(shape.k(), shape.cPerGroup(), m);
        for (int i = 0; i < ternary.length; i++) {
            if (ternary[i] < -1 || ternary[i] > 1) {
                throw store.bad(
                        name(),
                        "coefficients",
                        coefficientEntry + " holds " + ternary[i] + " at " + array.index(i) + "; must be -1, 0 or 1");
            }
            bits.set(i / (m * shape.cPerGroup()), i / m % shape.cPerGroup(), i % m, ternary[i]);
        }
        float[] scale = store.floats(name(), "scale", layer.scale().orElseThrow(), shape.k());
        double[] real = new double[scale.length];
        Arrays.setAll(real, k -> scale[k] * layer.basisScale());
        for (int k = 0; k < real.length; k++) {
            // No weight is larger than M coefficients of 1 times a basis of 128.
            fits("scale", k, real[k] * m * 128);
        }
        if (!compact.pointwise()) {
            return new MachineWeights(bits.build(Decomposed.Form.TERNARY, compact.taps(), basis, false, null), real);
        }
        // A basis kernel of one tap is a scale, which the block applies.
        int[] rowScale = new int[shape.k() * m];
        for (int i = 0; i < rowScale.length; i++) {
            rowScale[i] = basis[i % m];
        }
        return new MachineWeights(bits.build(Decomposed.Form.RESIDUAL, 1, null, false, rowScale), real);
    }
}
