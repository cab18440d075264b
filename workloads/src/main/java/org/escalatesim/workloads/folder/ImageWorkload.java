package org.escalatesim.workloads.folder;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Accuracy;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.infer.Dilation;
import org.escalatesim.workloads.infer.QuantisedNetwork;

/** The layers of a trace folder with the activations of one image; layers always have values. */
record ImageWorkload(String name, List<Row> rows, LayerSource source, int image, List<String> notes, Accuracy accuracy)
        implements Workload {
    /** What runs at a time: a layer, or one phase of a dilated one; with its shape before pruning. */
    record Row(int layer, String name, Dilation.Phase phase, ConvShape unpruned) {}

    /** The rows of layers, in order. */
    static List<Row> rows(List<FolderLayer> layers) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            FolderLayer layer = layers.get(i);
            for (Dilation.Phase phase : layer.dilation().phases()) {
                rows.add(new Row(i, QuantisedNetwork.name(phase, layer.name()), phase, layer.unpruned(phase.shape())));
            }
        }
        return rows;
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public String layerName(int i) {
        return rows.get(i).name();
    }

    @Override
    public ConvShape shape(int i) {
        return rows.get(i).phase().shape();
    }

    @Override
    public ConvShape unpruned(int i) {
        return rows.get(i).unpruned();
    }

    @Override
    public LayerTrace load(int i, boolean values) {
        return source.load(rows.get(i).layer(), rows.get(i).phase(), image).prunedFrom(unpruned(i));
    }
}
