package org.escalatesim.workloads.folder;

import java.util.List;
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
                    : options.compressor().compress(layer.convShape(), layer.denseWeights());
        }
        float[] weights = layer.floatWeights();
        if (options.form() == WeightForm.UNSTRUCTURED && options.weightDensity() < 1) {
            float threshold = options.prune() == TraceOptions.Prune.GLOBAL
                    ? globalThreshold()
                    : MagnitudePruning.threshold(options.weightDensity(), weights);
            weights = MagnitudePruning.prune(weights, threshold);
        }
        return KernelWeights.quantise(options.runs(), layer.convShape(), weights);
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
