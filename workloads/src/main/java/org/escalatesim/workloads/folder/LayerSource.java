package org.escalatesim.workloads.folder;

import org.escalatesim.trace.LayerTrace;
import org.escalatesim.workloads.infer.QuantisedNetwork;

/** Where the layers of a folder get their activations from. */
interface LayerSource {
    /** Number of images; throws {@link org.escalatesim.config.InputException} where needed activations are missing. */
    int images();

    /** Number of layers whose activations are computed for an image, because the folder has none. */
    int computed(int image);

    /** One layer with the activations of one image. */
    LayerTrace load(int index, int image);

    /** The network in integers; throws {@link org.escalatesim.config.InputException} without a graph. */
    QuantisedNetwork network();
}
