package org.escalatesim.workloads.infer;

import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Requant;
import org.escalatesim.trace.Weights;

/** Stands for a machine: direct integer convolution with whole kernels, and the rounding of Requant's formula. */
public final class SoftwareRunner implements ConvRunner {
    /** The largest magnitude of a sum so far. */
    private int largest;

    /** The largest magnitude of a sum so far. */
    public int largest() {
        return largest;
    }

    @Override
    public LayerRun.Values run(LayerTrace layer) {
        ConvShape s = layer.shape();
        int[] kernels = kernels(layer.weights(), s);
        int[] input = new int[s.h() * s.w() * s.c()];
        for (int i = 0; i < input.length; i++) {
            input[i] = layer.input().value(i / s.c() / s.w(), i / s.c() % s.w(), i % s.c());
        }
        int pixels = s.p() * s.q();
        int[] sums = new int[s.k() * pixels];
        for (int k = 0; k < s.k(); k++) {
            int first = k / s.kPerGroup() * s.cPerGroup();
            for (int pixel = 0; pixel < pixels; pixel++) {
                int sum = 0;
                for (int tap = 0; tap < s.taps(); tap++) {
                    int y = pixel / s.q() * s.strideH() - s.padTop() + tap / s.s();
                    int x = pixel % s.q() * s.strideW() - s.padLeft() + tap % s.s();
                    if (y >= 0 && y < s.h() && x >= 0 && x < s.w()) {
                        for (int c = 0; c < s.cPerGroup(); c++) {
                            sum += kernels[(k * s.cPerGroup() + c) * s.taps() + tap]
                                    * input[(y * s.w() + x) * s.c() + first + c];
                        }
                    }
                }
                sums[k * pixels + pixel] = sum;
                largest = Math.max(largest, Math.abs(sum));
            }
        }
        return new LayerRun.Values(sums, layer.requant() == null ? null : outputs(sums, s.k(), layer.requant()), 0, 0);
    }

    private static int[] kernels(Weights weights, ConvShape s) {
        int[] kernels = new int[s.k() * s.cPerGroup() * s.taps()];
        for (int i = 0; i < kernels.length; i++) {
            int tap = i % s.taps();
            int c = i / s.taps() % s.cPerGroup();
            int k = i / s.taps() / s.cPerGroup();
            if (weights instanceof Kernels plain) {
                kernels[i] = plain.value(k, c, tap);
                continue;
            }
            Decomposed d = (Decomposed) weights;
            for (int m = 0; m < d.m(); m++) {
                kernels[i] += d.rowScale(k, m) * d.coefficient(k, c, m) * d.basis(k, m, tap);
            }
        }
        return kernels;
    }

    private static byte[] outputs(int[] sums, int channels, Requant requant) {
        int pixels = sums.length / channels;
        byte[] outputs = new byte[sums.length];
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int k = 0; k < channels; k++) {
                long exact = (long) sums[k * pixels + pixel] * requant.mult()[k] + requant.bias()[k];
                int at = pixel * channels + k;
                if (requant.shortcut() != null) {
                    exact += (long) requant.shortcut().value(at)
                            * requant.shortcut().mult()[k];
                }
                // A double holds these sums exactly (under 2^53), so rint rounds half to even.
                double value = Math.rint(exact / Math.scalb(1.0, requant.shift()[k]));
                outputs[at] =
                        (byte) (int) Math.max(requant.relu() ? 0 : -128, Math.min(requant.relu() ? 255 : 127, value));
            }
        }
        return outputs;
    }
}
