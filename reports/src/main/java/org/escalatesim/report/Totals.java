package org.escalatesim.report;

import java.util.function.ToLongFunction;

/**
 * Sums over all layers and images of a run; names as in {@link LayerRecord}.
 *
 * @param milliseconds run time at the machine's clock
 * @param speedup ideal dense cycles / cycles
 * @param utilisation multiplications / (multipliers x cycles), 0 to 1
 * @param utilisationWithBypass the same with one-tap elements counted as if they had used their multiplier
 */
public record Totals(
        long cycles,
        double milliseconds,
        long denseMacs,
        long idealDenseCycles,
        double speedup,
        long multiplications,
        long bypassed,
        double utilisation,
        double utilisationWithBypass,
        long matchedPairs,
        long chunks,
        long activations,
        long activationNonZeros,
        long weightValues,
        long weightNonZeros) {

    /** The sums of a run. */
    public static Totals of(RunRecord run) {
        long cycles = run.cycles();
        long multiplications = sum(run, LayerRecord::multiplications);
        long bypassed = sum(run, LayerRecord::bypassed);
        double multiplierCycles = (double) run.machine().multipliers() * cycles;
        return new Totals(
                cycles,
                cycles / (run.machine().clockMhz() * 1e3),
                sum(run, LayerRecord::denseMacs),
                run.idealDenseCycles(),
                run.idealDenseCycles() / (double) cycles,
                multiplications,
                bypassed,
                multiplications / multiplierCycles,
                (multiplications + bypassed) / multiplierCycles,
                sum(run, LayerRecord::matchedPairs),
                sum(run, LayerRecord::chunks),
                sum(run, LayerRecord::activations),
                sum(run, LayerRecord::activationNonZeros),
                sum(run, LayerRecord::weightValues),
                sum(run, LayerRecord::weightNonZeros));
    }

    private static long sum(RunRecord run, ToLongFunction<LayerRecord> field) {
        return run.layers().stream().mapToLong(field).sum();
    }
}
