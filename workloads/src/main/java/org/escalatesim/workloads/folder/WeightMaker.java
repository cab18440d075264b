package org.escalatesim.workloads.folder;

import java.util.Arrays;
import java.util.List;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.workloads.compress.KernelWeights;
import org.escalatesim.workloads.compress.MachineWeights;
import org.escalatesim.workloads.compress.MagnitudePruning;

/** Makes the weights of a folder's layers in the form that runs. */
final class WeightMaker {
    private final TraceOptions options;
    private final List<FolderLayer> layers;
    private Float globalThreshold;

    WeightMaker(TraceOptions options, List<FolderLayer> layers) {
        this.options = options;
        this.layers = layers;
    }

    /** The weights of a layer. A decomposed one has its float weights put together again for the other forms. */
    MachineWeights make(FolderLayer layer) {
        if (options.form() == WeightForm.GROUPED && layer.branches() != null) {
            return layer.branches()
                    .make(
                            layer.denseWeights(),
                            (shape, weights) -> options.runs() == WeightForm.DECOMPOSED
                                    ? options.compressor().compress(shape, weights)
                                    : KernelWeights.quantise(options.runs(), shape, weights));
        }
        if (options.runs() == WeightForm.DECOMPOSED) {
            return layer.decomposed()
                    ? layer.asIs()
                    : options.compressor().compress(layer.weightShape(), layer.denseWeights());
        }
        float[] weights = layer.floatWeights();
        float[] all = weights;
        if (options.form() == WeightForm.UNSTRUCTURED && options.weightDensity() < 1) {
            float threshold = options.prune() == TraceOptions.Prune.GLOBAL
                    ? globalThreshold()
                    : MagnitudePruning.threshold(options.weightDensity(), weights);
            weights = MagnitudePruning.prune(weights, threshold);
        }
        return layer.quantisedHere()
                ? keepScales(layer, all, weights)
                : KernelWeights.quantise(options.runs(), layer.weightShape(), weights);
    }

    /** The folder's own integers, without those whose weight was pruned away. */
    private MachineWeights keepScales(FolderLayer layer, float[] all, float[] kept) {
        byte[] integers = layer.integers();
        for (int i = 0; i < integers.length; i++) {
            if (all[i] != 0 && kept[i] == 0) {
                integers[i] = 0;
            }
        }
        ConvShape shape = layer.weightShape();
        float[] scale = layer.weightScale();
        double[] real = new double[scale.length];
        Arrays.setAll(real, k -> scale[k]);
        return new MachineWeights(
                Kernels.of(options.runs(), integers, shape.k(), shape.cPerGroup(), shape.taps()), real);
    }

    private synchronized float globalThreshold() {
        if (globalThreshold == null) {
            globalThreshold = MagnitudePruning.threshold(
                    options.weightDensity(),
                    layers.stream().map(FolderLayer::floatWeights).toArray(float[][]::new));
        }
        return globalThreshold;
    }
}
