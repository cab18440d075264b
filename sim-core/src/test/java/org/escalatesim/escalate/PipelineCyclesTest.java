package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escalatesim.escalate.Runs.cycles;
import static org.escalatesim.escalate.Runs.run;
import static org.escalatesim.fixture.TestMachine.small;

import org.escalatesim.fixture.HandLayer;
import org.escalatesim.fixture.TestMachine;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.LayerRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From the writer to the dilution FIFO. With chunks of 16 channels (lg n = 4) slot i of an undisturbed stream is written
 * in cycle i, read in i + 1, enters dilution in i + 2, is written to the FIFO in i + 6, concentrated in i + 7 and taken by
 * the MAC in i + 8: the fill is 8. One-tap layers on a line of W pixels then take fill 8 + W + 1 + drain W cycles.
 */
class PipelineCyclesTest {
    /** Fill 2 + lg n + 1 + 1, MAC 1, 1, drain 1: 8 + 3 = 11, 10 + 3 = 13, 11 + 3 = 14. */
    @ParameterizedTest(name = "n = {0}: {1} cycles")
    @CsvSource({"16, 11", "32, 12", "64, 13", "128, 14", "256, 15"})
    void theGatherNetworkTakesLgNPlusOneCycles(int chunk, long expected) {
        HandLayer layer = HandLayer.line(1, chunk, 1).activations((y, x, c) -> c == 0 ? 9 : 0);
        assertThat(cycles(small().chunk(chunk), layer)).isEqualTo(expected);
    }

    /** 8 + W + 1 + W. */
    @ParameterizedTest(name = "W = {0}")
    @ValueSource(ints = {1, 2, 7, 64})
    void oneChunkPassesPerCycle(int w) {
        assertThat(cycles(small(), HandLayer.line(1, 16, w))).isEqualTo(8 + w + 1 + w);
    }

    /**
     * 16 presence bits and 16 values are 18 bytes: 5 cycles at 4 bytes. Slot i is written in 5i + 4, 4 + 4i late: the
     * last of W in 5W - 1, the MAC takes it in 5W + 7, its token is taken in 5W + 8, the drain takes W more.
     */
    @ParameterizedTest(name = "W = {0}")
    @ValueSource(ints = {1, 2, 5})
    void aSlotTakesItsBytesOverThePort(int w) {
        LayerRun run = run(small().ports(4, 64), HandLayer.line(1, 16, w));
        assertThat(run.cycles()).isEqualTo(5 * w + 9 + w);
        assertThat(run.ledger().sum("writer", State.WORKING)).isEqualTo(5L * w);
    }

    /**
     * Of 64 chunks of 4 channels k = 0 has the first 16, all present: 64 beats a pixel of 2 cycles each (one entry of the
     * FIFO, one lane), so that it falls behind by the whole ring. k = 1 has the others, one value each. From the last read
     * of k = 0 on its token waits for some 4 chunks, 32 cycles, and its last marks take 48: the outputs are out before.
     * The rows read 16 and 48 of 64 slots of each of 6 pixels, and mark the others.
     */
    @Test
    void slotsLeftToMarkAtTheEndAreMarked() {
        TestMachine machine =
                small().size(1, 2, 1).accumulation(1, 4, "L<0,0>").fifoBeats(1).slotRegisters(1);
        HandLayer layer = HandLayer.line(2, 256, 6)
                .coefficients((k, m, c) -> c < 64 == (k == 0) ? 1 : 0)
                .activations((y, x, c) -> c < 64 || c % 4 == 3 ? 1 : 0);
        LayerRun run = run(machine.ring(64, 1).pixelsPerCycle(6), layer);
        assertThat(run.counters()).containsEntry("slot_reads", 64 * 6L).containsEntry("slot_marks", 64 * 6L);
    }

