package org.escalatesim.eyeriss;

import org.escalatesim.memory.Residency;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;

/**
 * A layer's sizes as mappings see them, and which mappings are legal.
 *
 * <p>A kernel with more rows than the array, or more columns than the ifmap (or filter) spad has words, is cut into
 * kernel tiles that run as passes of their own and add to the same psums. Groups run one after the other.
 */
final class MappingProblem {
    final EyerissSpec spec;
    final ConvShape shape;
    final boolean resident;
    final boolean inputFromDram;
    final boolean outputToDram;
    final long pooledOutputs;
    final int images;
    final int groups;
    /** Output channels of a group. */
    final int m;

    /** Input channels of a group. */
    final int c;

    final int p;
    final int q;
    /** Rows of each kernel tile. */
    final int[] rowTiles;

    /** Columns of each kernel tile. */
    final int[] columnTiles;

    MappingProblem(EyerissSpec spec, LayerTrace layer) {
        this.spec = spec;
        this.shape = layer.shape();
        this.images = spec.batch();
        EyerissSpec.GlobalBuffer buffer = spec.globalBuffer();
        Residency residency =
                Residency.of(layer, 8L * buffer.residentBanks() * buffer.bankBytes() / images, spec.dataBits());
        this.resident = residency.resident();
        this.inputFromDram = residency.inputFromDram();
        this.outputToDram = residency.outputToDram();
        this.pooledOutputs = layer.post().pooledOutputs();
        this.groups = shape.groups();
        this.m = shape.kPerGroup();
        this.c = shape.cPerGroup();
        this.p = shape.p();
        this.q = shape.q();
        this.rowTiles = tiles(shape.r(), spec.array().rows());
        this.columnTiles = tiles(
                shape.s(), Math.min(spec.spads().ifmapWords(), spec.spads().filterWords()));
    }

    private static int[] tiles(int size, int most) {
        int[] tiles = new int[(size + most - 1) / most];
        for (int i = 0; i < tiles.length; i++) {
            tiles[i] = Math.min(most, size - i * most);
        }
        return tiles;
    }

    /** Most interleaved channels of a PE: q * S words fit the ifmap spad, and at least one filter the filter spad. */
    int mostQ() {
        return Math.min(spec.spads().ifmapWords(), spec.spads().filterWords()) / columnTiles[0];
    }

    /** Most interleaved filters of a PE with q channels. */
    int mostP(int channels) {
        return Math.min(spec.spads().psumWords(), spec.spads().filterWords() / (channels * columnTiles[0]));
    }

    /**
     * PE sets of e columns that fit the array. Sets stand in strips of R rows; one wider than the array is folded over
     * several strips, which it has to itself.
     */
    int sets(int e) {
        int strips = spec.array().rows() / rowTiles[0];
        int columns = spec.array().columns();
        return e <= columns ? strips * (columns / e) : strips / ((e + columns - 1) / columns);
    }

    /** Filters of a full pass. */
    int filters(RowMapping mapping) {
        return (int) Math.min((long) mapping.p() * mapping.t(), m);
    }

    /** Channels of a full pass. */
    int channels(RowMapping mapping) {
        return (int) Math.min((long) mapping.q() * mapping.r(), c);
    }

    /** Rows of the map, without padding, that full strips of output rows need. */
    int storedRows(int outputRows) {
        return (int) Math.min((outputRows - 1L) * shape.strideH() + shape.r(), shape.h());
    }

    /** Columns of the map, without padding, that so many output columns need. */
    int storedColumns(int outputColumns) {
        return (int) Math.min((outputColumns - 1L) * shape.strideW() + shape.s(), shape.w());
    }

    /** Why a mapping is not legal for this layer on this machine, or null if it is. */
    String illegal(RowMapping mapping) {
        if (mapping.n() > images || mapping.e() > p || mapping.ft() > q) {
            return "n, e, Ft must be at most the batch (" + images + "), P (" + p + "), Q (" + q + ")";
        }
        if (mapping.q() > mostQ() || mapping.p() > mostP(mapping.q())) {
            return "p x q x S weights, q x S activations or p psums exceed the spads";
        }
        if ((long) mapping.r() * mapping.t() > sets(mapping.e())) {
            return "r x t sets of " + rowTiles[0] + " x e PEs exceed the array";
        }
        if ((long) filters(mapping) * channels(mapping) * rowTiles[0] * columnTiles[0] * spec.dataBits()
                > 8L * spec.globalBuffer().filterBytes()) {
            return "the filters of a pass exceed the filter buffer";
        }
        if (psumBits(mapping) + tileBits(mapping) > freeBits()) {
            return "psums and input of a pass exceed the global buffer";
        }
        return null;
    }

    /** Bits of the global buffer that passes may use. */
    private long freeBits() {
        long resides = (long) shape.h() * shape.w() * shape.c() + pooledOutputs;
        return spec.globalBuffer().bits() - (resident ? resides * spec.dataBits() * images : 0);
    }

    private long psumBits(RowMapping mapping) {
        return (long) mapping.n() * filters(mapping) * mapping.e() * mapping.ft() * spec.psumBits();
    }

    /** Input of this pass and of the next; none where the map is resident. */
    private long tileBits(RowMapping mapping) {
        return resident ? 0 : 2 * windowBits(mapping, channels(mapping));
    }

    private long windowBits(RowMapping mapping, int channels) {
        return (long) mapping.n() * storedRows(mapping.e()) * storedColumns(mapping.ft()) * channels * spec.dataBits();
    }

    /** Whether the input of a strip stays, with all channels of the group, until all its filters have passed. */
    boolean inputKept(RowMapping mapping) {
        return resident
                || psumBits(mapping) + windowBits(mapping, c) + windowBits(mapping, channels(mapping)) <= freeBits();
    }

    /** Whether all filters of a group fit the filter buffer, so that they are fetched once. */
    boolean filtersKept() {
        return (long) m * c * shape.taps() * spec.dataBits()
                <= 8L * spec.globalBuffer().filterBytes();
    }

    /** First row of the map, inclusive, that output row {@code first} needs. */
    int firstRow(int first) {
        return Math.min(shape.h(), Math.max(0, first * shape.strideH() - shape.padTop()));
    }

    /** Last row of the map, exclusive, that output row {@code last} needs. */
    int endRow(int last) {
        return Math.max(0, Math.min(shape.h(), last * shape.strideH() - shape.padTop() + shape.r()));
    }

    /** First column of the map, inclusive, that output column {@code first} needs. */
    int firstColumn(int first) {
        return Math.min(shape.w(), Math.max(0, first * shape.strideW() - shape.padLeft()));
    }

    /** Last column of the map, exclusive, that output column {@code last} needs. */
    int endColumn(int last) {
        return Math.max(0, Math.min(shape.w(), last * shape.strideW() - shape.padLeft() + shape.s()));
    }
}
