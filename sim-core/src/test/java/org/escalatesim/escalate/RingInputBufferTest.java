package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RingInputBufferTest {
    /** Written in cycle t, seen by readers from t + 1. */
    @Test
    void aSlotIsThereFromTheCycleAfterItsWrite() {
        RingInputBuffer ring = new RingInputBuffer(4, 4);
        assertThat(ring.written()).isZero();
        ring.write(0, 1, 24);
        assertThat(ring.written()).isZero();
        ring.endCycle();
        assertThat(ring.written()).isEqualTo(1);
        ring.endCycle();
        assertThat(ring.written()).isEqualTo(1);
    }

    /** One slot: free, then taken until the last of its two readers has finished. */
    @Test
    void aSlotIsFreeWhenAsManyRowsHaveFinishedAsItHasReaders() {
        RingInputBuffer ring = new RingInputBuffer(1, 1);
        assertThat(ring.free(0)).isTrue();
        ring.write(0, 2, 8);
        assertThat(ring.free(0)).isFalse();
        ring.finish(0, 1);
        assertThat(ring.free(0)).isFalse();
        assertThat(ring.slotsFreed).isZero();
        ring.finish(0, 1);
        assertThat(ring.free(0)).isTrue();
        assertThat(ring.slotsFreed).isEqualTo(1);
        assertThat(ring.occupied()).isZero();
    }

    @Test
    void positionsWrapAtTheNumberOfSlots() {
        RingInputBuffer ring = new RingInputBuffer(3, 2);
        assertThat(ring.position(0)).isZero();
        assertThat(ring.position(5)).isEqualTo(2);
        assertThat(ring.position(9_000_000_000L)).isZero();
        assertThat(ring.next(0)).isEqualTo(1);
        assertThat(ring.next(1)).isEqualTo(2);
        assertThat(ring.next(2)).isZero();
    }

    /** Slots 0 and 2 lie in bank 0 of 2: the older is read, the younger loses; slot 1 in bank 1 is read beside it. */
    @Test
    void aBankReadsItsOldestRequestedSlot() {
        RingInputBuffer ring = filled(4, 2);
        ring.request(7, 2, 2);
        ring.request(7, 0, 0);
        ring.request(7, 1, 1);
        assertThat(ring.granted(2, 2)).isFalse();
        assertThat(ring.granted(0, 0)).isTrue();
        assertThat(ring.granted(1, 1)).isTrue();
        assertThat(ring.readConflicts).isEqualTo(1);
        assertThat(ring.broadcasts).isEqualTo(2);
        // The loser tries again and wins.
        ring.request(8, 2, 2);
        assertThat(ring.granted(2, 2)).isTrue();
        assertThat(ring.readConflicts).isEqualTo(1);
    }

    /** The oldest in the stream, not the lowest position: slot 4 lies at position 0, slot 2 at position 2. */
    @Test
    void ageIsByPlaceInTheStream() {
        RingInputBuffer ring = filled(4, 1);
        ring.request(3, 4, 0);
        ring.request(3, 2, 2);
        assertThat(ring.granted(4, 0)).isFalse();
        assertThat(ring.granted(2, 2)).isTrue();
    }

    /** Three rows, one slot of 10 + 0 bits: one broadcast. */
    @Test
    void readsOfOneSlotInOneCycleAreOneBroadcast() {
        RingInputBuffer ring = filled(2, 1);
        for (int row = 0; row < 3; row++) {
            ring.request(5, 0, 0);
        }
        for (int row = 0; row < 3; row++) {
            assertThat(ring.granted(0, 0)).isTrue();
        }
        assertThat(ring.broadcasts).isEqualTo(1);
        assertThat(ring.broadcastBits).isEqualTo(10);
        assertThat(ring.readConflicts).isZero();
        ring.request(6, 0, 0);
        assertThat(ring.granted(0, 0)).isTrue();
        assertThat(ring.broadcasts).isEqualTo(2);
        assertThat(ring.broadcastBits).isEqualTo(20);
    }

    /** Slots 0 and 2 lie in bank 0: asked for in order, the first is read, the three that want the other lose. */
    @Test
    void rowsThatAskInOrderAreServedAtOnce() {
        RingInputBuffer ring = filled(4, 2);
        assertThat(ring.read(7, 0, 0b11)).isEqualTo(0b11);
        assertThat(ring.read(7, 1, 0b100)).isEqualTo(0b100);
        assertThat(ring.read(7, 2, 0b111000)).isZero();
        assertThat(ring.readConflicts).isEqualTo(3);
        assertThat(ring.broadcasts).isEqualTo(2);
        assertThat(ring.broadcastBits).isEqualTo(10 + 11);
        assertThat(ring.read(8, 2, 0b111000)).isEqualTo(0b111000);
        assertThat(ring.broadcastBits).isEqualTo(10 + 11 + 12);
    }

    @Test
    void moreBanksThanSlotsAreOneBankPerSlot() {
        RingInputBuffer ring = filled(3, 64);
        for (int slot = 0; slot < 3; slot++) {
            ring.request(1, slot, slot);
        }
        for (int slot = 0; slot < 3; slot++) {
            assertThat(ring.granted(slot, slot)).isTrue();
        }
        assertThat(ring.broadcastBits).isEqualTo(10 + 11 + 12);
        assertThat(ring.bitsWritten).isEqualTo(10 + 11 + 12);
        assertThat(ring.slotsWritten).isEqualTo(3);
        assertThat(ring.occupied()).isEqualTo(3);
    }

    /** Slot i has 10 + i bits and 3 readers. */
    private static RingInputBuffer filled(int slots, int banks) {
        RingInputBuffer ring = new RingInputBuffer(slots, banks);
        for (int i = 0; i < slots; i++) {
            ring.write(i, 3, 10 + i);
            ring.endCycle();
        }
        return ring;
    }
}
