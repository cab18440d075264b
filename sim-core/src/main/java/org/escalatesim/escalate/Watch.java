package org.escalatesim.escalate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.CycleObserver;
import org.escalatesim.machine.CycleObserver.Watched;

/**
 * Reads the tiles' ledgers after every cycle and tells an observer what has been added to them. Rows must not sleep
 * meanwhile ({@link LayerContext#sleepless}).
 */
final class Watch {
    private static final byte IDLE = (byte) State.IDLE.ordinal();
    private final CycleObserver observer;
    private final Tiles tiles;
    private final List<long[]> ledgers = new ArrayList<>();
    private final List<long[]> before = new ArrayList<>();
    private final byte[] states;
    private final int[] occupancy;

    Watch(CycleObserver observer, Tiles tiles) {
        this.observer = observer;
        this.tiles = tiles;
        List<Watched> units = new ArrayList<>();
        List<Watched> queues = new ArrayList<>();
        for (Tile tile : tiles.all) {
            tile.watch(units, ledgers, queues);
        }
        ledgers.forEach(ledger -> before.add(ledger == null ? null : ledger.clone()));
        states = new byte[ledgers.size()];
        occupancy = new int[queues.size()];
        observer.begin(List.copyOf(units), List.copyOf(queues));
    }

    /** Runs all tiles through a window, cycle by cycle, and tells of each cycle until all are done. */
    boolean run(long from, long to) {
        boolean done = false;
        for (long cycle = from; cycle < to && !done; cycle++) {
            done = tiles.run(from, cycle + 1);
            tell(cycle);
        }
        return done;
    }

    private void tell(long cycle) {
        for (int i = 0; i < states.length; i++) {
            states[i] = added(ledgers.get(i), before.get(i));
        }
        int at = 0;
        for (Tile tile : tiles.all) {
            at = tile.occupancy(occupancy, at);
        }
        observer.cycle(cycle, states.clone(), Arrays.copyOf(occupancy, occupancy.length));
    }

    /** The state that a ledger was added to since it was last looked at; a unit that is not there or done is idle. */
    private static byte added(long[] now, long[] before) {
        if (now == null) {
            return IDLE;
        }
        for (int state = 0; state < now.length; state++) {
            if (now[state] != before[state]) {
                before[state] = now[state];
                return (byte) state;
            }
        }
        return IDLE;
    }

    void end(long cycles) {
        observer.end(cycles);
    }
}
