package org.escalatesim.workloads.synthetic;

import java.util.function.DoubleUnaryOperator;

/** Statistics of presence bits that tell uneven ones from independent ones. All sums, so layers can be averaged. */
final class Unevenness {
    /** Relative excess deviation of the density of rows (k, m) around that of their m, beyond independent bits. */
    double row;

    /** The part of it that the rows of one k have in common. */
    double output;

    /** Relative excess deviation of the density of input channels. */
    double input;

    /** Fraction of rows without a coefficient. */
    double emptyRows;

    /** Deviation of the density of activation channels. */
    double channel;

    /** Correlation of activation presence with the neighbour one, two and four pixels away, channel means removed. */
    double lag1;

    double lag2;
    double lag4;

    /** Excess variance of the density of pixels beyond that of independent channels. */
    double pixel;

    private int coefficientLayers;
    private int maps;

    /** Adds a layer's coefficients, [K][C][M]. */
    void coefficients(boolean[] present, int k, int c, int m) {
        double[][] rows = new double[m][k];
        double[] columns = new double[c];
        double[] byIndex = new double[m];
        double density = 0;
        for (int i = 0; i < present.length; i++) {
            if (present[i]) {
                rows[i % m][i / (c * m)] += 1.0 / c;
                columns[i / m % c] += 1.0 / (k * m);
                byIndex[i % m] += 1.0 / (k * c);
                density += 1.0 / present.length;
            }
        }
        double excess = 0;
        double common = 0;
        double empty = 0;
        for (int a = 0; a < m; a++) {
            excess += (variance(rows[a]) - byIndex[a] * (1 - byIndex[a]) / c) / m;
            for (int b = 0; b < m; b++) {
                common += a == b ? 0 : covariance(rows[a], rows[b]) / (m * (m - 1.0));
            }
            for (double row : rows[a]) {
                empty += row == 0 ? 1.0 / (k * m) : 0;
            }
        }
        double noise = 0;
        for (double d : byIndex) {
            noise += d * (1 - d) / ((double) m * m * k);
        }
        row += excess / (density * density);
        output += common / (density * density);
        input += (variance(columns) - noise) / (density * density);
        emptyRows += empty;
        coefficientLayers++;
    }

    /** Adds an activation map, [C][H][W]. */
    void map(boolean[] present, int c, int h, int w) {
        double[] channels = new double[c];
        double[] pixels = new double[h * w];
        for (int i = 0; i < present.length; i++) {
            if (present[i]) {
                channels[i / (h * w)] += 1.0 / (h * w);
                pixels[i % (h * w)] += 1.0 / c;
            }
        }
        double independent = 0;
        for (double d : channels) {
            independent += d * (1 - d) / ((double) c * c);
        }
        channel += Math.sqrt(variance(channels));
        pixel += variance(pixels) - independent;
        DoubleUnaryOperator lag = step -> lag(present, channels, h, w, (int) step);
        lag1 += lag.applyAsDouble(1);
        lag2 += lag.applyAsDouble(2);
        lag4 += lag.applyAsDouble(4);
        maps++;
    }

    /** Turns sums into means over what was added. */
    Unevenness mean() {
        row = Math.sqrt(Math.max(0, row / coefficientLayers));
        output = Math.sqrt(Math.max(0, output / coefficientLayers));
        input = Math.sqrt(Math.max(0, input / coefficientLayers));
        emptyRows /= coefficientLayers;
        channel /= maps;
        pixel /= maps;
        lag1 /= maps;
        lag2 /= maps;
        lag4 /= maps;
        return this;
    }

    private static double lag(boolean[] present, double[] channels, int h, int w, int step) {
        double product = 0;
        double pairs = 0;
        double power = 0;
        for (int i = 0; i < present.length; i++) {
            double mean = channels[i / (h * w)];
            double value = (present[i] ? 1 : 0) - mean;
            power += value * value / present.length;
            if (i % w + step < w) {
                product += value * ((present[i + step] ? 1 : 0) - mean);
                pairs++;
            }
            if (i / w % h + step < h) {
                product += value * ((present[i + step * w] ? 1 : 0) - mean);
                pairs++;
            }
        }
        return product / pairs / power;
    }

    private static double variance(double[] values) {
        return covariance(values, values);
    }

    private static double covariance(double[] a, double[] b) {
        double meanA = 0;
        double meanB = 0;
        for (int i = 0; i < a.length; i++) {
            meanA += a[i] / a.length;
            meanB += b[i] / b.length;
        }
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - meanA) * (b[i] - meanB) / a.length;
        }
        return sum;
    }
}
