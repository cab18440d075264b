package org.escalatesim.escalate;

/**
 * The ring input buffer of a tile: slots in banks, each slot counting down the rows that still have to finish with it.
 * Slot i of the stream lies at position i mod slots, in bank position mod banks. Per bank and cycle one slot is read,
 * the oldest first; rows that want the same slot are served together.
 */
final class RingInputBuffer {
    private final int slots;
    private final int[] bankOf;
    private final int[] readersLeft;
    private final int[] bits;
    private final long[] bankCycle;
    private final long[] bankSlot;
    private final boolean[] bankRead;
    private long written;
    private boolean writing;

    long slotsWritten;
    long slotsFreed;
    long broadcasts;
    long broadcastBits;
    long bitsWritten;
    long readConflicts;

    RingInputBuffer(int slots, int banks) {
        this.slots = slots;
        bankOf = new int[slots];
        for (int i = 0; i < slots; i++) {
            bankOf[i] = i % banks;
        }
        readersLeft = new int[slots];
        bits = new int[slots];
        int used = Math.min(slots, banks);
        bankCycle = new long[used];
        java.util.Arrays.fill(bankCycle, -1);
        bankSlot = new long[used];
        bankRead = new boolean[used];
    }

    /** The position of a slot of the stream. */
    int position(long slot) {
        return (int) (slot % slots);
    }

    /** The position after another. */
    int next(int position) {
        return position + 1 == slots ? 0 : position + 1;
    }

    /** Slots of the stream written in earlier cycles. */
    long written() {
        return written;
    }

    /** Whether the writer can write to a position; to be asked before the rows of the cycle. */
    boolean free(int position) {
        return readersLeft[position] == 0;
    }

    /** Writes the next slot of the stream; readers see it from the next cycle on. */
    void write(int position, int readers, int slotBits) {
        readersLeft[position] = readers;
        bits[position] = slotBits;
        slotsWritten++;
        bitsWritten += slotBits;
        writing = true;
    }

    /** A row asks to read a slot in this cycle. */
    void request(long cycle, long slot, int position) {
        int bank = bankOf[position];
        if (bankCycle[bank] != cycle) {
            bankCycle[bank] = cycle;
            bankSlot[bank] = slot;
            bankRead[bank] = false;
        } else if (slot < bankSlot[bank]) {
            bankSlot[bank] = slot;
        }
    }

    /** Whether a requested slot is read in this cycle; to be asked after all requests of the cycle. */
    boolean granted(long slot, int position) {
        int bank = bankOf[position];
        if (bankSlot[bank] != slot) {
            readConflicts++;
            return false;
        }
        if (!bankRead[bank]) {
            bankRead[bank] = true;
            broadcasts++;
            broadcastBits += bits[position];
        }
        return true;
    }

    /**
     * Some rows ask to read a slot in this cycle, after all that ask for older ones.
     *
     * @param rows their bits, one at least
     * @return the rows if it is read, or else 0
     */
    long read(long cycle, int position, long rows) {
        int bank = bankOf[position];
        long since = bankCycle[bank] ^ cycle;
        // All ones if the bank has not been read in the cycle; a branch could not be foretold.
        long free = (since | -since) >> 63;
        bankCycle[bank] = cycle;
        readConflicts += Long.bitCount(rows & ~free);
        broadcasts -= free;
        broadcastBits += bits[position] & free;
        return rows & free;
    }

    /** Rows are finished with a slot; it may be none of them, but some are still to. */
    void finish(int position, int rows) {
        int left = readersLeft[position] - rows;
        readersLeft[position] = left;
        slotsFreed += left == 0 ? 1 : 0;
    }

    /** The end of the cycle: what was written is there. */
    void endCycle() {
        if (writing) {
            written++;
            writing = false;
        }
    }

    /** Slots written and not yet free. */
    long occupied() {
        return slotsWritten - slotsFreed;
    }
}
