package org.escalatesim.second;

import java.util.ArrayList;
import java.util.List;

/** A block's output accumulator: which line drains, pixel by pixel. */
final class BlockModel {

    /** One place of a block: the output channels that its rows work on, pass after pass. */
    static final class Place {
        /** The output channel of each pass, -1 for none; only the last passes may have none. */
        final int[] channelOfPass;

        final List<RowModel> rows = new ArrayList<>();
        /** Lines drained so far, of all passes together. */
        int drained;
        /** The same at the start of the cycle. */
        int drainedBefore;

        private int pixelsOut;

        Place(int[] channelOfPass) {
            this.channelOfPass = channelOfPass;
        }
    }

    final List<Place> places = new ArrayList<>();
    private final PlainLayer layer;
    private final int pixelsPerCycle;
    private Place inHand;

    BlockModel(PlainLayer layer, int pixelsPerCycle) {
        this.layer = layer;
        this.pixelsPerCycle = pixelsPerCycle;
    }

    boolean done() {
        return places.stream().noneMatch(this::hasLine);
    }

    /** Lets pixels of one line leave; a line once begun is finished before the next is chosen. */
    boolean drain() {
        if (inHand == null) {
            for (Place place : places) {
                if (ready(place) && (inHand == null || place.drained < inHand.drained)) {
                    inHand = place;
                }
            }
        }
        if (inHand == null) {
            return false;
        }
        inHand.pixelsOut += pixelsPerCycle;
        if (inHand.pixelsOut >= layer.shape.q()) {
            inHand.pixelsOut = 0;
            inHand.drained++;
            inHand = null;
        }
        return true;
    }

    private boolean hasLine(Place place) {
        int pass = place.drained / layer.shape.p();
        return pass < place.channelOfPass.length && place.channelOfPass[pass] >= 0;
    }

    private boolean ready(Place place) {
        if (!hasLine(place)) {
            return false;
        }
        int pass = place.drained / layer.shape.p();
        int needed = layer.rowsNeeded(place.drained % layer.shape.p());
        for (RowModel row : place.rows) {
            if (row.active(pass) && needed > 0 && row.tokens() < row.tokensBefore(pass) + needed) {
                return false;
            }
        }
        return true;
    }
}
