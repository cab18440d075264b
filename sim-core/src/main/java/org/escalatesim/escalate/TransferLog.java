package org.escalatesim.escalate;

import java.util.IdentityHashMap;
import java.util.Map;
import org.escalatesim.machine.DramObserver;
import org.escalatesim.machine.DramObserver.Region;

/**
 * Gives the transfers of a layer their places: rows of the input map lie one after the other, packed; coefficient sets in
 * the order in which they are first fetched, the shared basis kernels before them; outputs in the order of leaving.
 */
final class TransferLog {
    private final DramObserver observer;
    /** Per input row its place; null where the input does not come from DRAM. */
    private final long[] rowOffset;

    private final long[] rowBits;
    private final long sharedBits;
    private final Map<CoefficientSet, Long> places = new IdentityHashMap<>();
    private long placed;
    private long written;

    TransferLog(DramObserver observer, long[] rowBits, long sharedBits) {
        this.observer = observer;
        this.rowBits = rowBits;
        this.sharedBits = sharedBits;
        rowOffset = rowBits == null ? null : new long[rowBits.length];
        for (int row = 1; rowOffset != null && row < rowOffset.length; row++) {
            rowOffset[row] = rowOffset[row - 1] + rowBits[row - 1];
        }
    }

    /** The first coefficients of a tile, there when the layer begins; told as if they came in cycle 0. */
    void first(CoefficientSet set, boolean shared) {
        if (shared) {
            observer.transfer(0, Region.WEIGHTS, 0, sharedBits);
            placed += sharedBits;
        }
        coefficients(0, set);
    }

    void coefficients(long cycle, CoefficientSet set) {
        Long place = places.get(set);
        if (place == null) {
            place = placed;
            places.put(set, place);
            placed += set.storedBits;
        }
        observer.transfer(cycle, Region.WEIGHTS, place, set.storedBits);
    }

    void input(long cycle, int row) {
        observer.transfer(cycle, Region.INPUT, rowOffset[row], rowBits[row]);
    }

    /** All outputs written so far, in bits. */
    void output(long cycle, long bits) {
        observer.transfer(cycle, Region.OUTPUT, written, bits - written);
        written = bits;
    }
}
