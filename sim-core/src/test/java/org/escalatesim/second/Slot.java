package org.escalatesim.second;

/** One (pixel, chunk) of a tile's stream. */
final class Slot {
    final int pass;
    final int y;
    final int x;
    final int chunk;
    /** Cycles that the writer takes to read it from the global buffer, at least 1. */
    final int writeCycles;
    /** Rows that have yet to read or mark it; a slot that none is left for is free. */
    int readersLeft;

    Slot(int pass, int y, int x, int chunk, int writeCycles, int readers) {
        this.pass = pass;
        this.y = y;
        this.x = x;
        this.chunk = chunk;
        this.writeCycles = writeCycles;
        this.readersLeft = readers;
    }
}
