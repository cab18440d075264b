package org.escalatesim.workloads.folder;

import java.util.List;
import java.util.Optional;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.compress.MachineWeights;
import org.escalatesim.workloads.infer.Dilation;
import org.escalatesim.workloads.infer.FloatLayer;
import org.escalatesim.workloads.infer.QuantisedLayer;

/** One layer of a manifest with access to its arrays, which are read and checked anew at each call. */
final class FolderLayer {
    private final ArrayStore store;
    private final Manifest.Layer layer;
    private final LayerGeometry geometry;
    private final LayerArrays arrays;
    private final ConvShape shape;

    /**
     * Checks the shape; throws {@link InputException}.
     *
     * @param unpruned [K, C] before pruning, where the manifest does not say; empty for those of the layer
     */
    FolderLayer(ArrayStore store, Manifest.Layer layer, Optional<List<Integer>> unpruned) {
        this.store = store;
        this.layer = layer;
        this.geometry = new LayerGeometry(store, layer, unpruned);
        this.arrays = new LayerArrays(store, layer, geometry);
        this.shape = geometry.shape();
    }

    /** Whether it is a convolution of one tap. */
    boolean pointwise() {
        return !isFc() && shape.pointwise();
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
        return geometry.unpruned(of);
    }

    /** The branches, or null for a layer that is whole. */
    Branches branches() {
        return geometry.branches();
    }

    /** The distance of the kernel's taps, and the phases in which the layer runs. */
    Dilation dilation() {
        return geometry.dilation();
    }

    /** A shape with the kernel as its arrays have it, without the zeros of a dilation. */
    ConvShape weightShape() {
        return geometry.weightShape();
    }

    boolean isFc() {
        return layer.isFc();
    }

    boolean decomposed() {
        return layer.coefficients().isPresent();
    }

    /** Images whose input activations are recorded. */
    int recorded() {
        return arrays.recorded();
    }

    /** The recorded input of an image, [C][H][W], or null if there is none. */
    float[] activation(int image) {
        return arrays.activation(image);
    }

    /** Whether every recorded input is of 8-bit integers that stand for themselves. */
    boolean eightBitActivations() {
        return arrays.eightBitActivations();
    }

    /** The layer in floating point, with the weights that the folder stands for. */
    FloatLayer floats() {
        return withWeights(floatWeights());
    }

    /** The layer in floating point with other weights, [K][C/groups][R][S]. */
    FloatLayer withWeights(float[] weights) {
        return new FloatLayer(shape, dilation().spread(weights), arrays.bias(), arrays.batchNorm());
    }

    /** The weights that the folder stands for, [K][C/groups][R][S]; those of a decomposed layer put together again. */
    float[] floatWeights() {
        return decomposed() ? asIs().dequantised() : denseWeights();
    }

    /** The float weights of a layer that is not decomposed, [K][C/groups][R][S]. */
    float[] denseWeights() {
        return arrays.denseWeights();
    }

    /** Whether the folder gives the weights in 8 bits, with a scale for each output channel. */
    boolean quantisedHere() {
        return arrays.quantisedHere();
    }

    /** The 8-bit weights of a layer that is {@link #quantisedHere}, [K][C/groups][R][S]. */
    byte[] integers() {
        return arrays.integers();
    }

    /** Their scales, [K], each above 0. */
    float[] weightScale() {
        return arrays.weightScale();
    }

    /** The folder's own coefficients, basis and scales. */
    MachineWeights asIs() {
        return CoefficientArrays.read(store, layer, geometry);
    }

    /** The layer as the machine runs it. */
    QuantisedLayer quantised(WeightMaker maker) {
        MachineWeights weights = maker.make(this);
        FloatLayer affine = new FloatLayer(shape, null, arrays.bias(), arrays.batchNorm());
        QuantisedLayer made = QuantisedLayer.of(name(), affine, weights).withDilation(dilation());
        String affineKey = layer.batchNorm().isPresent() ? "batch_norm" : "bias";
        for (int k = 0; k < shape.k(); k++) {
            store.checkFloat32(name(), affineKey, k, made.gain()[k]);
            store.checkFloat32(name(), affineKey, k, made.offset()[k]);
            store.checkFloat32(name(), decomposed() ? "scale" : "weights", k, weights.scale()[k]);
        }
        return made;
    }

    /** Reads every array of the layer once; throws {@link InputException} for the first that does not fit. */
    void check() {
        if (decomposed()) {
            asIs();
        } else {
            checkBranches(denseWeights());
        }
        arrays.bias();
        arrays.batchNorm();
        for (int image = 0; image < recorded(); image++) {
            activation(image);
        }
    }

    private void checkBranches(float[] weights) {
        if (branches() != null) {
            try {
                branches().check(weights);
            } catch (IllegalArgumentException e) {
                throw store.bad(name(), "branches", e.getMessage());
            }
        }
    }
}
