package org.escalatesim.machine;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Counts of every energy-bearing event of a run, in a fixed order. Not for inner loops: units count in their own fields. */
public final class Activity {
    /** Memories of at most so many bytes are register files, on every machine. */
    public static final long REGISTER_FILE_BYTES = 128;

    private final TreeMap<ActivityKey, Long> counts = new TreeMap<>();

    /** Adds {@code count} events; nothing is recorded for a count of 0. */
    public void add(String component, Action action, int width, long size, long count) {
        if (count < 0) {
            throw new IllegalArgumentException(component + " " + action + ": negative count " + count);
        }
        if (count > 0) {
            counts.merge(new ActivityKey(component, action, width, size), count, Math::addExact);
        }
    }

    /** Adds events that have a width alone. */
    public void add(String component, Action action, int width, long count) {
        add(component, action, width, 0, count);
    }

    /** Adds reads of {@code width} bits from a memory of {@code bytes}: of registers where it is small, else an SRAM. */
    public void read(String component, int width, long bytes, long count) {
        if (bytes <= REGISTER_FILE_BYTES) {
            add(component, Action.REGISTER_READ, width, count);
        } else {
            add(component, Action.SRAM_READ, width, bytes, count);
        }
    }

    /** Adds writes of {@code width} bits to a memory of {@code bytes}: to registers where it is small, else an SRAM. */
    public void write(String component, int width, long bytes, long count) {
        if (bytes <= REGISTER_FILE_BYTES) {
            add(component, Action.REGISTER_WRITE, width, count);
        } else {
            add(component, Action.SRAM_WRITE, width, bytes, count);
        }
    }

    /** Adds all counts of another activity to this one. */
    public void addAll(Activity other) {
        other.counts.forEach((key, count) -> counts.merge(key, count, Math::addExact));
    }

    /** All counts, sorted. */
    public Map<ActivityKey, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** Sum of the counts of one component and action over all widths. */
    public long count(String component, Action action) {
        long sum = 0;
        for (Map.Entry<ActivityKey, Long> entry : counts.entrySet()) {
            if (entry.getKey().component().equals(component) && entry.getKey().action() == action) {
                sum += entry.getValue();
            }
        }
        return sum;
    }

    /** Sum of count x width of one action over all components: bits moved, for reads, writes and multiplexers. */
    public long bits(Action action) {
        long sum = 0;
        for (Map.Entry<ActivityKey, Long> entry : counts.entrySet()) {
            if (entry.getKey().action() == action) {
                sum += entry.getValue() * entry.getKey().width();
            }
        }
        return sum;
    }
}
