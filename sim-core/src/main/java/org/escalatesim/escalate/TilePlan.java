package org.escalatesim.escalate;

/**
 * What one tile does in a layer.
 *
 * @param tile number of the tile
 * @param segments its stream, in order
 * @param activeRowsPerLoad per coefficient load, the rows that have coefficients in it
 * @param visits visits of bands of the input map in the whole layer
 * @param rowsPerChannel rows that work on one output channel
 * @param channelsPerBlock output channels of a block at the same time
 */
record TilePlan(
        int tile, Segment[] segments, int[] activeRowsPerLoad, int visits, int rowsPerChannel, int channelsPerBlock) {}
