package org.escalatesim.workloads.folder;

import java.util.List;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Accuracy;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Workload;

/** The layers of a trace folder with the activations of one image; layers always have values. */
record ImageWorkload(
        String name, List<FolderLayer> layers, LayerSource source, int image, List<String> notes, Accuracy accuracy)
        implements Workload {
    @Override
    public int size() {
        return layers.size();
    }

    @Override
    public String layerName(int i) {
        return layers.get(i).name();
    }

    @Override
    public ConvShape shape(int i) {
        return layers.get(i).convShape();
    }

    @Override
    public ConvShape unpruned(int i) {
        return layers.get(i).unpruned();
    }

    @Override
    public LayerTrace load(int i, boolean values) {
        return source.load(i, image).prunedFrom(unpruned(i));
    }
}
