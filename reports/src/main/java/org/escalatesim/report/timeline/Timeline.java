package org.escalatesim.report.timeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.CycleObserver;
import org.escalatesim.report.Numbers;
import org.escalatesim.report.ResultException;

/**
 * Turns what a machine tells of every cycle into changes: of a unit's state, of a queue's occupancy. Only changes are
 * kept, and no more than the last value of each unit and queue; the number of changes written is limited.
 */
abstract class Timeline implements CycleObserver {
    private static final State[] STATES = State.values();
    private static final byte IDLE = (byte) State.IDLE.ordinal();

    private final Window window;
    private final long limit;
    private final Title title;
    private byte[] states;
    private int[] occupancy;
    private long next;
    private boolean begun;
    private long changes;

    /** @param limit most changes that are written, at least 1 */
    Timeline(Title title, Window window, long limit) {
        this.title = title;
        this.window = window;
        this.limit = limit;
    }

    /** Writes what comes before the first change. */
    abstract void open(List<Watched> units, List<Watched> queues) throws IOException;

    /** Told before the changes of a cycle that has any; cycles ascend. */
    abstract void at(long cycle) throws IOException;

    /** A unit is in a state from the cycle told last on. */
    abstract void state(int unit, State state) throws IOException;

    /** A queue holds {@code entries} at the end of the cycle told last. */
    abstract void level(int queue, int entries) throws IOException;

    /** Writes what comes after the last change; the timeline ends before {@code cycle}. */
    abstract void close(long cycle) throws IOException;

    Title title() {
        return title;
    }

    @Override
    public final void begin(List<Watched> units, List<Watched> queues) {
        states = new byte[units.size()];
        occupancy = new int[queues.size()];
        try {
            open(units, queues);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final void cycle(long cycle, byte[] now, int[] entries) {
        next = cycle + 1;
        if (cycle < window.from() || cycle >= window.to()) {
            return;
        }
        try {
            write(cycle, now, entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final void end(long cycles) {
        if (window.from() >= cycles) {
            throw new ResultException("--timeline-cycles " + window.from() + ":" + window.to() + ": layer "
                    + title.layer() + " has " + Numbers.count(cycles) + " cycles");
        }
        try {
            long rest = Math.max(next, window.from());
            if (rest < Math.min(cycles, window.to())) {
                byte[] idle = new byte[states.length];
                Arrays.fill(idle, IDLE);
                write(rest, idle, occupancy.clone());
            }
            close(Math.min(cycles, window.to()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(long cycle, byte[] now, int[] entries) throws IOException {
        boolean told = false;
        for (int i = 0; i < now.length; i++) {
            if (!begun || now[i] != states[i]) {
                told = tell(told, cycle);
                state(i, STATES[now[i]]);
                states[i] = now[i];
            }
        }
        for (int i = 0; i < entries.length; i++) {
            if (!begun || entries[i] != occupancy[i]) {
                told = tell(told, cycle);
                level(i, entries[i]);
                occupancy[i] = entries[i];
            }
        }
        begun = true;
    }

    private boolean tell(boolean told, long cycle) throws IOException {
        if (++changes > limit) {
            if (!begun) {
                throw new ResultException("--timeline: one cycle of layer " + title.layer() + " takes up to "
                        + Numbers.count(states.length + occupancy.length) + " changes, more than "
                        + Numbers.count(limit) + "; raise --timeline-limit");
            }
            throw new ResultException("--timeline: more than " + Numbers.count(limit) + " changes by cycle "
                    + Numbers.count(cycle) + " of layer " + title.layer()
                    + "; show fewer cycles with --timeline-cycles A:B, or raise --timeline-limit");
        }
        if (!told) {
            at(cycle);
        }
        return true;
    }
}
