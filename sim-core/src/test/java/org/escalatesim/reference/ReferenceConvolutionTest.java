package org.escalatesim.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.escalatesim.fixture.RandomLayers;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.Requant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceConvolutionTest {
    static LongStream seeds() {
        return LongStream.range(0, 160);
    }

    /** With widths that never saturate, both stages together are the plain convolution with the weights rebuilt. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void equalsDenseConvolution(long seed) {
        LayerTrace layer = RandomLayers.any(seed);
        LayerRun.Values values = ReferenceConvolution.compute(layer, 32, 32);
        assertThat(values.elementSaturations()).isZero();
        assertThat(values.psumSaturations()).isZero();
        int[] expected = dense(layer);
        assertThat(values.sums()).as("%s %s", layer.name(), layer.shape()).isEqualTo(expected);
        if (layer.requant() == null) {
            assertThat(values.outputs()).isNull();
            return;
        }
        ConvShape shape = layer.shape();
        Requant requant = layer.requant();
        int pixels = shape.p() * shape.q();
        for (int k = 0; k < shape.k(); k++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                int at = pixel * shape.k() + k;
                int shortcut =
                        requant.shortcut() == null ? 0 : requant.shortcut().value(at);
                assertThat(values.outputs()[at])
                        .as("k = %d, pixel %d", k, pixel)
                        .isEqualTo((byte) requant.apply(k, expected[k * pixels + pixel], shortcut));
            }
        }
    }

    /** Output-major, one weight at a time, no intermediate elements; 64 bits cut to the 32 of a sum at the end. */
    private static int[] dense(LayerTrace layer) {
        ConvShape n = layer.shape();
        Decomposed d = (Decomposed) layer.weights();
        int[] sums = new int[n.k() * n.p() * n.q()];
        int kPerGroup = n.k() / n.groups();
        int cPerGroup = n.c() / n.groups();
        for (int k = 0; k < n.k(); k++) {
            long[] kernel = new long[cPerGroup * n.taps()];
            for (int i = 0; i < kernel.length; i++) {
                int c = i / n.taps();
                int tap = i % n.taps();
                for (int m = 0; m < d.m(); m++) {
                    kernel[i] += (long) d.rowScale(k, m) * d.coefficient(k, c, m) * d.basis(k, m, tap);
                }
            }
            for (int p = 0; p < n.p(); p++) {
                for (int q = 0; q < n.q(); q++) {
                    long sum = 0;
                    for (int i = 0; i < kernel.length; i++) {
                        int tap = i % n.taps();
                        int y = p * n.strideH() - n.padTop() + tap / n.s();
                        int x = q * n.strideW() - n.padLeft() + tap % n.s();
                        if (kernel[i] != 0 && y >= 0 && y < n.h() && x >= 0 && x < n.w()) {
                            int c = k / kPerGroup * cPerGroup + i / n.taps();
                            sum += kernel[i] * layer.input().value(y, x, c);
                        }
                    }
                    sums[(k * n.p() + p) * n.q() + q] = (int) sum;
                }
            }
        }
        return sums;
    }

    /** One row, K = 1, C channels: all coefficients +1 but those in {@code negative}. */
    private static LayerTrace oneRow(ConvShape shape, long negative, byte[] basis, int[] scale, int... activations) {
        byte[] values = new byte[activations.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) activations[i];
        }
        long presence = (1L << shape.c()) - 1;
        Decomposed weights = new Decomposed(
                Decomposed.Form.TERNARY,
                1,
                shape.c(),
                1,
                shape.taps(),
                new long[] {presence},
                new long[] {negative},
                basis,
                false,
                scale);
        SparseMap input = SparseMap.ofDense(values, shape.h(), shape.w(), shape.c(), 1, false);
        PostOps post = PostOps.reluOnly((long) shape.p() * shape.q());
        return new LayerTrace("hand", shape, weights, input, null, post, 0, 0, 1);
    }

    /** The channel sum is complete before it saturates: 200 + 100 - 60 = 240, though 300 on the way leaves 9 bits. */
    @Test
    void elementSaturatesOnceAtTheEnd() {
        ConvShape shape = ConvShape.fullyConnected(1, 3);
        LayerTrace layer = oneRow(shape, 0b100, null, null, 200, 100, 60);
        LayerRun.Values nine = ReferenceConvolution.compute(layer, 9, 24); // -256 .. 255
        assertThat(nine.sums()).containsExactly(240);
        assertThat(nine.elementSaturations()).isZero();
        LayerRun.Values eight = ReferenceConvolution.compute(layer, 8, 24); // -128 .. 127
        assertThat(eight.sums()).containsExactly(127);
        assertThat(eight.elementSaturations()).isEqualTo(1);
        LayerTrace negative = oneRow(shape, 0b111, null, null, 200, 100, 60); // -360
        assertThat(ReferenceConvolution.compute(negative, 8, 24).sums()).containsExactly(-128);
        assertThat(ReferenceConvolution.compute(negative, 9, 24).sums()).containsExactly(-256);
        assertThat(ReferenceConvolution.compute(negative, 10, 24).sums()).containsExactly(-360); // -512 .. 511
    }

    /**
     * A 1 x 3 kernel (100, 100, -100) over the pixels 2, 3, 1, one output, psums of 10 bits (-512 .. 511). In raster
     * order: 0 + 200 = 200; 200 + 300 = 500; 500 - 100 = 400: none saturates. Over 3, 3, 1: 300; 600 -> 511 (counted);
     * 511 - 100 = 411, where saturating only at the end would give 500 and the reverse order -100 + 300 + 300 = 500.
     */
    @Test
    void psumSaturatesAfterEachAdditionInRasterOrder() {
        ConvShape shape = ConvShape.of(1, 1, 1, 1, 3, 1, 3, 1, 0);
        byte[] basis = {100, 100, -100};
        LayerRun.Values fits = ReferenceConvolution.compute(oneRow(shape, 0, basis, null, 2, 3, 1), 16, 10);
        assertThat(fits.sums()).containsExactly(400);
        assertThat(fits.psumSaturations()).isZero();
        LayerRun.Values saturates = ReferenceConvolution.compute(oneRow(shape, 0, basis, null, 3, 3, 1), 16, 10);
        assertThat(saturates.sums()).containsExactly(411);
        assertThat(saturates.psumSaturations()).isEqualTo(1);
        // Negative side, all signs turned: -300; -600 -> -512 (counted); -512 + 100 = -412.
        LayerRun.Values low = ReferenceConvolution.compute(oneRow(shape, 1, basis, null, 3, 3, 1), 16, 10);
        assertThat(low.sums()).containsExactly(-412);
        assertThat(low.psumSaturations()).isEqualTo(1);
    }

    /**
     * One tap, stride 2 over a row of four pixels 9, 200, 200, 200: taps land from columns 0 and 2 only. Elements of 8
     * bits: 9 and 127 (counted once; columns 1 and 3 are never computed). Psums of 5 bits (-16 .. 15): 9, and 15
     * (counted). Row scale -7: -63 and -105, applied after saturation.
     */
    @Test
    void onlyStreamedPixelsCountAndScaleComesLast() {
        ConvShape shape = ConvShape.of(1, 1, 1, 1, 1, 1, 4, 2, 0);
        LayerTrace layer = oneRow(shape, 0, null, new int[] {-7}, 9, 200, 200, 200);
        LayerRun.Values values = ReferenceConvolution.compute(layer, 8, 5);
        assertThat(values.sums()).containsExactly(-63, -105);
        assertThat(values.elementSaturations()).isEqualTo(1);
        assertThat(values.psumSaturations()).isEqualTo(1);
    }

    /** 2 x 2 taps at stride 3 over 5 x 5: rows and columns 0, 1, 3, 4 are streamed, 16 of the 25 pixels, all saturate. */
    @Test
    void pixelsBetweenTheWindowsAreNotCounted() {
        ConvShape shape = ConvShape.of(1, 1, 1, 2, 2, 5, 5, 3, 0);
        int[] activations = new int[25];
        Arrays.fill(activations, 2);
        LayerRun.Values values =
                ReferenceConvolution.compute(oneRow(shape, 0, new byte[] {1, 1, 1, 1}, null, activations), 2, 4);
        assertThat(values.elementSaturations()).isEqualTo(16); // 2 bits: -2 .. 1
        assertThat(values.sums()).containsExactly(4, 4, 4, 4);
    }

    /**
     * The sum over m wraps at 32 bits: 255 * 64 channels = 16,320 per element, times -128 = -2,088,960 per psum, times
     * -128 = 267,386,880 per row; 9 rows: 2,406,481,920 - 4,294,967,296 = -1,888,485,376.
     */
    @Test
    void sumOverRowsWraps() {
        ConvShape shape = ConvShape.of(1, 64, 1, 3, 3, 3, 3, 1, 0);
        byte[] values = new byte[9 * 64];
        Arrays.fill(values, 0, 64, (byte) 255); // pixel (0, 0), tap 0
        long[] presence = new long[9];
        Arrays.fill(presence, -1L);
        byte[] basis = new byte[81];
        int[] scale = new int[9];
        for (int m = 0; m < 9; m++) {
            basis[m * 9] = -128;
            scale[m] = -128;
        }
        Decomposed weights =
                new Decomposed(Decomposed.Form.TERNARY, 1, 64, 9, 9, presence, new long[9], basis, false, scale);
        SparseMap input = SparseMap.ofDense(values, 3, 3, 64, 1, false);
        LayerTrace layer = new LayerTrace("wraps", shape, weights, input, null, PostOps.reluOnly(1), 0, 0, 1);
        assertThat(ReferenceConvolution.compute(layer, 16, 24).sums()).containsExactly(-1_888_485_376);
    }

    @Test
    void refusesWhatItCannotCompute() {
        LayerTrace layer = RandomLayers.any(0);
        assertThatThrownBy(() -> ReferenceConvolution.compute(layer, 1, 24)).hasMessageContaining("2 to 32 bits");
        assertThatThrownBy(() -> ReferenceConvolution.compute(layer, 16, 33)).hasMessageContaining("not 33");
        SparseMap in = layer.input();
        SparseMap bare =
                SparseMap.ofPresence(in.presence(), in.height(), in.width(), in.channels(), in.groups(), in.signed());
        LayerTrace empty =
                new LayerTrace("bare", layer.shape(), layer.weights(), bare, layer.requant(), layer.post(), 0, 0, 1);
        assertThatThrownBy(() -> ReferenceConvolution.compute(empty, 16, 24)).hasMessageContaining("no values");
    }

    @Test
    void compareNamesTheFirstDifference() {
        ConvShape shape = ConvShape.of(2, 1, 1, 1, 1, 2, 3, 1, 0); // 2 channels of 2 x 3
        int[] sums = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
        byte[] outputs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
        LayerRun.Values reference = new LayerRun.Values(sums, outputs, 0, 0);
        assertThat(ReferenceConvolution.compare(
                        new LayerRun.Values(sums.clone(), outputs.clone(), 1, 1), reference, shape))
                .isNull();
        int[] otherSums = sums.clone();
        otherSums[10] = -1; // k = 1, pixel 4 = row 1, column 1
        assertThat(ReferenceConvolution.compare(new LayerRun.Values(otherSums, outputs, 0, 0), reference, shape))
                .isEqualTo("sums differ at k = 1, p = 1, q = 1: the machine has -1, the reference 10");
        byte[] otherOutputs = outputs.clone();
        otherOutputs[5] = -2; // pixel 2 = row 0, column 2, k = 1
        assertThat(ReferenceConvolution.compare(new LayerRun.Values(sums, otherOutputs, 0, 0), reference, shape))
                .isEqualTo("outputs differ at k = 1, p = 0, q = 2: the machine has -2, the reference 5");
        assertThat(ReferenceConvolution.compare(new LayerRun.Values(sums, null, 0, 0), reference, shape))
                .isEqualTo("outputs: the machine has 0 values, the reference 12, the layer 12");
        assertThat(ReferenceConvolution.compare(new LayerRun.Values(new int[1], outputs, 0, 0), reference, shape))
                .startsWith("sums: the machine has 1 values");
        LayerRun.Values noOutputs = new LayerRun.Values(sums, null, 0, 0);
        assertThat(ReferenceConvolution.compare(noOutputs, noOutputs, shape)).isNull();
    }
}
