package org.escalatesim.sparten;

import org.escalatesim.machine.ConservationException;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Pairs;

/** The conservation laws of a run: what the units counted is what the shape and the presence bits hold. */
final class Laws {
    private Laws() {}

    static void check(
            SpartenSpec spec,
            LayerTrace layer,
            Kernels weights,
            Pairs pairs,
            FilterPlan plan,
            Totals totals,
            CycleLedger ledger,
            long cycles) {
        ConvShape shape = layer.shape();
        ledger.check(cycles);
        long[] inside = inside(shape);
        long taps = 0;
        for (long outputs : inside) {
            taps += outputs;
        }
        long products = switch (spec.sparsity()) {
            case TWO_SIDED -> pairs.both();
            case ACTIVATIONS -> pairs.activation();
            case WEIGHTS -> weightsInside(weights, inside);
            case NONE -> taps * shape.cPerGroup() * shape.k();
        };
        equal("multiplications", totals.working, products);
        equal("outputs", totals.outputs, (long) shape.k() * shape.p() * shape.q());
        equal("broadcasts", totals.broadcasts, taps * plan.layout.chunks * plan.passes.length);
        equal("joins", totals.allJoins(), taps * plan.layout.chunks * shape.k());
        long back = 0;
        for (FilterPass pass : plan.passes) {
            back += (long) pass.filters.length * (pass.slices() - 1) * shape.p() * shape.q();
        }
        equal("partial sums read back", totals.psumsBack, back);
    }

    /** Per tap: outputs under which it lies on the map and not on padding. */
    private static long[] inside(ConvShape shape) {
        long[] inside = new long[shape.taps()];
        for (int r = 0; r < shape.r(); r++) {
            long rows = along(r - shape.padTop(), shape.strideH(), shape.p(), shape.h());
            for (int s = 0; s < shape.s(); s++) {
                inside[r * shape.s() + s] = rows * along(s - shape.padLeft(), shape.strideW(), shape.q(), shape.w());
            }
        }
        return inside;
    }

    /** How many i of 0 to {@code outputs - 1} have {@code start + i * stride} in 0 to {@code size - 1}. */
    private static long along(int start, int stride, int outputs, int size) {
        int first = start >= 0 ? 0 : (-start + stride - 1) / stride;
        int last = Math.min(outputs - 1, Math.floorDiv(size - 1 - start, stride));
        return Math.max(0, last - first + 1);
    }

    private static long weightsInside(Kernels weights, long[] inside) {
        long sum = 0;
        int words = weights.wordsPerTap();
        for (int i = 0; i < weights.presence().length; i++) {
            sum += Long.bitCount(weights.presence()[i]) * inside[i / words % inside.length];
        }
        return sum;
    }

    static void equal(String law, long counted, long expected) {
        if (counted != expected) {
            throw new ConservationException(law, "the units counted " + counted + ", the layer holds " + expected);
        }
    }
}
