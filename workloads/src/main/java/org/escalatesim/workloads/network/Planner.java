package org.escalatesim.workloads.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed.Form;
import org.escalatesim.trace.PostOps;
import org.escalatesim.workloads.synthetic.LayerPlan;
import org.escalatesim.workloads.synthetic.SyntheticWorkload;

/** Turns a network, a profile and options into a workload. */
final class Planner {
    private final Network network;
    private final Profile profile;
    private final NetworkOptions options;

    Planner(Network network, Profile profile, NetworkOptions options) {
        this.network = network;
        this.profile = profile;
        this.options = options;
    }

    SyntheticWorkload workload() {
        List<LayerPlan> plans = new ArrayList<>();
        for (int i = 0; i < network.layers().size(); i++) {
            plans.add(plan(i));
        }
        return new SyntheticWorkload(network.name(), plans, options.seed(), options.uniform(), notes());
    }

    private LayerPlan plan(int i) {
        Network.Layer layer = network.layers().get(i);
        List<Network.Layer> producers =
                layer.input().stream().map(network.layers()::get).toList();
        List<Network.Layer> readers =
                network.readers(i).stream().map(network.layers()::get).toList();
        Form form = form(layer.shape());
        return new LayerPlan(
                layer.name(),
                layer.shape(),
                form,
                rowDensity(i, form),
                activation(i).value(),
                producers.isEmpty() || producers.stream().anyMatch(producer -> !producer.relu()),
                post(i),
                layer.residual() >= 0 && !network.layers().get(layer.residual()).relu(),
                producers.stream().mapToLong(Network.Layer::mapValues).max().orElse(0),
                readers.stream().mapToLong(Network.Layer::mapValues).max().orElse(0),
                outputDensity(i));
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
        notes.add("synthetic coefficients and activations, seed " + options.seed()
                + (options.uniform()
                        ? ", uniform (independent bits; underestimates the imbalance of trained networks)"
                        : ", unevenness fitted to a trained ternary ResNet-20"));
        notes.add(profile.accuracy().startsWith("accuracy") ? profile.accuracy() : "accuracy: " + profile.accuracy());
        Map<String, List<String>> coefficients = new LinkedHashMap<>();
        Map<String, List<String>> activations = new LinkedHashMap<>();
        boolean decayed = false;
        for (int i = 0; i < network.layers().size(); i++) {
            Network.Layer layer = network.layers().get(i);
            Form form = form(layer.shape());
            if (form != Form.ONE_HOT) {
                Profile.Density density = coefficient(i);
                decayed |= form == Form.TERNARY && density.perBasis() == null;
                coefficients
                        .computeIfAbsent(density.source(), key -> new ArrayList<>())
                        .add(layer.name());
            }
            activations
                    .computeIfAbsent(activation(i).source(), key -> new ArrayList<>())
                    .add(layer.name());
        }
        coefficients.forEach((source, layers) -> notes.add("coefficient density of " + some(layers) + ": " + source));
        if (decayed && !options.uniform()) {
            notes.add("decay of the coefficient density over the basis index: " + profile.decaySource());
        }
        activations.forEach((source, layers) -> notes.add("activation density of " + some(layers) + ": " + source));
        return notes;
    }

    private static String some(List<String> layers) {
        return layers.size() <= 4
                ? String.join(" ", layers)
                : String.join(" ", layers.subList(0, 3)) + " and " + (layers.size() - 3) + " more";
    }
}
