package org.escalatesim.workloads.folder;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Accuracy;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;

/**
 * The layers of a synthetic workload with other weights. Outputs are not requantised: how the real ones are scaled and
 * what is added to them is not known.
 *
 * @param synthetic gives shapes, activations and what the graph says
 * @param layers of the same network, with weights
 */
record WeightFileWorkload(
        Workload synthetic, List<FolderLayer> layers, WeightMaker maker, TraceOptions options, String file)
        implements Workload {
    @Override
    public String name() {
        return synthetic.name();
    }

    @Override
    public int size() {
        return synthetic.size();
    }

    @Override
    public String layerName(int i) {
        return synthetic.layerName(i);
    }

    @Override
    public ConvShape shape(int i) {
        return synthetic.shape(i);
    }

    @Override
    public LayerTrace load(int i, boolean values) {
        LayerTrace layer = synthetic.load(i, values);
        return new LayerTrace(
                layer.name(),
                layer.shape(),
                maker.make(layers.get(i)).weights(),
                layer.input(),
                null,
                layer.post(),
                layer.producerValues(),
                layer.consumerValues(),
                layer.outputDensity(),
                layer.readers());
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("weights: tensors of " + file + ", " + form() + "; batch norms are not folded into them");
        notes.add("accuracy: " + accuracy().source());
        for (String note : synthetic.notes()) {
            if (note.startsWith("synthetic ")) {
                notes.add(note.replace("dense weights and activations", "activations"));
            } else if (!note.startsWith("weights:") && !note.startsWith("accuracy")) {
                notes.add(note);
            }
        }
        return notes;
    }

    private String form() {
        return switch (options.form()) {
            case DECOMPOSED ->
                "decomposed here, M = " + options.compressor().m() + ", 1 x 1 layers in "
                        + options.compressor().pointwiseTerms() + ", fully connected ones in "
                        + options.compressor().classifierTerms() + " ternary terms";
            case UNSTRUCTURED -> pruned() + ", in 8 bits";
            case DENSE, GROUPED -> "in 8 bits, one scale per output channel";
        };
    }

    private String pruned() {
        if (options.weightDensity() == 1) {
            return "with the zeros that they have";
        }
        return "pruned by magnitude, without retraining, to a density of " + options.weightDensity()
                + (options.prune() == TraceOptions.Prune.GLOBAL ? " of the whole network" : " of each layer");
    }

    @Override
    public Accuracy accuracy() {
        boolean kept = options.form() == WeightForm.DENSE
                || (options.form() == WeightForm.UNSTRUCTURED && options.weightDensity() == 1);
        return new Accuracy(
                Accuracy.UNKNOWN.metric(),
                null,
                kept
                        ? "that of the file's network, in 8 bits"
                        : "not established (" + options.form().word() + " here, without retraining)");
    }
}
