package org.escalatesim.workloads.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressorTest {
    private static final Compressor COMPRESSOR = new Compressor(6, 2, 6, Compressor.Undecomposed.AUTO);

    private static float[] random(long seed, int size) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double error(float[] a, float[] b) {
        double off = 0;
        double all = 0;
        for (int i = 0; i < a.length; i++) {
            off += Math.pow((double) a[i] - b[i], 2);
            all += (double) a[i] * a[i];
        }
        return Math.sqrt(off / all);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 9, 25})
    void allBasisKernelsTogetherGiveTheWeightsBack(int taps) {
        float[] weights = random(taps, 40 * taps);
        KernelDecomposition decomposition = KernelDecomposition.of(weights, taps);
        for (int m = 1; m <= taps; m++) {
            double[] coefficients = decomposition.coefficients(weights, m);
            float[] back = new float[weights.length];
            for (int row = 0; row < 40; row++) {
                for (int i = 0; i < m; i++) {
                    double[] kernel = decomposition.basis(i);
                    for (int t = 0; t < taps; t++) {
                        back[row * taps + t] += (float) (coefficients[row * m + i] * kernel[t]);
                    }
                }
            }
            // The error from eigenvalues against the error of the approximation itself.
            assertThat(error(weights, back)).as("M = %d", m).isCloseTo(decomposition.relativeError(m), within(1e-5));
        }
        assertThat(decomposition.relativeError(taps)).isZero();
    }

    @Test
    void theLargestComponentOfABasisKernelIsPositive() {
        float[] weights = new float[18];
        for (int i = 0; i < 9; i++) {
            weights[i] = -i;
            weights[9 + i] = -2 * i;
        }
        // One kernel up to a factor: (0 .. -8) / sqrt(204), turned so that the 8 is positive.
        double[] kernel = KernelDecomposition.of(weights, 9).basis(0);
        assertThat(kernel[8]).isCloseTo(8 / Math.sqrt(204), within(1e-12));
        assertThat(kernel[1]).isCloseTo(1 / Math.sqrt(204), within(1e-12));
    }

    @Test
    void refusesWeightsThatAreNoNumbers() {
        float[] weights = random(1, 18);
        weights[4] = Float.NaN;
        assertThatThrownBy(() -> KernelDecomposition.of(weights, 9)).hasMessage("weight 4 is NaN");
    }

    @Test
    void theTernaryVectorIsTheNearest() {
        // Every ternary pattern of five values, each with its best scale.
        double[] values = {0.9, -0.2, 1.1, 0.05, -0.7};
        double best = Double.MAX_VALUE;
        for (int pattern = 0; pattern < 243; pattern++) {
            int[] t = new int[5];
            int rest = pattern;
            double dot = 0;
            int count = 0;
            for (int i = 0; i < 5; i++, rest /= 3) {
                t[i] = rest % 3 - 1;
                dot += t[i] * values[i];
                count += t[i] * t[i];
            }
            double scale = count == 0 ? 0 : dot / count;
            double off = 0;
            for (int i = 0; i < 5; i++) {
                off += Math.pow(values[i] - scale * t[i], 2);
            }
            best = Math.min(best, off);
        }
        Ternary ternary = Ternary.of(values);
        double off = 0;
        for (int i = 0; i < 5; i++) {
            off += Math.pow(values[i] - ternary.scale() * ternary.signs()[i], 2);
        }
        assertThat(off).isCloseTo(best, within(1e-12));
        assertThat(Ternary.of(new double[3]).signs()).containsOnly(0);
    }

    @Test
    void fewChannelsStayWhole() {
        ConvShape shape = ConvShape.of(8, 3, 1, 3, 3, 6, 6, 1, 1);
        float[] weights = random(2, 8 * 27);
        MachineWeights whole = COMPRESSOR.compress(shape, weights);
        assertThat(decomposed(whole).form()).isEqualTo(Decomposed.Form.ONE_HOT);
        assertThat(decomposed(whole).m()).isEqualTo(3);
        assertThat(error(weights, whole.dequantised())).isLessThan(0.01);
        Compressor never = new Compressor(6, 2, 6, Compressor.Undecomposed.NEVER);
        assertThat(decomposed(never.compress(shape, weights)).form()).isEqualTo(Decomposed.Form.TERNARY);
    }

    @Test
    void depthwiseLayersHaveOneRow() {
        ConvShape shape = ConvShape.of(8, 8, 8, 3, 3, 6, 6, 1, 1);
        Compressor never = new Compressor(6, 2, 6, Compressor.Undecomposed.NEVER);
        MachineWeights weights = never.compress(shape, random(3, 72));
        assertThat(decomposed(weights).form()).isEqualTo(Decomposed.Form.ONE_HOT);
        assertThat(decomposed(weights).m()).isEqualTo(1);
    }

    @Test
    void moreTermsComeNearer() {
        ConvShape shape = ConvShape.fullyConnected(4, 100);
        float[] weights = random(4, 400);
        double last = 1;
        for (int terms = 1; terms <= 8; terms++) {
            Compressor compressor = new Compressor(6, 2, terms, Compressor.Undecomposed.AUTO);
            MachineWeights made = compressor.compress(shape, weights);
            double error = error(weights, made.dequantised());
            assertThat(error).isLessThan(0.7 * last);
            assertThat(decomposed(made).form()).isEqualTo(Decomposed.Form.RESIDUAL);
            assertThat(decomposed(made).rowScale(0, 0)).isEqualTo(127);
            last = error;
        }
    }

    @Test
    void ternaryWeightsComeNoNearerThanTheirRankAndStayUnderTheWeightsOwnSize() {
        ConvShape shape = ConvShape.of(16, 32, 2, 3, 3, 6, 6, 1, 1);
        float[] weights = random(5, 16 * 16 * 9);
        MachineWeights made = COMPRESSOR.compress(shape, weights);
        double rank = KernelDecomposition.of(weights, 9).relativeError(6);
        assertThat(decomposed(made).m()).isEqualTo(6);
        assertThat(error(weights, made.dequantised())).isBetween(rank, 0.85);
    }

    @Test
    void refusesImpossibleSettings() {
        assertThatThrownBy(() -> new Compressor(0, 2, 6, Compressor.Undecomposed.AUTO))
                .hasMessage("m (basis kernels) must be 1 to 64, not 0");
        assertThatThrownBy(() -> new Compressor(6, 2, 17, Compressor.Undecomposed.AUTO))
                .hasMessage("ternary terms of 1 x 1 and fully connected layers must be 1 to 16, not 2 and 17");
    }

    @Test
    void allZeroWeightsStayZero() {
        MachineWeights ternary = COMPRESSOR.compress(ConvShape.of(2, 8, 1, 3, 3, 4, 4, 1, 1), new float[2 * 8 * 9]);
        MachineWeights whole = COMPRESSOR.compress(ConvShape.of(2, 2, 1, 3, 3, 4, 4, 1, 1), new float[2 * 2 * 9]);
        MachineWeights fc = COMPRESSOR.compress(ConvShape.fullyConnected(2, 8), new float[16]);
        assertThat(ternary.dequantised()).containsOnly(0);
        assertThat(whole.dequantised()).containsOnly(0);
        assertThat(fc.dequantised()).containsOnly(0);
    }

    private static Decomposed decomposed(MachineWeights weights) {
        return (Decomposed) weights.weights();
    }
}
