package org.escalatesim.workloads.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.escalatesim.tensor.ConvShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DilationTest {
    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    /** A dilated layer of random shape, whole with zeros between its taps. */
    private static Dilation random(Random random) {
        int[] d = {1 + random.nextInt(4), 1 + random.nextInt(4)};
        int[] taps = {1 + random.nextInt(3), 1 + random.nextInt(3)};
        int[] reach = {(taps[0] - 1) * d[0], (taps[1] - 1) * d[1]};
        int groups = 1 + random.nextInt(2);
        return new Dilation(
                new ConvShape(
                        2 * groups,
                        groups * (1 + random.nextInt(2)),
                        groups,
                        reach[0] + 1,
                        reach[1] + 1,
                        Math.max(d[0], reach[0]) + 1 + random.nextInt(6),
                        Math.max(d[1], reach[1]) + 1 + random.nextInt(6),
                        1,
                        1,
                        random.nextInt(reach[0] + 1),
                        random.nextInt(reach[1] + 1),
                        random.nextInt(reach[0] + 1),
                        random.nextInt(reach[1] + 1)),
                d[0],
                d[1]);
    }

    /** The phases, each a dense convolution of its part, make the outputs of the whole; nothing twice, nothing missing. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void phasesMakeTheWhole(int seed) {
        Random random = new Random(seed);
        Dilation dilation = random(random);
        ConvShape whole = dilation.whole();
        float[] weights = values(random, whole.k() * whole.cPerGroup() * dilation.r() * dilation.s(), 7);
        byte[] input = bytes(values(random, whole.h() * whole.w() * whole.c(), 3));
        byte[] expected = convolve(whole, dilation.spread(weights), input);
        byte[] made = new byte[expected.length];
        long macs = 0;
        int placed = 0;
        for (Dilation.Phase phase : dilation.phases()) {
            byte[] part = convolve(phase.shape(), weights, phase.input(input));
            phase.place(part, made);
            assertThat(phase.output(made)).isEqualTo(part);
            placed += part.length;
            macs += phase.shape().denseMacs();
        }
        assertThat(made).isEqualTo(expected);
        assertThat(placed).isEqualTo(expected.length);
        assertThat(macs)
                .isEqualTo((long) whole.k() * whole.cPerGroup() * dilation.r() * dilation.s() * whole.p() * whole.q());
    }

    private static float[] values(Random random, int size, int bound) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextInt(bound) - bound / 2;
        }
        return values;
    }

    private static byte[] bytes(float[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** [H][W][C] to [P][Q][K], the low 8 bits of small sums. */
    private static byte[] convolve(ConvShape shape, float[] weights, byte[] input) {
        float[] x = new float[input.length];
        int pixels = shape.h() * shape.w();
        for (int i = 0; i < input.length; i++) {
            x[i % shape.c() * pixels + i / shape.c()] = input[i];
        }
        float[] y = FloatForward.convolve(new FloatLayer(shape, weights, null, null), x);
        byte[] out = new byte[y.length];
        int outputs = shape.p() * shape.q();
        for (int i = 0; i < y.length; i++) {
            out[i % outputs * shape.k() + i / outputs] = (byte) y[i];
        }
        return out;
    }

    @Test
    void stridesAreRefused() {
        ConvShape strided = ConvShape.of(1, 1, 1, 3, 3, 8, 8, 2, 1);
        assertThatThrownBy(() -> new Dilation(strided, 2, 1)).hasMessageContaining("must have stride 1, not 2, 2");
        assertThat(new Dilation(strided, 1, 1).phases()).hasSize(1);
    }
}
