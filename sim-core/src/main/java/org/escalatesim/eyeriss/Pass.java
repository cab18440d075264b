package org.escalatesim.eyeriss;

import org.escalatesim.tensor.ConvShape;

/**
 * One pass: its size, what it moves, and its cycles. Reused from pass to pass.
 *
 * <p>With U the stride, and all of n, m, ch, e, f the actual sizes of a last, partial group:
 *
 * <pre>
 * compute = n * ceil(m / t) * ceil(ch / r) * S * f                  (a 1-D primitive makes a product per cycle)
 * psums   = n * m * e * f words in, and the same out, on a bus each
 * ifmap   = n * ((e - 1) U + R) * ((f - 1) U + S) * ch words        (padding is sent like data)
 * filters = m * ch * R * S words
 * ramp    = filters / filter bus + ((e - 1) U + R) * S * ch / ifmap bus
 * cycles  = max(compute, psums / psum bus, ifmap / ifmap bus) + ramp
 * </pre>
 *
 * The ramp is the loading of the filter spads, which are not double buffered, and of the first window of each input row;
 * nothing can be multiplied before. Each quotient is rounded up.
 */
final class Pass {
    private final EyerissSpec.Buses buses;
    private final int strideH;
    private final int strideW;
    private final int r;
    private final int t;

    int n;
    int m;
    int ch;
    int e;
    int f;
    int kernelRows;
    int kernelColumns;
    long compute;
    long psums;
    long ifmap;
    long filters;
    long psumCycles;
    long ifmapCycles;
    long ramp;

    Pass(EyerissSpec.Buses buses, ConvShape shape, RowMapping mapping) {
        this.buses = buses;
        this.strideH = shape.strideH();
        this.strideW = shape.strideW();
        this.r = mapping.r();
        this.t = mapping.t();
    }

    /**
     * Sets the sizes.
     *
     * @param images images, at least 1
     * @param filterCount output channels
     * @param channels input channels
     * @param rows output rows
     * @param columns output columns
     * @param kernelHeight kernel rows (of the kernel tile)
     * @param kernelWidth kernel columns (of the kernel tile)
     */
    void set(int images, int filterCount, int channels, int rows, int columns, int kernelHeight, int kernelWidth) {
        n = images;
        m = filterCount;
        ch = channels;
        e = rows;
        f = columns;
        kernelRows = kernelHeight;
        kernelColumns = kernelWidth;
        long inputRows = (e - 1L) * strideH + kernelRows;
        compute = (long) n * ceil(m, t) * ceil(ch, r) * kernelColumns * f;
        psums = (long) n * m * e * f;
        ifmap = n * inputRows * rowLength() * ch;
        filters = (long) m * ch * kernelRows * kernelColumns;
        psumCycles = ceil(psums, buses.psumWords());
        ifmapCycles = ceil(ifmap, buses.ifmapWords());
        ramp = ceil(filters, buses.filterWords()) + ceil(inputRows * kernelColumns * ch, buses.ifmapWords());
    }

    /** Words of an input row that a PE sees. */
    long rowLength() {
        return (f - 1L) * strideW + kernelColumns;
    }

    /** Cycles behind the ramp. */
    long body() {
        return Math.max(compute, Math.max(psumCycles, ifmapCycles));
    }

    /** Cycles of the pass. */
    long cycles() {
        return body() + ramp;
    }

    /** Sets with different channels that have work. */
    int channelSets() {
        return Math.min(r, ch);
    }

    /** Sets with different filters that have work. */
    int filterSets() {
        return Math.min(t, m);
    }

    /** PEs that have work. */
    int activePes() {
        return kernelRows * e * channelSets() * filterSets();
    }

    /** Multiplications, padding included. */
    long multiplications() {
        return psums * ch * kernelRows * kernelColumns;
    }

    /** Psums that go from PE to PE, through all rows of all channel sets. */
    long hops() {
        return psums * kernelRows * channelSets();
    }

    /** Words written to the ifmap spads: each input row goes to every PE on its diagonal, in each filter set. */
    long ifmapSpadWrites() {
        return n * (long) kernelRows * e * filterSets() * ch * rowLength();
    }

    /** Words written to the filter spads: each filter row goes to every column of a set. */
    long filterSpadWrites() {
        return filters * e;
    }

    /** Cycles that the PEs of one set multiply in. */
    long work(int channelSet, int filterSet) {
        return (long) n * ceil(m - filterSet, t) * ceil(ch - channelSet, r) * kernelColumns * f;
    }

    static long ceil(long value, long by) {
        return (value + by - 1) / by;
    }
}
