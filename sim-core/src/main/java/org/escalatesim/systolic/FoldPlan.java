package org.escalatesim.systolic;

import org.escalatesim.tensor.ConvShape;

/**
 * The folds of a layer under one dataflow and one order, and what each brings into the buffers.
 *
 * <p>An operand that a fold needs is fetched unless it is still there: a whole group's map (or weights) stays if it
 * fits half its buffer; what an outer loop holds fixed stays if it fits; the input rows that consecutive pixel folds
 * share stay. In the own mode, T of ws and is is cut into tiles so that the psums of a column fold fit half the ofmap
 * buffer.
 */
final class FoldPlan {
    /** Takes the folds in their order. */
    interface Visitor {
        /** The fold is valid during the call only. */
        void fold(Fold fold);
    }

    final SystolicSpec.Dataflow dataflow;
    final boolean rowsOuter;
    final Gemm gemm;
    /** The mapped sizes: rows, columns and time. */
    final int sr;

    final int sc;
    final int t;
    final int rowFolds;
    final int columnFolds;
    final int tiles;
    private final SystolicSpec spec;
    private final ConvShape shape;
    private final long bytes;
    private final long halfIfmap;
    private final long halfFilter;
    private final int tile;
    private final boolean mapStays;
    private final boolean filtersStay;
    private final long[] onMap;
    /** Input rows of the current sweep over the pixels that were fetched. */
    private int fetchedRows;

    /**
     * @param dataflow os, ws or is
     * @param rowsOuter whether row folds are the outer loop; os only
     */
    FoldPlan(SystolicSpec spec, ConvShape shape, SystolicSpec.Dataflow dataflow, boolean rowsOuter) {
        this.spec = spec;
        this.shape = shape;
        this.dataflow = dataflow;
        this.rowsOuter = rowsOuter;
        this.gemm = Gemm.of(shape, spec.compatible());
        switch (dataflow) {
            case OS -> {
                sr = gemm.m();
                sc = gemm.n();
                t = gemm.k();
            }
            case WS -> {
                sr = gemm.k();
                sc = gemm.n();
                t = gemm.m();
            }
            case IS -> {
                sr = gemm.k();
                sc = gemm.m();
                t = gemm.n();
            }
            default -> throw new IllegalArgumentException("not a dataflow of an array: " + dataflow);
        }
        rowFolds = folds(sr, spec.array().rows());
        columnFolds = folds(sc, spec.array().columns());
        tile = dataflow == SystolicSpec.Dataflow.OS || spec.compatible() ? t : Math.min(t, spec.psumRows());
        tiles = folds(t, tile);
        bytes = spec.dataBytes();
        halfIfmap = spec.buffers().ifmapBytes() / 2;
        halfFilter = spec.buffers().filterBytes() / 2;
        mapStays = mapBytes() <= halfIfmap;
        filtersStay = bytes * gemm.k() * gemm.n() <= halfFilter;
        onMap = dataflow == SystolicSpec.Dataflow.WS && !mapStays ? countOnMap() : null;
    }

    private static int folds(int size, int array) {
        return (size + array - 1) / array;
    }

    /** Bytes of the input map of a group. */
    long mapBytes() {
        return bytes * shape.h() * shape.w() * shape.cPerGroup();
    }

    /** Folds of all groups. */
    long folds() {
        return (long) shape.groups() * tiles * rowFolds * columnFolds;
    }

    /** Walks through all folds, groups serially; the longer tiles of T first. */
    void forEach(Visitor visitor) {
        Fold fold = new Fold();
        int outer = rowsOuter ? rowFolds : columnFolds;
        int inner = rowsOuter ? columnFolds : rowFolds;
        for (int group = 0; group < shape.groups(); group++) {
            fold.group = group;
            for (int part = 0; part < tiles; part++) {
                fold.firstT = part * tile;
                fold.t = Math.min(tile, t - fold.firstT);
                fetchedRows = 0;
                for (int i = 0; i < outer; i++) {
                    for (int j = 0; j < inner; j++) {
                        place(fold, rowsOuter ? i : j, rowsOuter ? j : i);
                        switch (dataflow) {
                            case OS -> fetchOs(fold);
                            case WS -> fetchWs(fold, part);
                            default -> fetchIs(fold, part);
                        }
                        visitor.fold(fold);
                    }
                }
            }
        }
    }

