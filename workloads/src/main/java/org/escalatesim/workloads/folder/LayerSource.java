package org.escalatesim.workloads.folder;

import java.util.List;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.workloads.infer.Dilation;
import org.escalatesim.workloads.infer.QuantisedNetwork;

/** Where the layers of a folder get their activations from. */
interface LayerSource {
    /** Number of images; throws {@link org.escalatesim.config.InputException} where needed activations are missing. */
    int images();

    /** Number of layers whose activations are computed for an image, because the folder has none. */
    int computed(int image);

    /** One phase of a layer with the activations of one image. */
    LayerTrace load(int index, Dilation.Phase phase, int image);

    /** What a reader of results must know of the graph. */
    default List<String> notes() {
        return List.of();
    }

    /** The network in integers; throws {@link org.escalatesim.config.InputException} without a graph. */
    QuantisedNetwork network();
}