    /** 18 bytes take 1 cycle at 18 bytes and 2 at 17; 3 real channels and 1 value are 2 bytes. */
    @Test
    void bytesOfASlotAreItsRealPresenceBitsAndItsNonZeroValues() {
        assertThat(cycles(small().ports(18, 64), HandLayer.line(1, 16, 1))).isEqualTo(11);
        assertThat(cycles(small().ports(17, 64), HandLayer.line(1, 16, 1))).isEqualTo(12);
        HandLayer three = HandLayer.line(1, 3, 1).activations((y, x, c) -> c == 1 ? 5 : 0);
        assertThat(cycles(small().ports(2, 64), three)).isEqualTo(11);
        assertThat(cycles(small().ports(1, 64), three)).isEqualTo(12);
    }

    /** Written in t, read in t + 1, written again in t + 2: the last of W in 2W - 2, + 8 + 1 + 1, drain W. */
    @ParameterizedTest(name = "W = {0}")
    @ValueSource(ints = {1, 2, 3, 9})
    void aRingOfOneSlotTakesAChunkEverySecondCycle(int w) {
        LayerRun run = run(small().ring(1, 1), HandLayer.line(1, 16, w));
        assertThat(run.cycles()).isEqualTo(2 * w - 2 + 8 + 1 + 1 + w);
        assertThat(run.ledger().sum("writer", State.BLOCKED)).isEqualTo(w - 1);
    }

    /** Slot 0 is read in 1 and its place written again in 2, behind slot 1 in 1. */
    @Test
    void aRingOfTwoSlotsIsEnoughForOneRow() {
        assertThat(cycles(small().ring(2, 1), HandLayer.line(1, 16, 9))).isEqualTo(8 + 9 + 1 + 9);
    }

    /** A register is free from the cycle after its chunk enters: read 1, enters 2, next read 3; as a ring of one slot. */
    @Test
    void oneSlotRegisterTakesAChunkEverySecondCycle() {
        assertThat(cycles(small().slotRegisters(1), HandLayer.line(1, 16, 5))).isEqualTo(2 * 5 - 2 + 8 + 1 + 1 + 5);
        assertThat(cycles(small().slotRegisters(2), HandLayer.line(1, 16, 5))).isEqualTo(8 + 5 + 1 + 5);
    }

    /**
     * Five chunks, two rows of one slot register. k = 0 has coefficients in chunks 0 and 1, and reads them in 1 and 3;
     * k = 1 in chunks 2, 3 and 4: it marks slots 0 and 1 in cycles 1 and 2 and asks for slot 2 in 3. One bank: slot 1 is
     * older, slot 2 is read in 4, then 6 and 8. Read in r, entered r + 1, in the FIFO r + 5, concentrated r + 6, MAC
     * r + 7, token r + 8, drain r + 9: 8 + 10 = 18 cycles, and 17 with a bank for each.
     */
    @Test
    void aBankServesTheOldestSlotFirstAndTheOtherTriesAgain() {
        HandLayer layer = HandLayer.line(2, 80, 1).coefficients((k, m, c) -> (c < 32) == (k == 0) ? 1 : 0);
        TestMachine machine = small().size(1, 2, 1).slotRegisters(1);
        LayerRun one = run(machine.ring(64, 1), layer);
        assertThat(one.cycles()).isEqualTo(18);
        assertThat(one.counters()).containsEntry("ring_read_conflicts", 1L);
        LayerRun many = run(machine.ring(64, 64), layer);
        assertThat(many.cycles()).isEqualTo(17);
        assertThat(many.counters()).containsEntry("ring_read_conflicts", 0L);
        // 2 + 3 reads, and each row marks what it does not read.
        assertThat(many.counters()).containsEntry("slot_reads", 5L).containsEntry("slot_marks", 5L);
    }

    /** Three rows read the same 4 slots in the same cycles: 12 reads, 4 broadcasts. */
    @Test
    void rowsInStepReadByBroadcast() {
        LayerRun run = run(small().size(1, 3, 1), HandLayer.line(3, 16, 4));
        assertThat(run.cycles()).isEqualTo(8 + 4 + 1 + 4);
        assertThat(run.counters()).containsEntry("slot_reads", 12L).containsEntry("ring_broadcasts", 4L);
    }