    private void place(Fold fold, int row, int column) {
        fold.row = row * spec.array().rows();
        fold.rows = Math.min(spec.array().rows(), sr - fold.row);
        fold.column = column * spec.array().columns();
        fold.columns = Math.min(spec.array().columns(), sc - fold.column);
        boolean os = dataflow == SystolicSpec.Dataflow.OS;
        fold.opens = os || row == 0;
        fold.closes = os || row == rowFolds - 1;
    }

    private void fetchOs(Fold fold) {
        long slice = bytes * fold.columns * gemm.k();
        boolean firstRow = fold.row == 0;
        boolean firstColumn = fold.column == 0;
        if (rowsOuter) {
            fold.filterBytes = firstRow || !filtersStay ? slice : 0;
            fold.ifmapBytes = window(fold.row, fold.rows, firstRow && firstColumn, firstColumn);
        } else {
            fold.filterBytes = firstRow || slice > halfFilter ? slice : 0;
            fold.ifmapBytes = firstColumn || !mapStays ? window(fold.row, fold.rows, firstRow, true) : 0;
        }
    }

    private void fetchWs(Fold fold, int part) {
        fold.filterBytes = part == 0 || !filtersStay ? bytes * fold.rows * fold.columns : 0;
        if (mapStays) {
            long before = (long) part * sr + fold.row;
            long all = (long) tiles * sr;
            fold.ifmapBytes =
                    fold.column == 0 ? mapBytes() * (before + fold.rows) / all - mapBytes() * before / all : 0;
            return;
        }
        long values = 0;
        int channels = shape.cPerGroup();
        for (int k = fold.row; k < fold.row + fold.rows; ) {
            int end = Math.min(fold.row + fold.rows, (k / channels + 1) * channels);
            values += (end - k) * onMap[part * shape.taps() + k / channels];
            k = end;
        }
        fold.ifmapBytes = bytes * values;
    }

    private void fetchIs(Fold fold, int part) {
        boolean firstRow = fold.row == 0;
        boolean firstColumn = fold.column == 0;
        fold.filterBytes = firstColumn || !filtersStay ? bytes * fold.rows * fold.t : 0;
        fold.ifmapBytes =
                part == 0 || !mapStays ? window(fold.column, fold.columns, firstRow && firstColumn, firstRow) : 0;
    }

    /**
     * Bytes of the input rows of a run of pixels that have to be fetched.
     *
     * @param sweepBegins whether nothing was fetched in this sweep over the pixels
     * @param moved whether the run is another one than that of the fold before
     */
    private long window(int first, int count, boolean sweepBegins, boolean moved) {
        long rowBytes = bytes * shape.w() * shape.cPerGroup();
        int low = gemm.firstInputRow(first);
        int end = gemm.endInputRow(first, count);
        long whole = Math.max(0, end - low) * rowBytes;
        if (whole > halfIfmap) {
            return whole;
        }
        if (!moved) {
            return 0;
        }
        if (sweepBegins) {
            fetchedRows = 0;
        }
        long fresh = Math.max(0, end - Math.max(low, fetchedRows)) * rowBytes;
        fetchedRows = Math.max(fetchedRows, end);
        return fresh;
    }

    private long[] countOnMap() {
        long[] counts = new long[Math.multiplyExact(tiles, shape.taps())];
        for (int part = 0; part < tiles; part++) {
            for (int tap = 0; tap < shape.taps(); tap++) {
                int first = part * tile;
                counts[part * shape.taps() + tap] = gemm.onMap(first, Math.min(tile, t - first), tap);
            }
        }
        return counts;
    }

    String describe() {
        StringBuilder text = new StringBuilder();
        text.append(dataflow.name().toLowerCase(java.util.Locale.ROOT))
                .append(", ")
                .append(rowFolds)
                .append(" x ")
                .append(columnFolds)
                .append(" folds of T = ")
                .append(tile);
        if (tiles > 1) {
            text.append(", ").append(tiles).append(" tiles of T");
        }
        if (shape.groups() > 1) {
            text.append(", ").append(shape.groups()).append(" groups");
        }
        if (rowsOuter) {
            text.append(", row folds outermost");
        }
        return text.toString();
    }
}
