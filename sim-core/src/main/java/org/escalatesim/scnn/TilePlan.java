package org.escalatesim.scnn;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;

/**
 * How a layer is laid on an SCNN machine: temporal tiles, each cut into one tile per PE, and the output channels of a run.
 *
 * <p>The outputs of a temporal tile take all their products inside it, so neighbouring temporal tiles read the inputs
 * between them twice. Of the tile sizes that the accumulators (tile and halo, for all output channels of a run) and the
 * input RAM (all input channels and phases, at the map's density) hold, the one with the least sum of tile areas is taken,
 * and of equals the largest. The activations of a fully connected layer are spread over all input RAMs.
 */
final class TilePlan {
    final Axis rowAxis;
    final Axis columnAxis;
    final List<Span> rows;
    final List<Span> columns;
    /** Most output channels of a run. */
    final int channels;
    /** Whether the layer runs in the fully connected mode. */
    final boolean fullyConnected;

    /** Whether the input RAMs hold a temporal tile's inputs; else every run fetches them again. */
    final boolean inputFits;

    private TilePlan(
            ConvShape shape,
            List<Span> rows,
            List<Span> columns,
            int channels,
            boolean fullyConnected,
            boolean inputFits) {
        this.rowAxis = Axis.rows(shape);
        this.columnAxis = Axis.columns(shape);
        this.rows = rows;
        this.columns = columns;
        this.channels = channels;
        this.fullyConnected = fullyConnected;
        this.inputFits = inputFits;
    }

    static TilePlan of(ScnnSpec spec, LayerTrace layer) {
        return spec.mode() == ScnnSpec.Mode.COMPATIBLE
                ? compatible(spec, layer.shape(), layer.name())
                : paper(spec, layer.shape(), inputBytes(spec), bitsPerActivation(spec, layer), layer.name());
    }

    /**
     * Whether the RAMs that take inputs and outputs in turns hold the whole input of such a layer, worst case: none of it
     * zero. Its density is not known when its producer decides where it goes.
     */
    static boolean holdsInput(ScnnSpec spec, ConvShape shape) {
        long ram =
                Math.min(spec.activationRam().inputBytes(), spec.activationRam().outputBytes());
        try {
            TilePlan plan = spec.mode() == ScnnSpec.Mode.COMPATIBLE
                    ? compatible(spec, shape, "")
                    : paper(spec, shape, ram, spec.activationBits(), "");
            long values = plan.inputFits ? shape.c() : Long.MAX_VALUE;
            if (!plan.fullyConnected && plan.inputFits) {
                // Each PE has its tiles of all temporal tiles, the inputs between two of them twice.
                values *= area(plan.rows) * area(plan.columns) * plan.phases();
            } else if (plan.inputFits) {
                values = (values + spec.pes().count() - 1) / spec.pes().count();
            }
            // Inputs that strides skip were outputs too.
            long whole = (long) shape.c() * shape.h() * shape.w();
            return values <= 8 * ram / spec.activationBits()
                    && whole * spec.activationBits() <= 8 * ram * spec.pes().count();
        } catch (UnsupportedLayerException e) {
            return false;
        }
    }

    private static long area(List<Span> spans) {
        return spans.stream().mapToLong(Span::tile).sum();
    }

    private static long inputBytes(ScnnSpec spec) {
        return spec.activationRam().inputBytes();
    }

    private int phases() {
        return rowAxis.phases() * columnAxis.phases();
    }

    /** One tile per PE for the whole map, as DCNN has it. */
    static TilePlan whole(int peRows, int peColumns, int outputChannels, ConvShape shape) {
        Axis rowAxis = Axis.rows(shape);
        Axis columnAxis = Axis.columns(shape);
        List<Span> rows = cut(rowAxis, peRows, 1 << 20);
        List<Span> columns = cut(columnAxis, peColumns, 1 << 20);
        return new TilePlan(
                shape, rows, columns, Math.min(outputChannels, shape.kPerGroup()), shape.isFullyConnected(), true);
    }

    private static TilePlan paper(ScnnSpec spec, ConvShape shape, long ramBytes, double bits, String name) {
        long rams = shape.isFullyConnected() ? spec.pes().count() : 1;
        int phases = Axis.rows(shape).phases() * Axis.columns(shape).phases();
        long pixels = (long) (8 * ramBytes * rams / (shape.c() * phases * bits));
        for (int channels = Math.min(shape.kPerGroup(), spec.outputChannels()); channels > 0; channels /= 2) {
            TilePlan plan = search(spec, shape, channels, pixels, true);
            plan = plan == null ? search(spec, shape, channels, Long.MAX_VALUE, false) : plan;
            if (plan != null) {
                return plan;
            }
        }
        throw new UnsupportedLayerException(
                name,
                "the accumulators of a PE (" + spec.accumulators().perPe() + ") hold no tile with the halo of a "
                        + shape.r() + " x " + shape.s() + " kernel");
    }

