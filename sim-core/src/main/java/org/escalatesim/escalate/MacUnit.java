package org.escalatesim.escalate;

/** The MAC half of a row: multiplies intermediate elements by the taps of the basis kernel that land on an output. */
final class MacUnit {
    private final LayerContext context;
    private final Segment[] segments;
    private final ElementFifo elements;
    private final Block block;
    private final int row;
    /** Row of its block, and of its tile. */
    private final int tileRow;

    private final int multipliers;
    private final PartialSums psums;
    private long freeFrom;
    private boolean took;
    private int tokenSegment;
    private int tokens;

    long multiplications;
    long bypassed;
    long elementsTaken;
    long tokensTaken;

    MacUnit(
            LayerContext context,
            Segment[] segments,
            ElementFifo elements,
            Block block,
            int row,
            int tileRow,
            PartialSums psums) {
        this.context = context;
        this.segments = segments;
        this.elements = elements;
        this.block = block;
        this.row = row;
        this.tileRow = tileRow;
        this.multipliers = context.spec.mac().multipliers();
        this.psums = psums;
    }

    /** The first cycle in which the MAC can take an element. */
    long freeFrom() {
        return freeFrom;
    }

    /** Whether the MAC took something from the element FIFO in this cycle. */
    boolean took() {
        return took;
    }

    /** One cycle; sees the element FIFO as it was at the start of the cycle. Returns one of {@link Outcomes}. */
    int step(long cycle) {
        took = false;
        if (cycle < freeFrom) {
            return Outcomes.WORKED;
        }
        ElementFifo in = elements;
        while (in.count() > 0 && Place.token(in.headPlace())) {
            takeToken(in.headPlace());
            in.remove();
            took = true;
        }
        if (in.count() == 0) {
            return Outcomes.EMPTY;
        }
        long place = in.headPlace();
        Segment segment = segments[Place.segment(place)];
        Region region = segment.region;
        int highest = segment.firstLine + region.highestLine[Place.row(place)];
        if (highest - block.drained(row) >= context.lines) {
            return Outcomes.BLOCKED;
        }
        int taps = region.rowTaps[Place.row(place)] * region.columnTaps[Place.column(place)];
        if (context.bypass) {
            freeFrom = cycle + 1;
            bypassed++;
        } else {
            freeFrom = cycle + (taps + multipliers - 1) / multipliers;
            multiplications += taps;
        }
        took = true;
        elementsTaken++;
        if (psums != null) {
            psums.multiply(place, in.headValue(), tileRow);
        }
        in.remove();
        return Outcomes.WORKED;
    }

    private void takeToken(long place) {
        int segment = Place.segment(place);
        if (segment != tokenSegment) {
            tokenSegment = segment;
            tokens = 0;
        }
        tokens++;
        tokensTaken++;
        block.tokenTaken();
    }

    /** Whether the row has ended enough input lines of a segment for an output line that needs {@code needed}. */
    boolean hasTokens(int segment, int needed) {
        return needed == 0 || tokenSegment > segment || tokenSegment == segment && tokens >= needed;
    }

    /** Partial sums; null when values are not computed. */
    PartialSums psums() {
        return psums;
    }
}
