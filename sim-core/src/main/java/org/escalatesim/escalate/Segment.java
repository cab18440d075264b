package org.escalatesim.escalate;

/**
 * One stretch of a tile's stream: the pixels of one region streamed for one coefficient set. Segments follow each other
 * in the ring without a barrier.
 */
final class Segment {
    final Region region;
    final CoefficientSet set;
    /** Number of the coefficient load; consecutive segments with the same coefficients share one. */
    final int load;
    /** Number of the visit of a band of the input map. */
    final int visit;
    /** Number of the first output line; lines are numbered through all segments. */
    final int firstLine;
    /** Number of the first slot in the tile's stream. */
    final long firstSlot;

    /** Whether block sums are read or written as 32-bit partial sums. */
    final boolean partial;

    Segment(Region region, CoefficientSet set, int load, int visit, int firstLine, long firstSlot, boolean partial) {
        this.region = region;
        this.set = set;
        this.load = load;
        this.visit = visit;
        this.firstLine = firstLine;
        this.firstSlot = firstSlot;
        this.partial = partial;
    }

    /** Slots of the segment. */
    long slots() {
        return (long) region.ys.length * region.xs.length * set.chunks.length;
    }
}
