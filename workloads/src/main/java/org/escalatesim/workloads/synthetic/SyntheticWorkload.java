package org.escalatesim.workloads.synthetic;

import java.util.Arrays;
import java.util.List;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Accuracy;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Requant;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Weights;
import org.escalatesim.trace.Workload;

/**
 * A network with synthetic weights and activations. A layer depends on the seed, the network's and its own name and
 * its plan, not on when or in which thread it is loaded; its presence bits are the same with and without values, and its activations are the same in every form of the weights.
 */
public final class SyntheticWorkload implements Workload {
    private final String name;
    private final List<LayerPlan> plans;
    private final long seed;
    private final boolean uniform;
    private final List<String> notes;
    private final Accuracy accuracy;

    /**
     * A workload of the planned layers.
     *
     * @param uniform independent bits of one density per layer instead of the fitted uneven ones
     * @param notes what a reader of the results must know
     */
    public SyntheticWorkload(String name, List<LayerPlan> plans, long seed, boolean uniform, List<String> notes) {
        this(name, plans, seed, uniform, notes, Accuracy.UNKNOWN);
    }

    /** The same, with what is known of the accuracy. */
    public SyntheticWorkload(
            String name, List<LayerPlan> plans, long seed, boolean uniform, List<String> notes, Accuracy accuracy) {
        this.name = name;
        this.plans = List.copyOf(plans);
        this.seed = seed;
        this.uniform = uniform;
        this.notes = List.copyOf(notes);
        this.accuracy = accuracy;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return plans.size();
    }

    @Override
    public String layerName(int i) {
        return plans.get(i).name();
    }

    @Override
    public ConvShape shape(int i) {
        return plans.get(i).shape();
    }

    /** What layer {@code i} is made from. */
    public LayerPlan plan(int i) {
        return plans.get(i);
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public Accuracy accuracy() {
        return accuracy;
    }

    @Override
    public LayerTrace load(int i, boolean values) {
        LayerPlan plan = plans.get(i);
        ConvShape shape = plan.shape();
        Weights weights = plan.weightForm() == WeightForm.DECOMPOSED
                ? decomposed(plan, model(shape.cPerGroup()))
                : kernels(plan, values);
        long[] presence = ActivationBits.presence(
                shape.h(),
                shape.w(),
                shape.c(),
                shape.groups(),
                plan.inputDensity(),
                model(shape.c()),
                stream(plan, "activations"));
        SparseMap input = values
                ? SyntheticValues.activations(presence, shape, plan.signedInput(), stream(plan, "values"))
                : SparseMap.ofPresence(presence, shape.h(), shape.w(), shape.c(), shape.groups(), plan.signedInput());
        Requant requant = SyntheticValues.requant(plan, weights, values, stream(plan, "requant"));
        return new LayerTrace(
                plan.name(),
                shape,
                weights,
                input,
                requant,
                plan.post(),
                plan.producerValues(),
                plan.consumerValues(),
                plan.outputDensity(),
                plan.readers());
    }

    private SyntheticModel model(int channels) {
        return uniform ? SyntheticModel.UNIFORM : SyntheticModel.fitted(channels);
    }

    private Kernels kernels(LayerPlan plan, boolean values) {
        ConvShape shape = plan.shape();
        int channels = shape.cPerGroup();
        PruningModel model = uniform ? PruningModel.UNIFORM : PruningModel.fitted(channels);
        long[] presence = KernelBits.presence(
                shape.k(), channels, shape.taps(), plan.weightDensity(), model, stream(plan, "weights"));
        return values
                ? Kernels.ofPacked(
                        plan.weightForm(),
                        presence,
                        KernelBits.values(presence, stream(plan, "weight values")),
                        shape.k(),
                        channels,
                        shape.taps())
                : Kernels.ofPresence(plan.weightForm(), presence, shape.k(), channels, shape.taps());
    }

    private Decomposed decomposed(LayerPlan plan, SyntheticModel model) {
        ConvShape shape = plan.shape();
        int k = shape.k();
        int channels = shape.cPerGroup();
        int m = plan.rowDensity().length;
        long[] presence;
        if (plan.form() == Decomposed.Form.ONE_HOT) {
            presence = new long[k * m * SparseMap.words(channels)];
            for (int row = 0; row < k * m; row++) {
                int channel = row % m;
                presence[row * SparseMap.words(channels) + (channel >>> 6)] = 1L << channel;
            }
        } else {
            presence = CoefficientBits.presence(k, channels, densities(plan), model, stream(plan, "coefficients"));
        }
        long[] sign = new long[presence.length];
        if (plan.form() != Decomposed.Form.ONE_HOT) {
            BitRandom random = stream(plan, "signs");
            for (int i = 0; i < sign.length; i++) {
                sign[i] = random.next() & presence[i];
            }
        }
        boolean perK = plan.form() == Decomposed.Form.ONE_HOT && shape.taps() > 1;
        byte[] basis = shape.taps() == 1
                ? null
                : SyntheticValues.kernels((perK ? k : 1) * m * shape.taps(), stream(plan, "basis"));
        int[] rowScale = shape.taps() > 1 ? null : SyntheticValues.rowScales(k, m, stream(plan, "scales"));
        return new Decomposed(plan.form(), k, channels, m, shape.taps(), presence, sign, basis, perK, rowScale);
    }

    private double[] densities(LayerPlan plan) {
        double[] densities = plan.rowDensity();
        if (!uniform) {
            return densities;
        }
        double mean = 0;
        for (double density : densities) {
            mean += density / densities.length;
        }
        double[] same = new double[densities.length];
        Arrays.fill(same, mean);
        return same;
    }

    private BitRandom stream(LayerPlan plan, String purpose) {
        return new BitRandom(seed, name, plan.name(), purpose);
    }
}
