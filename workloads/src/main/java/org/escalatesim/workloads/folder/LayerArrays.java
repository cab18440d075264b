package org.escalatesim.workloads.folder;

import java.util.Arrays;
import java.util.List;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.numpy.NumpyArray;

/** The arrays of a layer in floating point or in 8 bits, read and checked anew at each call. */
final class LayerArrays {
    private final ArrayStore store;
    private final Manifest.Layer layer;
    private final ConvShape shape;
    /** A shape with the kernel as the arrays have it. */
    private final ConvShape compact;

    LayerArrays(ArrayStore store, Manifest.Layer layer, LayerGeometry geometry) {
        this.store = store;
        this.layer = layer;
        this.shape = geometry.shape();
        this.compact = geometry.weightShape();
    }

    private String name() {
        return layer.name();
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

    /** The bias, [K], or null if there is none. */
    float[] bias() {
        return layer.bias().isEmpty()
                ? null
                : store.floats(name(), "bias", layer.bias().get(), shape.k());
    }

    /** Gamma, beta, mean and variance, [4][K], or null if there is none. */
    float[] batchNorm() {
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
}
