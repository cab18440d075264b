package org.escalatesim.escalate;

/**
 * The rows of a tile, or of some tiles that run in step, all of them through a cycle together. There are two, equal in cycles,
 * ledger and activity: {@link RowUnits} has an object for every unit, and computes values; {@link SlicedRows} keeps bits
 * alone, those of all rows in one word, and is used in long runs.
 *
 * <p>Rows are named by their tile's place among those tiles and their number in it, block by block.
 */
abstract class TileRows {
    /** Makes the rows of tiles, as many as {@link TileGroup#tiles} says. */
    static TileRows of(LayerContext context, Tile[] tiles) {
        return SlicedRows.fits(context, tiles[0].ledgers.rows.length)
                ? new SlicedRows(context, tiles)
                : new RowUnits(context, tiles[0]);
    }

    /**
     * One cycle of all rows, after the writers and the blocks.
     *
     * @param writing per tile what the writer did in it, as the ordinal of the ledger's state
     */
    abstract void step(long cycle, int[] writing);

    /** Told by a block at the end of a cycle that a line of it has been drained. */
    abstract void lineDrained();

    /**
     * The last output of a tile has left: rows that have slots left to mark, mark them. They do so while the next layer
     * begins, so it takes none of this layer's cycles.
     */
    abstract void finish(int tile);

    /** Brings the ledgers up to date, after the last cycle of a window. */
    abstract void endWindow(long cycle);

    /** Whether a row has ended enough input lines of a segment for an output line that needs {@code needed}. */
    abstract boolean hasTokens(int tile, int row, int segment, int needed);

    /** Partial sums of a row; null when values are not computed. */
    abstract PartialSums psums(int tile, int row);

    /** A number that changes when a row reads or passes over a slot or takes an element or token. */
    abstract long progress();

    /** Entries of a row's dilution FIFO. */
    abstract int beats(int tile, int row);

    /** Elements and tokens in a row's element FIFO. */
    abstract int elements(int tile, int row);

    /** Adds what the rows counted. */
    abstract void addTo(Totals totals);
}
