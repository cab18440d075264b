package org.escalatesim.sparten;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.WeightForm;

/** Small layers given by which values are there; maps lie in the map buffer before and after. */
final class HandKernels {
    private HandKernels() {}

    /**
     * @param weights per output channel, a character per weight, channels innermost per tap; '.' is zero
     * @param input per pixel, a character per channel; '.' is zero
     */
    static LayerTrace layer(ConvShape shape, String[] weights, String[] input) {
        byte[] values = new byte[shape.k() * shape.cPerGroup() * shape.taps()];
        for (int k = 0; k < shape.k(); k++) {
            for (int tap = 0; tap < shape.taps(); tap++) {
                for (int c = 0; c < shape.cPerGroup(); c++) {
                    values[(k * shape.cPerGroup() + c) * shape.taps() + tap] =
                            value(weights[k].charAt(tap * shape.cPerGroup() + c));
                }
            }
        }
        byte[] map = new byte[shape.h() * shape.w() * shape.c()];
        for (int i = 0; i < map.length; i++) {
            map[i] = value(input[i / shape.c()].charAt(i % shape.c()));
        }
        return new LayerTrace(
                "hand",
                shape,
                Kernels.of(WeightForm.UNSTRUCTURED, values, shape.k(), shape.cPerGroup(), shape.taps()),
                SparseMap.ofDense(map, shape.h(), shape.w(), shape.c(), shape.groups(), false),
                null,
                PostOps.reluOnly((long) shape.k() * shape.p() * shape.q()),
                1,
                1,
                0.5);
    }

    private static byte value(char c) {
        return (byte) (c == '.' ? 0 : c);
    }
}
