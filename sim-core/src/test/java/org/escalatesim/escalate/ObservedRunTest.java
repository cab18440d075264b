package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.escalatesim.fixture.RandomLayers;
import org.escalatesim.fixture.RandomMachines;
import org.escalatesim.fixture.Seeds;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.CycleObserver;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Does watching a machine change anything, and is what the observer sees what the ledger says. */
class ObservedRunTest {
    static LongStream seeds() {
        return Seeds.of(0, 60);
    }

    /** Counts what it is told, and spoils the arrays that it is given. */
    private static final class Counter implements CycleObserver {
        final List<Watched> units = new ArrayList<>();
        final List<Watched> queues = new ArrayList<>();
        long[][] counts;
        long told;
        long cycles;
        int[] last;
        int[] most;

        @Override
        public void begin(List<Watched> watched, List<Watched> watchedQueues) {
            units.addAll(watched);
            queues.addAll(watchedQueues);
            counts = new long[watched.size()][State.values().length];
            most = new int[watchedQueues.size()];
        }

        @Override
        public void cycle(long cycle, byte[] states, int[] occupancy) {
            assertThat(cycle).isEqualTo(told++);
            for (int i = 0; i < states.length; i++) {
                counts[i][states[i]]++;
            }
            last = occupancy.clone();
            for (int i = 0; i < most.length; i++) {
                assertThat(occupancy[i]).isNotNegative();
                most[i] = Math.max(most[i], occupancy[i]);
            }
            Arrays.fill(states, (byte) State.BLOCKED.ordinal());
            Arrays.fill(occupancy, -7);
        }

        @Override
        public void end(long all) {
            cycles = all;
            for (long[] count : counts) {
                count[State.IDLE.ordinal()] += all - told;
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void watchingChangesNothingAndSeesTheLedger(long seed) {
        EscalateSpec spec = RandomMachines.any(seed).spec();
        LayerTrace layer = RandomLayers.any(seed);
        EscalateAccelerator machine = new EscalateAccelerator(spec);
        LayerRun alone = machine.run(layer, false);
        Counter seen = new Counter();
        LayerRun watched = machine.observe(layer, seen);
        assertThat(RunText.of(watched)).isEqualTo(RunText.of(alone));
        assertThat(seen.cycles).isEqualTo(alone.cycles()).isGreaterThanOrEqualTo(seen.told);
        CycleLedger ledger = alone.ledger();
        assertThat(seen.units).hasSize(ledger.units());
        for (int i = 0; i < ledger.units(); i++) {
            assertThat(seen.units.get(i)).isEqualTo(new CycleObserver.Watched(ledger.kind(i), ledger.name(i)));
            for (State state : State.values()) {
                assertThat(seen.counts[i][state.ordinal()])
                        .as("%s %s %s", ledger.kind(i), ledger.name(i), state)
                        .isEqualTo(ledger.cycles(i, state));
            }
        }
        for (int i = 0; i < seen.queues.size(); i++) {
            int capacity = switch (seen.queues.get(i).kind()) {
                case "ring" -> spec.ring().slots();
                case "dilution_fifo" -> spec.channelAccumulation().fifoBeats();
                default -> spec.mac().elementFifo();
            };
            assertThat(seen.most[i]).as(seen.queues.get(i).toString()).isLessThanOrEqualTo(capacity);
            assertThat(seen.last[i]).as(seen.queues.get(i).toString()).isZero();
        }
    }
}
