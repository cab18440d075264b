package org.escalatesim.sparten;

import org.escalatesim.tensor.ConvShape;

/**
 * The cycles that a layer is expected to take when parts of clusters share passes: those of the busiest cluster, from
 * the output positions that each cluster has, the taps of these that lie on the map, the loads of its passes and the last position's time in the
 * collector.
 * Clusters that share positions have the activations of these in common; else clusters are independent, and all are
 * normally distributed.
 */
final class SplitEstimate {
    private final ConvShape shape;
    /** By clusters of a part: output positions of each with a tap on the map, [clusters of a part * taps]. */
    private final int[][] inside;

    private final ExpectedMaximum maximum = new ExpectedMaximum();
    private final double[] mean;
    private final double[] variance;
    private final double[] busiest;
    private final double[] deviating;

    SplitEstimate(ConvShape shape, int clusters) {
        this.shape = shape;
        this.inside = new int[clusters + 1][];
        this.mean = new double[clusters];
        this.variance = new double[clusters];
        this.busiest = new double[clusters];
        this.deviating = new double[clusters];
    }

    /**
     * Expected cycles.
     *
     * @param loads of the passes
     * @param common {@link PassEstimate#common}
     * @param perPart clusters of a part
     */
    double cycles(PassEstimate.Load[] loads, double common, int parts, int perPart) {
        int taps = shape.taps();
        int[] counts = counts(perPart);
        double[] cycles = new double[parts * taps];
        double[] spread = new double[parts * taps];
        int[] last = new int[parts];
        for (int i = 0; i < loads.length; i++) {
            int part = FilterPlan.part(i, parts);
            int at = part * taps;
            last[part] = loads[i].collect();
            for (int tap = 0; tap < taps; tap++) {
                cycles[at + tap] += loads[i].cycles()[tap];
                spread[at + tap] += loads[i].variance()[tap];
            }
        }
        for (int offset = 0; offset < perPart; offset++) {
            double shared = 0;
            for (int part = 0; part < parts; part++) {
                mean[part] = last[part];
                variance[part] = 0;
                double alike = 0;
                for (int tap = 0; tap < taps; tap++) {
                    int positions = counts[offset * taps + tap];
                    int at = part * taps + tap;
                    mean[part] += positions * cycles[at];
                    variance[part] += positions * spread[at];
                    alike += positions * common * cycles[at] * cycles[at];
                }
                shared = Math.max(shared, alike);
            }
            maximum.of(mean, variance, parts, 0);
            busiest[offset] = maximum.mean();
            deviating[offset] = maximum.variance() + shared;
        }
        maximum.of(busiest, deviating, perPart, 0);
        return maximum.mean();
    }

    private int[] counts(int perPart) {
        if (inside[perPart] == null) {
            int[] counts = new int[perPart * shape.taps()];
            for (int position = 0; position < shape.p() * shape.q(); position++) {
                int top = position / shape.q() * shape.strideH() - shape.padTop();
                int left = position % shape.q() * shape.strideW() - shape.padLeft();
                int at = position % perPart * shape.taps();
                for (int r = Math.max(0, -top); r < shape.r() && top + r < shape.h(); r++) {
                    for (int s = Math.max(0, -left); s < shape.s() && left + s < shape.w(); s++) {
                        counts[at + r * shape.s() + s]++;
                    }
                }
            }
            inside[perPart] = counts;
        }
        return inside[perPart];
    }
}
