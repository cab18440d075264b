package org.escalatesim.report;

import java.util.function.IntToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * A mean over images and its 95 % confidence interval, {@code mean +- halfWidth}: Student's t of n - 1 degrees of freedom
 * times s / sqrt(n), which takes the images as a random sample of those that the network will see.
 *
 * @param mean over the images
 * @param halfWidth half the width of the interval, in the same unit
 */
record MeanInterval(double mean, double halfWidth) {
    private static final double LEVEL = 0.95;

    /** Of at least two values. */
    static MeanInterval of(double... values) {
        int n = values.length;
        double t = new TDistribution(n - 1).inverseCumulativeProbability((1 + LEVEL) / 2);
        return new MeanInterval(
                new Mean().evaluate(values), t * new StandardDeviation().evaluate(values) / Math.sqrt(n));
    }

    /** Cycles per image. */
    static MeanInterval cycles(PricedRun priced) {
        return each(priced, image -> priced.run().cyclesOfImage(image));
    }

    /** Energy per image, pJ. */
    static MeanInterval energy(PricedRun priced) {
        return each(priced, image -> priced.totalOfImage(image).total());
    }

    private static MeanInterval each(PricedRun priced, IntToDoubleFunction of) {
        return of(priced.run().workload().images().stream()
                .mapToDouble(image -> of.applyAsDouble(image))
                .toArray());
    }
}
