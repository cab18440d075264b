package org.escalatesim.scnn;

import org.escalatesim.tensor.ConvShape;

/**
 * How a layer is laid on DCNN. Along an axis of stride 1 a PE owns outputs, along any other coordinates of all phases
 * (which so share the lanes of the dot product), {@code ceil(extent / PEs)} of them. The tile is never cut for the
 * array; where the activation RAMs do not hold the input, either each PE takes its tile in bands of rows, one after the
 * other (every band brings the weights again, and the rows that two bands need twice), or the whole input comes again
 * for every run of output channels, whichever is less traffic.
 */
final class DcnnTiles {
    final Span rows;
    final Span columns;
    /** Bands that a PE's tile is taken in; 1 where the input is on chip, fits, or comes per run. */
    final int bands;

    /** Whether every run fetches the whole input. */
    final boolean inputPerRun;

    private final DcnnSpec spec;
    private final ConvShape shape;
    private final Axis rowAxis;
    private final Axis columnAxis;
    private final int bandRows;

    /**
     * @param runs runs of output channels of a convolution group
     * @param inputFromDram whether the input has to be fetched
     */
    DcnnTiles(DcnnSpec spec, ConvShape shape, TilePlan plan, int runs, boolean inputFromDram) {
        this.spec = spec;
        this.shape = shape;
        rowAxis = plan.rowAxis;
        columnAxis = plan.columnAxis;
        rows = tiles(rowAxis, plan.rows.get(0), spec.array().rows());
        columns = tiles(columnAxis, plan.columns.get(0), spec.array().columns());
        int most = mostRows();
        boolean held = !inputFromDram || runs == 1 || most >= rows.tile();
        int banded = held ? rows.tile() : most;
        long again = (long) runs * inputValues();
        long cut = Long.MAX_VALUE;
        if (banded > 0) {
            int count = (rows.tile() + banded - 1) / banded;
            cut = (count - 1) * weights();
            for (int band = 0; band < count; band++) {
                cut += inputValues(band, banded, count);
            }
        }
        inputPerRun = !held && again < cut;
        bandRows = inputPerRun ? rows.tile() : banded;
        bands = (rows.tile() + bandRows - 1) / bandRows;
    }

    private static Span tiles(Axis axis, Span coordinates, int pes) {
        return axis.stride() > 1
                ? coordinates
                : new Span(0, axis.outputs(), 0, axis.outputs(), (axis.outputs() + pes - 1) / pes, axis.lead(), pes);
    }

    /** Most rows of a tile whose inputs, those of one convolution group, a PE's RAM holds; all if the whole map fits. */
    private int mostRows() {
        long bits = 8 * spec.buffers().activationBytes();
        long perCoordinate = (long) rowAxis.phases() * columnAxis.phases() * shape.cPerGroup() * spec.dataBits();
        if (shape.isFullyConnected()) {
            return perCoordinate <= bits * spec.array().count() ? rows.tile() : 0;
        }
        long row = perCoordinate * share(columnAxis, spec.array().columns());
        if (row * share(rowAxis, spec.array().rows()) <= bits) {
            return rows.tile();
        }
        // A band is followed by the rows under its last taps.
        return (int) Math.max(0, Math.min(rows.tile() - 1, bits / row - rowAxis.taps(0) + 1));
    }

    private static int share(Axis axis, int pes) {
        return (axis.high() - axis.low() + pes) / pes;
    }

    /** Weights of a convolution group. */
    private long weights() {
        return (long) shape.kPerGroup() * shape.cPerGroup() * shape.taps();
    }

    /** Input values of a convolution group. */
    private long inputValues() {
        return inputs(rowAxis, rowAxis.low(), rowAxis.high() + 1) * rowValues();
    }

    /** Input values of a convolution group that a band needs. */
    long inputValues(int band) {
        return inputValues(band, bandRows, bands);
    }

    private long inputValues(int band, int height, int count) {
        if (count == 1) {
            return inputValues();
        }
        long lines = 0;
        for (int pe = 0; pe < rows.used(); pe++) {
            int from = Math.min(rows.tileTo(pe), rows.tileFrom(pe) + band * height);
            int to = Math.min(rows.tileTo(pe), from + height);
            lines += to > from ? inputs(rowAxis, first(rowAxis, from), end(rowAxis, to)) : 0;
        }
        return lines * rowValues();
    }

    private long rowValues() {
        return inputs(columnAxis, columnAxis.low(), columnAxis.high() + 1) * shape.cPerGroup();
    }

    /** Inputs along an axis at the coordinates from..to - 1, all phases that have taps. */
    private static long inputs(Axis axis, int from, int to) {
        long count = 0;
        for (int u = from; u < to; u++) {
            for (int phase = 0; phase < axis.phases(); phase++) {
                count += axis.input(u, phase) >= 0 ? 1 : 0;
            }
        }
        return count;
    }

    private static int first(Axis axis, int from) {
        return Math.max(axis.low(), from);
    }

    /** The coordinate after those that outputs (or coordinates) before {@code to} need. */
    private static int end(Axis axis, int to) {
        return Math.min(axis.high() + 1, to + axis.taps(0) - 1);
    }

    /** Positions, outputs or coordinates, of a PE in a band. */
    long area(int pe, int band) {
        int row = pe / spec.array().columns();
        int column = pe % spec.array().columns();
        return (long) (bandTo(row, band) - bandFrom(row, band)) * (columns.tileTo(column) - columns.tileFrom(column));
    }

    /** Coordinates that a PE reads for a band. */
    long read(int pe, int band) {
        int row = pe / spec.array().columns();
        int column = pe % spec.array().columns();
        return read(rowAxis, bandFrom(row, band), bandTo(row, band))
                * read(columnAxis, columns.tileFrom(column), columns.tileTo(column));
    }

    private static long read(Axis axis, int from, int to) {
        if (axis.stride() > 1 || to <= from) {
            return to - from;
        }
        return Math.max(0, end(axis, to) - first(axis, from));
    }

    private int bandFrom(int row, int band) {
        return Math.min(rows.tileTo(row), rows.tileFrom(row) + band * bandRows);
    }

    private int bandTo(int row, int band) {
        return Math.min(rows.tileTo(row), rows.tileFrom(row) + (band + 1) * bandRows);
    }

    /** How the layer is laid, for people. */
    String describe(int channels) {
        if (shape.isFullyConnected()) {
            return "fully connected, " + channels + " k/PE";
        }
        String text = rows.tile() + "x" + columns.tile() + " tiles on " + rows.used() + "x" + columns.used() + " PEs, "
                + channels + " k/run";
        int phases = rowAxis.phases() * columnAxis.phases();
        if (phases > 1) {
            text += ", " + phases + " phases";
        }
        if (inputPerRun) {
            text += ", input again per run";
        }
        return bands > 1 ? text + ", " + bands + " temporal tiles" : text;
    }
}