    /**
     * 64 channels are 4 beats and a token, into the FIFO in 8 (lg n = 6) as far as there is room. Deep: concentrated 9 to
     * 12, MAC 13, token 14, drain 15: 16 cycles. One entry: a beat is written in every second cycle, concentrated in 9,
     * 11, 13, 15, MAC 16, the token concentrated in 17 and taken in 18, drain 19: 20.
     */
    @ParameterizedTest(name = "FIFO of {0}: {1} cycles")
    @CsvSource({"64, 16", "5, 16", "4, 16", "3, 16", "2, 16", "1, 20"})
    void theExitWritesAsManyBeatsAsTheFifoHadRoomFor(int beats, long expected) {
        assertThat(cycles(small().chunk(64).fifoBeats(beats), HandLayer.line(1, 64, 1)))
                .isEqualTo(expected);
    }

    /** One pixel, 11 cycles: cycle 0 the writer, 7 a beat and 8 its token, 8 the MAC, 10 the output. */
    @Test
    void theLedgerOfOnePixel() {
        CycleLedger ledger = run(small(), HandLayer.line(1, 16, 1)).ledger();
        assertThat(states(ledger, "writer")).containsExactly(1, 0, 0, 0, 0, 10);
        assertThat(states(ledger, "ca")).containsExactly(2, 7, 0, 0, 0, 2);
        assertThat(states(ledger, "mac")).containsExactly(1, 8, 0, 0, 0, 2);
        assertThat(states(ledger, "output")).containsExactly(1, 10, 0, 0, 0, 0);
    }

    /** A row that nothing is mapped to is idle in all 11 cycles; a tile without work too. */
    @Test
    void unusedRowsAreIdle() {
        CycleLedger ledger =
                run(small().size(2, 1, 3), HandLayer.line(2, 16, 1)).ledger();
        assertThat(states(ledger, "ca")).containsExactly(2 * 2, 2 * 7, 0, 0, 0, 2 * 2 + 4 * 11);
        assertThat(ledger.cycles(unit(ledger, "ca", "tile0.block0.row2"), State.IDLE))
                .isEqualTo(11);
        CycleLedger one = run(small().size(2, 1, 1), HandLayer.line(1, 16, 1)).ledger();
        assertThat(one.cycles(unit(one, "writer", "tile1"), State.IDLE)).isEqualTo(11);
        assertThat(one.cycles(unit(one, "mac", "tile1.block0.row0"), State.IDLE))
                .isEqualTo(11);
    }

    /**
     * k = 0 reads both chunks of a pixel, with 4 beats each, k = 1 the first alone: it waits for slots that the writer
     * cannot write while k = 0 is busy. With a ring that holds the layer it waits for none.
     */
    @Test
    void aRowThatWaitsForAFullRingWaitsForItsSiblings() {
        HandLayer layer = HandLayer.line(2, 128, 6).coefficients((k, m, c) -> k == 0 || c < 8 ? 1 : 0);
        TestMachine machine = small().size(1, 2, 1).chunk(64).fifoBeats(1);
        CycleLedger full = run(machine.ring(1, 1), layer).ledger();
        assertThat(full.cycles(unit(full, "ca", "tile0.block1.row0"), State.SIBLINGS))
                .isPositive();
        assertThat(full.sum("ca", State.MEMORY)).isZero();
        CycleLedger deep = run(machine.ring(64, 64), layer).ledger();
        assertThat(deep.sum("ca", State.SIBLINGS)).isZero();
    }

    static int unit(CycleLedger ledger, String kind, String name) {
        for (int i = 0; i < ledger.units(); i++) {
            if (ledger.kind(i).equals(kind) && ledger.name(i).equals(name)) {
                return i;
            }
        }
        throw new AssertionError("no " + kind + " " + name);
    }

    static long[] states(CycleLedger ledger, String kind) {
        long[] sums = new long[State.values().length];
        for (State state : State.values()) {
            sums[state.ordinal()] = ledger.sum(kind, state);
        }
        return sums;
    }
}
