package org.escalatesim.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Weights;

/**
 * The result of one layer on one image, as it is reported and kept.
 *
 * @param image number of the image, 0 where the workload has no images
 * @param layer the layer's name
 * @param shape its shape
 * @param denseMacs multiply-accumulates of the dense layer, before pruning took whole channels away
 * @param form the form of its weights
 * @param weights the same for people: {@code ternary M=6}
 * @param mapping how it was mapped, for people
 * @param cycles clock cycles
 * @param multiplications products done by the multipliers
 * @param bypassed one-tap elements that passed a multiplier without using it; 0 on machines that know none
 * @param matchedPairs pairs of non-zero activation and non-zero weight; additions where weights are decomposed
 * @param chunks chunks that entered dilution, over all rows; 0 on machines without
 * @param activations input activations
 * @param activationNonZeros input activations that are not zero
 * @param weightValues weights in this form, zeros included: coefficients where they are decomposed
 * @param weightNonZeros those of them that are not zero
 * @param ledger where the cycles went, per kind of unit
 * @param activity counts of energy-bearing events
 * @param counters further named counts, in a fixed order
 */
public record LayerRecord(
        int image,
        String layer,
        ConvShape shape,
        long denseMacs,
        WeightForm form,
        String weights,
        String mapping,
        long cycles,
        long multiplications,
        long bypassed,
        long matchedPairs,
        long chunks,
        long activations,
        long activationNonZeros,
        long weightValues,
        long weightNonZeros,
        List<LedgerSums> ledger,
        Activity activity,
        Map<String, Long> counters) {

    /** Keeps the order of the counters. */
    public LayerRecord {
        ledger = List.copyOf(ledger);
        counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
    }

    /** What is kept of a layer's trace and run; the trace may be dropped afterwards. */
    public static LayerRecord of(int image, LayerTrace trace, LayerRun run) {
        Map<String, Long> counters = new LinkedHashMap<>(run.counters());
        if (run.values() != null) {
            counters.put("element_saturations", run.values().elementSaturations());
            counters.put("psum_saturations", run.values().psumSaturations());
        }
        Weights weights = trace.weights();
        ConvShape shape = run.shape();
        return new LayerRecord(
                image,
                run.layer(),
                shape,
                trace.unpruned().denseMacs(),
                weights.weightForm(),
                weights.describe(),
                run.mapping(),
                run.cycles(),
                run.multiplications(),
                run.bypassed(),
                run.matchedPairs(),
                run.chunks(),
                (long) shape.c() * shape.h() * shape.w(),
                trace.input().nonZeros(),
                weights.count(),
                weights.nonZeros(),
                LedgerSums.of(run.ledger()),
                run.activity(),
                counters);
    }

    /**
     * Layers that a comparison counts as one, since another form of the network has one there: all counts are sums, shape,
     * form and weights those of the first, which has the most work.
     *
     * @param name what it is called
     * @param parts at least one
     */
    public static LayerRecord together(String name, List<LayerRecord> parts) {
        LayerRecord first = parts.get(0);
        Map<String, LedgerSums> ledger = new LinkedHashMap<>();
        Activity activity = new Activity();
        Map<String, Long> counters = new LinkedHashMap<>();
        for (LayerRecord part : parts) {
            part.ledger.forEach(sums -> ledger.merge(sums.kind(), sums, LedgerSums::plus));
            activity.addAll(part.activity);
            part.counters.forEach((counter, count) -> counters.merge(counter, count, Math::addExact));
        }
        return new LayerRecord(
                first.image,
                name,
                first.shape,
                sum(parts, LayerRecord::denseMacs),
                first.form,
                first.weights,
                parts.stream().map(part -> part.layer + ": " + part.mapping).collect(Collectors.joining("; ")),
                sum(parts, LayerRecord::cycles),
                sum(parts, LayerRecord::multiplications),
                sum(parts, LayerRecord::bypassed),
                sum(parts, LayerRecord::matchedPairs),
                sum(parts, LayerRecord::chunks),
                sum(parts, LayerRecord::activations),
                sum(parts, LayerRecord::activationNonZeros),
                sum(parts, LayerRecord::weightValues),
                sum(parts, LayerRecord::weightNonZeros),
                List.copyOf(ledger.values()),
                activity,
                counters);
    }

    private static long sum(List<LayerRecord> parts, ToLongFunction<LayerRecord> field) {
        return parts.stream().mapToLong(field).sum();
    }

    /** Cycles of the ideal dense machine: ceil(dense MACs / its multipliers). */
    public long idealDenseCycles(int idealMultipliers) {
        return (denseMacs + idealMultipliers - 1) / idealMultipliers;
    }

    /** Fraction of input activations that are not zero, 0 to 1. */
    public double activationDensity() {
        return activationNonZeros / (double) activations;
    }

    /** Fraction of weights (coefficients where they are decomposed) that are not zero, 0 to 1. */
    public double weightDensity() {
        return weightNonZeros / (double) weightValues;
    }

    /** The sums of a kind of unit, or null when the machine has none. */
    public LedgerSums ledger(String kind) {
        return ledger.stream()
                .filter(sums -> sums.kind().equals(kind))
                .findFirst()
                .orElse(null);
    }
}
