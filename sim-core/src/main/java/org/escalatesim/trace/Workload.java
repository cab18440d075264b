package org.escalatesim.trace;

import java.util.List;
import org.escalatesim.tensor.ConvShape;

/**
 * A network to run, layer by layer. Layers are made on demand, so memory grows with a layer and not with the network;
 * {@link #load} may be called from several threads and gives the same layer each time.
 */
public interface Workload {
    /** The network's name. */
    String name();

    /** The number of layers. */
    int size();

    /** The name of layer {@code i}. */
    String layerName(int i);

    /** The shape of layer {@code i}, known without loading it. */
    ConvShape shape(int i);

    /** The shape of layer {@code i} before pruning took whole channels away; its shape where none were. */
    default ConvShape unpruned(int i) {
        return shape(i);
    }

    /** Makes or reads layer {@code i}, with values (needed to compute) or with presence bits alone. */
    LayerTrace load(int i, boolean values);

    /** What a reader of the results must know: assumed numbers, sources, accuracy; one line each. */
    List<String> notes();

    /** The accuracy of the form that this workload is in, as published; unknown unless a workload says otherwise. */
    default Accuracy accuracy() {
        return Accuracy.UNKNOWN;
    }
}
