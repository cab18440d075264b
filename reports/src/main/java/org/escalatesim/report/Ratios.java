package org.escalatesim.report;

import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A machine over another one. All ratios are above 1 where the machine is better than the other.
 *
 * @param speedup time of the other / time of the machine, all layers
 * @param perMultiplier speedup x multipliers of the other / multipliers of the machine
 * @param per8x8 the same with these multipliers counted as 8 x 8 ones; 0 where the machine lists none
 * @param perMm2 speedup x area of the other / area of the machine, by the estimates; 0 where one is not known
 * @param perMm2Least the same with the other's area at its low and the machine's at its high
 * @param perMm2Most the same with the other's area at its high and the machine's at its low
 * @param geometricSpeedup geometric mean of the speedups of the layers, each counted once
 * @param arithmeticSpeedup arithmetic mean of the speedups of the layers, each counted once
 * @param efficiency energy of the other / energy of the machine, all layers
 * @param efficiencyDerivedHalf the same with derived rows of the energy table at half, on both sides
 * @param efficiencyDerivedDouble the same with derived rows at double, on both sides
 * @param geometricEfficiency geometric mean of the energy ratios of the layers, each counted once
 * @param arithmeticEfficiency arithmetic mean of the energy ratios of the layers, each counted once
 * @param energyDelay energy-delay product of the other / of the machine
 * @param accuracy whether both sides have the same accuracy
 */
public record Ratios(
        double speedup,
        double perMultiplier,
        double per8x8,
        double perMm2,
        double perMm2Least,
        double perMm2Most,
        double geometricSpeedup,
        double arithmeticSpeedup,
        double efficiency,
        double efficiencyDerivedHalf,
        double efficiencyDerivedDouble,
        double geometricEfficiency,
        double arithmeticEfficiency,
        double energyDelay,
        AccuracyMatch accuracy) {

    /** The ratios of a machine over another one that ran the same layers. */
    public static Ratios of(ComparedMachine machine, ComparedMachine over) {
        double speedup = over.milliseconds() / machine.milliseconds();
        Energy energy = machine.priced().total();
        Energy others = over.priced().total();
        int layers = machine.run().layers().size();
        double[] speedups = IntStream.range(0, layers)
                .mapToDouble(i -> speedup(machine, over, i))
                .toArray();
        double[] efficiencies = IntStream.range(0, layers)
                .mapToDouble(i -> efficiency(machine, over, i))
                .toArray();
        return new Ratios(
                speedup,
                speedup
                        * over.run().machine().multipliers()
                        / machine.run().machine().multipliers(),
                machine.in8x8() == 0 ? 0 : speedup * over.in8x8() / machine.in8x8(),
                perArea(speedup, over, MachineArea::um2, machine, MachineArea::um2),
                perArea(speedup, over, MachineArea::lowUm2, machine, MachineArea::highUm2),
                perArea(speedup, over, MachineArea::highUm2, machine, MachineArea::lowUm2),
                geometric(speedups),
                arithmetic(speedups),
                quotient(others.total(), energy.total()),
                quotient(others.totalWithDerivedTimes(0.5), energy.totalWithDerivedTimes(0.5)),
                quotient(others.totalWithDerivedTimes(2), energy.totalWithDerivedTimes(2)),
                geometric(efficiencies),
                arithmetic(efficiencies),
                quotient(over.energyDelay(), machine.energyDelay()),
                AccuracyMatch.of(machine, over));
    }

    private static double perArea(
            double speedup,
            ComparedMachine over,
            ToDoubleFunction<MachineArea> theirs,
            ComparedMachine machine,
            ToDoubleFunction<MachineArea> ours) {
        if (machine == over) {
            return speedup;
        }
        MachineArea other = over.run().machine().area();
        MachineArea own = machine.run().machine().area();
        return other == null || own == null ? 0 : speedup * theirs.applyAsDouble(other) / ours.applyAsDouble(own);
    }

    /** Time of layer {@code i} on the other machine / on this one. */
    public static double speedup(ComparedMachine machine, ComparedMachine over, int i) {
        return over.milliseconds(i) / machine.milliseconds(i);
    }

    /** Energy of layer {@code i} on the other machine / on this one. */
    public static double efficiency(ComparedMachine machine, ComparedMachine over, int i) {
        return quotient(
                over.priced().energy().get(i).total(),
                machine.priced().energy().get(i).total());
    }

    /** A machine without any priced event has no energy to divide by: 0 in place of a number that JSON lacks. */
    private static double quotient(double numerator, double denominator) {
        return denominator == 0 ? 0 : numerator / denominator;
    }

    private static double geometric(double... values) {
        double logs = DoubleStream.of(values).map(Math::log).sum();
        return Math.exp(logs / values.length);
    }

    private static double arithmetic(double... values) {
        return DoubleStream.of(values).sum() / values.length;
    }
}
