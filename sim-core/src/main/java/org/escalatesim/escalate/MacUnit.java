package org.escalatesim.escalate;

/** The MAC half of a row: multiplies intermediate elements by the taps of the basis kernel that land on an output. */
final class MacUnit {
    private final Segment[] segments;
    private final ElementFifo elements;
    private final Block block;
    /** Lines drained, by row of the tile. */
    private final int[] drained;
    /** Row of its tile. */
    private final int tileRow;

    private final boolean bypass;
    private final int lines;
    /** Cycles for a number of taps: ceil(taps / multipliers). */
    private final int[] cyclesOf;

    private int segment = -1;
    private int firstLine;
    private int[] highestLine;
    private int[] rowTaps;
    private int[] columnTaps;
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
            int tileRow,
            PartialSums psums) {
        this.segments = segments;
        this.elements = elements;
        this.block = block;
        this.drained = block.drained;
        this.tileRow = tileRow;
        this.bypass = context.bypass;
        this.lines = context.lines;
        int multipliers = context.spec.mac().multipliers();
        this.cyclesOf = new int[context.shape.taps() + 1];
        for (int taps = 0; taps < cyclesOf.length; taps++) {
            cyclesOf[taps] = (taps + multipliers - 1) / multipliers;
        }
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
        if (Place.segment(place) != segment) {
            enterSegment(Place.segment(place));
        }
        int line = Place.row(place);
        int highest = firstLine + highestLine[line];
        if (highest - drained[tileRow] >= lines) {
            return Outcomes.BLOCKED;
        }
        if (bypass) {
            freeFrom = cycle + 1;
            bypassed++;
        } else {
            int taps = rowTaps[line] * columnTaps[Place.column(place)];
            freeFrom = cycle + cyclesOf[taps];
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

    /** What the MAC needs of a segment, at hand for its elements. */
    private void enterSegment(int number) {
        segment = number;
        Region region = segments[number].region;
        firstLine = segments[number].firstLine;
        highestLine = region.highestLine;
        rowTaps = region.rowTaps;
        columnTaps = region.columnTaps;
    }

    private void takeToken(long place) {
        int ended = Place.segment(place);
        if (ended != tokenSegment) {
            tokenSegment = ended;
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
