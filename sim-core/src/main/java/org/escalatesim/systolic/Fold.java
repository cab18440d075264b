package org.escalatesim.systolic;

/**
 * One fold: what is mapped on the array, and what must be brought for it. One object is used for all folds of a run.
 * Row and column indices are of the dataflow's own axes: pixels and filters (os), products and filters (ws), products
 * and pixels (is); {@code t} counts products (os), pixels (ws) or filters (is).
 */
final class Fold {
    int group;
    int row;
    int rows;
    int column;
    int columns;
    int firstT;
    int t;
    /** Whether its results are the first to be accumulated; always with os. */
    boolean opens;
    /** Whether its results finish the sums; always with os. */
    boolean closes;
    /** Bytes that go into the ifmap and the filter buffer for it. */
    long ifmapBytes;

    long filterBytes;
}
