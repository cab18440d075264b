package org.escalatesim.workloads.compress.ternary;

/**
 * All 3^M coefficient vectors, so the answer is exact. A vector's index has base-3 digits 0, 1, 2 for 0, 1, -1, the first
 * coefficient the lowest digit. The quadratic part is a table made once per gram matrix; the linear part of a vector is
 * the sum of two entries of small tables, one for the lower and one for the upper half of its digits, so that a vector
 * costs two additions; upper halves that no lower half can bring under the best cost so far are passed over. A vector
 * must be better to replace the coefficients that are there, and of equally good ones the lowest index wins.
 */
final class Enumeration implements CoefficientSolver {
    private final int m;
    private final int lowDigits;
    private final int[] power;
    private final double[] quadratic;
    private final double[] cross;
    private final double[] low;
    private final double[] high;
    /** The least quadratic part of each upper half. */
    private final double[] least;

    /** For M of 1 to {@value CoefficientSolver#MOST_ENUMERATED}. */
    Enumeration(int m) {
        this.m = m;
        this.lowDigits = (m + 1) / 2;
        this.power = new int[m + 1];
        power[0] = 1;
        for (int i = 0; i < m; i++) {
            power[i + 1] = 3 * power[i];
        }
        this.quadratic = new double[power[m]];
        this.cross = new double[power[m - 1]];
        this.low = new double[power[lowDigits]];
        this.high = new double[power[m - lowDigits]];
        this.least = new double[high.length];
    }

    @Override
    public void prepare(double[] gram, double penalty) {
        quadratic[0] = 0;
        for (int i = 0; i < m; i++) {
            // The part of G t that meets coefficient i, for all vectors of the coefficients before it.
            sums(gram, i * m, i, cross);
            double own = gram[i * m + i] + penalty;
            for (int v = 0; v < power[i]; v++) {
                quadratic[v + power[i]] = quadratic[v] + own + 2 * cross[v];
                quadratic[v + 2 * power[i]] = quadratic[v] + own - 2 * cross[v];
            }
        }
        for (int h = 0; h < high.length; h++) {
            double smallest = quadratic[h * low.length];
            for (int l = 1; l < low.length; l++) {
                smallest = Math.min(smallest, quadratic[h * low.length + l]);
            }
            least[h] = smallest;
        }
    }

    /** Sum of digit x factor for all vectors of {@code digits} digits. */
    private void sums(double[] factors, int from, int digits, double[] into) {
        into[0] = 0;
        for (int i = 0; i < digits; i++) {
            double factor = factors[from + i];
            for (int v = 0; v < power[i]; v++) {
                into[v + power[i]] = into[v] + factor;
                into[v + 2 * power[i]] = into[v] - factor;
            }
        }
    }

    @Override
    public void solve(double[] linear, byte[] coefficients, int at) {
        sums(linear, 0, lowDigits, low);
        sums(linear, lowDigits, m - lowDigits, high);
        double most = 0;
        for (int i = 0; i < lowDigits; i++) {
            most += 2 * Math.abs(linear[i]);
        }
        int index = index(coefficients, at);
        double best = quadratic[index] - 2 * high[index / low.length] - 2 * low[index % low.length];
        for (int h = 0; h < high.length; h++) {
            double twice = 2 * high[h];
            if (least[h] - twice - most >= best) {
                continue;
            }
            int base = h * low.length;
            for (int l = 0; l < low.length; l++) {
                double cost = quadratic[base + l] - twice - 2 * low[l];
                if (cost < best) {
                    best = cost;
                    index = base + l;
                }
            }
        }
        for (int i = 0; i < m; i++, index /= 3) {
            int digit = index % 3;
            coefficients[at + i] = (byte) (digit == 2 ? -1 : digit);
        }
    }

    private int index(byte[] coefficients, int at) {
        int index = 0;
        for (int i = 0; i < m; i++) {
            index += (coefficients[at + i] < 0 ? 2 : coefficients[at + i]) * power[i];
        }
        return index;
    }
}
