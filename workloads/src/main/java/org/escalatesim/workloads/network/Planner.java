package org.escalatesim.workloads.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Accuracy;
import org.escalatesim.trace.Decomposed.Form;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.workloads.synthetic.LayerPlan;
import org.escalatesim.workloads.synthetic.SyntheticWorkload;

/** Turns a network, a profile and options into a workload. */
final class Planner {
    private final Network network;
    private final Profile profile;
    private final NetworkOptions options;
    private final WeightForm weightForm;
    private final int level;

    Planner(Network network, Profile profile, NetworkOptions options) {
        this.network = network;
        this.profile = profile;
        this.options = options;
        this.weightForm = options.formOrDecomposed();
        this.level = level();
    }

    private int level() {
        if (weightForm != WeightForm.UNSTRUCTURED || profile.pruned() == null) {
            if (weightForm == WeightForm.UNSTRUCTURED && options.weightDensity() == null) {
                throw new InputException(network.name()
                        + ": its profile has no section pruned; give workload.weight_density for unstructured weights");
            }
            return 0;
        }
        return profile.pruned().level(options.sparsity());
    }

    SyntheticWorkload workload() {
        List<LayerPlan> plans = new ArrayList<>();
        for (int i = 0; i < network.layers().size(); i++) {
            plans.add(plan(i));
        }
        return new SyntheticWorkload(network.name(), plans, options.seed(), options.uniform(), notes(), accuracy());
    }

    private LayerPlan plan(int i) {
        Network.Layer layer = network.layers().get(i);
        List<Network.Layer> producers =
                layer.input().stream().map(network.layers()::get).toList();
        List<Network.Layer> readers =
                network.readers(i).stream().map(network.layers()::get).toList();
        Form form = weightForm == WeightForm.DECOMPOSED ? form(layer.shape()) : null;
        return new LayerPlan(
                layer.name(),
                layer.shape(),
                weightForm,
                weightForm == WeightForm.UNSTRUCTURED ? weight(i).value() : 1,
                form,
                form == null ? new double[0] : rowDensity(i, form),
                activation(i).value(),
                producers.isEmpty() || producers.stream().anyMatch(producer -> !producer.relu()),
                post(i),
                layer.residual() >= 0 && !network.layers().get(layer.residual()).relu(),
                producers.stream().mapToLong(Network.Layer::mapValues).max().orElse(0),
                readers.stream().mapToLong(Network.Layer::mapValues).max().orElse(0),
                outputDensity(i),
                readers.stream()
                        .filter(reader -> reader.input().contains(i))
                        .map(Network.Layer::shape)
                        .toList());
    }

    private Form form(ConvShape shape) {
        if (shape.cPerGroup() == 1) {
            return Form.ONE_HOT;
        }
        if (shape.pointwise()) {
            return Form.RESIDUAL;
        }
        boolean small = shape.cPerGroup() <= basisKernels(shape);
        return small && options.undecomposed().equals("auto") ? Form.ONE_HOT : Form.TERNARY;
    }

    private int basisKernels(ConvShape shape) {
        return Math.min(options.m() == null ? profile.m() : options.m(), shape.taps());
    }

    private int terms() {
        return options.pointwiseTerms() == null ? profile.pointwiseTerms() : options.pointwiseTerms();
    }

    private double[] rowDensity(int i, Form form) {
        ConvShape shape = network.layers().get(i).shape();
        if (form == Form.ONE_HOT) {
            double[] rows = new double[shape.cPerGroup()];
            Arrays.fill(rows, 1.0 / rows.length);
            return rows;
        }
        Profile.Density density = coefficient(i);
        if (form == Form.TERNARY) {
            return profile.rows(density, basisKernels(shape));
        }
        double[] rows = new double[terms()];
        Arrays.fill(rows, density.value());
        return rows;
    }

    private Profile.Density coefficient(int i) {
        return options.coefficientDensity() == null
                ? profile.coefficients().get(i)
                : new Profile.Density(options.coefficientDensity(), null, "set by workload.coefficient_density");
    }

    private Profile.Density weight(int i) {
        return options.weightDensity() == null
                ? profile.pruned().weight(i, level)
                : new Profile.Density(options.weightDensity(), null, "set by workload.weight_density");
    }

    private Accuracy accuracy() {
        if (weightForm == WeightForm.DECOMPOSED) {
            return new Accuracy(Accuracy.UNKNOWN.metric(), null, profile.accuracy());
        }
        if (weightForm == WeightForm.UNSTRUCTURED && options.weightDensity() != null) {
            return new Accuracy(Accuracy.UNKNOWN.metric(), null, "densities set by workload.weight_density");
        }
        return profile.pruned() == null ? Accuracy.UNKNOWN : profile.pruned().accuracy(weightForm, level);
    }