    /** The best tiles for so many output channels and pixels per PE; null if there are none. */
    private static TilePlan search(ScnnSpec spec, ConvShape shape, int channels, long pixels, boolean inputFits) {
        Axis rowAxis = Axis.rows(shape);
        Axis columnAxis = Axis.columns(shape);
        int haloRows = rowAxis.taps(0) - 1;
        int haloColumns = columnAxis.taps(0) - 1;
        long[] rowSums = sums(rowAxis, spec.pes().rows());
        long[] columnSums = sums(columnAxis, spec.pes().columns());
        int bestRow = 0;
        int bestColumn = 0;
        long best = Long.MAX_VALUE;
        for (int r = rowSums.length - 1; r >= 1; r--) {
            for (int c = columnSums.length - 1; c >= 1; c--) {
                long accumulators = (long) (r + haloRows) * (c + haloColumns) * channels;
                boolean fits = accumulators <= spec.accumulators().perPe() && (long) r * c <= pixels;
                if (fits && rowSums[r] > 0 && columnSums[c] > 0 && rowSums[r] * columnSums[c] < best) {
                    best = rowSums[r] * columnSums[c];
                    bestRow = r;
                    bestColumn = c;
                }
            }
        }
        if (best == Long.MAX_VALUE) {
            return null;
        }
        List<Span> rows = cut(rowAxis, spec.pes().rows(), bestRow);
        List<Span> columns = cut(columnAxis, spec.pes().columns(), bestColumn);
        return new TilePlan(shape, rows, columns, channels, shape.isFullyConnected(), inputFits);
    }

    /** By tile size, from 1 to the whole axis: the sum of the tiles of all spans; 0 where an output needs more. */
    private static long[] sums(Axis axis, int pes) {
        long[] sums = new long[tile(axis.high() - axis.low() + 1, pes) + 1];
        for (int tile = 1; tile < sums.length; tile++) {
            List<Span> spans = cut(axis, pes, tile);
            sums[tile] =
                    spans == null ? 0 : spans.stream().mapToLong(Span::tile).sum();
        }
        return sums;
    }

    private static double bitsPerActivation(ScnnSpec spec, LayerTrace layer) {
        double density =
                spec.compression().activations() ? Math.max(layer.input().density(), 1e-6) : 1;
        return density * spec.activationBits();
    }

    private static TilePlan compatible(ScnnSpec spec, ConvShape shape, String name) {
        if (shape.strideH() != 1 || shape.strideW() != 1) {
            throw new UnsupportedLayerException(name, "the compatible mode runs stride 1 alone");
        }
        int pad = shape.padTop();
        if (shape.padBottom() != pad || shape.padLeft() != pad || shape.padRight() != pad) {
            throw new UnsupportedLayerException(name, "the compatible mode needs the same padding on all sides");
        }
        int perPlane = tile(shape.p(), 8) * tile(shape.q(), 8);
        int channels = Math.min(
                Math.min(shape.kPerGroup(), spec.outputChannels()),
                spec.accumulators().perPe() / perPlane);
        if (channels < 1) {
            throw new UnsupportedLayerException(
                    name,
                    "a PE needs " + perPlane + " accumulators for one output channel, it has "
                            + spec.accumulators().perPe());
        }
        return new TilePlan(
                shape,
                List.of(padded(shape.p(), shape.h() + 2 * pad, pad)),
                List.of(padded(shape.q(), shape.w() + 2 * pad, pad)),
                channels,
                false,
                true);
    }

    private static Span padded(int outputs, int plane, int pad) {
        int tile = tile(plane, 8);
        return new Span(0, outputs, 0, 8 * tile, tile, pad, 8);
    }

    /** Spans of at most {@code tile} coordinates per PE, from the first output on; null if one output needs more. */
    private static List<Span> cut(Axis axis, int pes, int tile) {
        List<Span> spans = new ArrayList<>();
        int reach = axis.taps(0) - 1;
        int outFrom = 0;
        while (outFrom < axis.outputs()) {
            int from = Math.max(axis.low(), outFrom);
            long to = (long) from + (long) pes * tile;
            int outTo = to > axis.high() ? axis.outputs() : (int) to - reach;
            if (outTo <= outFrom) {
                return null;
            }
            int end = Math.min(axis.high(), outTo - 1 + reach) + 1;
            spans.add(new Span(outFrom, outTo, from, end, tile(end - from, pes), axis.lead(), pes));
            outFrom = outTo;
        }
        return spans;
    }

    private static int tile(int extent, int pes) {
        return (extent + pes - 1) / pes;
    }

    /** How the layer is laid, for people. */
    String describe() {
        if (fullyConnected) {
            return "fully connected, " + channels + " k/PE";
        }
        Span row = rows.get(0);
        Span column = columns.get(0);
        String text = row.tile() + "x" + column.tile() + " tiles on " + row.used() + "x" + column.used() + " PEs, "
                + channels + " k/run";
        int phases = rowAxis.phases() * columnAxis.phases();
        if (phases > 1) {
            text += ", " + phases + " phases";
        }
        int count = rows.size() * columns.size();
        return count > 1 ? text + ", " + count + " temporal tiles" : text;
    }
}