    private Profile.Density activation(int i) {
        return options.activationDensity() == null
                        || network.layers().get(i).input().isEmpty()
                ? profile.activations().get(i)
                : new Profile.Density(options.activationDensity(), null, "set by workload.activation_density");
    }

    /**
     * The density of the map that layer i leaves: what its first reader, preferably one that does not pool it for
     * itself, finds. Maps that are only added to others, and the network's result, count as dense.
     */
    private double outputDensity(int i) {
        double density = 1;
        boolean found = false;
        for (int reader : network.readers(i)) {
            Network.Layer layer = network.layers().get(reader);
            if (layer.input().contains(i) && (!found || layer.inputPool() == null)) {
                density = activation(reader).value();
                found = true;
                if (layer.inputPool() == null) {
                    break;
                }
            }
        }
        return density;
    }

    /**
     * Post operations of layer i. When a reader pools the map for itself, the layer writes the map and a pooled copy;
     * both are counted, the window being the mean over the values that leave.
     */
    private PostOps post(int i) {
        Network.Layer layer = network.layers().get(i);
        String kind = "none";
        long values = layer.storedOutputs();
        long read = values;
        if (layer.pool() != null) {
            kind = layer.pool().kind();
            read = values * layer.pool().kernel() * layer.pool().kernel();
        }
        for (int reader : network.readers(i)) {
            Network.Pool copy = network.layers().get(reader).inputPool();
            if (copy != null) {
                kind = copy.kind();
                long copied = (long) layer.shape().k() * copy.height() * copy.width();
                values += copied;
                read += copied * copy.kernel() * copy.kernel();
            }
        }
        int window = (int) Math.round(read / (double) values);
        return new PostOps(layer.relu(), layer.residual() >= 0, kind, window, values);
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("network: " + network.title() + "; layers after " + network.source());
        notes.add("synthetic " + (weightForm == WeightForm.DECOMPOSED ? "coefficients" : weightForm.word() + " weights")
                + " and activations, seed " + options.seed()
                + (options.uniform()
                        ? ", uniform (independent bits; underestimates the imbalance of trained networks)"
                        : ", unevenness fitted to " + fittedTo()));
        notes.add(accuracyNote());
        if (weightForm == WeightForm.DECOMPOSED) {
            coefficientNotes(notes);
        } else if (weightForm == WeightForm.DENSE) {
            notes.add("weights: dense, none is zero");
        } else {
            List<String> sources = IntStream.range(0, network.layers().size())
                    .mapToObj(i -> weight(i).source())
                    .toList();
            bySource("weight density", sources, notes);
        }
        List<String> sources = IntStream.range(0, network.layers().size())
                .mapToObj(i -> activation(i).source())
                .toList();
        bySource("activation density", sources, notes);
        return notes;
    }

    private String fittedTo() {
        return switch (weightForm) {
            case DECOMPOSED -> "a trained ternary ResNet-20";
            case UNSTRUCTURED -> "a ResNet-20 pruned by magnitude and the activations of a trained ternary one";
            case DENSE, GROUPED -> "the activations of a trained ternary ResNet-20";
        };
    }

    private String accuracyNote() {
        if (weightForm == WeightForm.DECOMPOSED) {
            return profile.accuracy().startsWith("accuracy") ? profile.accuracy() : "accuracy: " + profile.accuracy();
        }
        Accuracy accuracy = accuracy();
        Double sparsity = weightForm == WeightForm.UNSTRUCTURED && options.weightDensity() == null
                ? profile.pruned().levels().get(level).sparsity()
                : null;
        return "accuracy" + (sparsity == null ? "" : " at " + sparsity + " % sparsity") + ": "
                + (accuracy.known() ? accuracy.percent() + " % " + accuracy.metric() + ", " : "not known: ")
                + accuracy.source();
    }

    private void coefficientNotes(List<String> notes) {
        boolean decayed = false;
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < network.layers().size(); i++) {
            Form form = form(network.layers().get(i).shape());
            decayed |= form == Form.TERNARY && coefficient(i).perBasis() == null;
            sources.add(form == Form.ONE_HOT ? null : coefficient(i).source());
        }
        bySource("coefficient density", sources, notes);
        if (decayed && !options.uniform()) {
            notes.add("decay of the coefficient density over the basis index: " + profile.decaySource());
        }
    }

    /** A note per source, naming its layers; {@code sources} has one per layer, null for layers to leave out. */
    private void bySource(String what, List<String> sources, List<String> notes) {
        Map<String, List<String>> layers = new LinkedHashMap<>();
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i) != null) {
                layers.computeIfAbsent(sources.get(i), key -> new ArrayList<>())
                        .add(network.layers().get(i).name());
            }
        }
        layers.forEach((source, names) -> notes.add(what + " of " + some(names) + ": " + source));
    }

    private static String some(List<String> layers) {
        return layers.size() <= 4
                ? String.join(" ", layers)
                : String.join(" ", layers.subList(0, 3)) + " and " + (layers.size() - 3) + " more";
    }
}
