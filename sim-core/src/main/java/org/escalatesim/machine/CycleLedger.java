package org.escalatesim.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * For every unit of a machine, what it did in each cycle of a layer. Each cycle of a unit falls in exactly one
 * {@link State}, so the six counts of a unit sum to the layer's cycles.
 */
public final class CycleLedger {

    /** What a unit did in a cycle. */
    public enum State {
        /** Did its work. */
        WORKING,
        /** Had nothing to work on yet. */
        INPUT,
        /** Could not hand on what it had. */
        BLOCKED,
        /** Waited because a sibling holds shared resources (imbalance). */
        SIBLINGS,
        /** Waited for DRAM or for coefficients. */
        MEMORY,
        /** Had nothing mapped, or was done. */
        IDLE;

        /** The word used in files and tables. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final int STATES = State.values().length;
    private final List<String> kinds = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<long[]> counts = new ArrayList<>();

    /**
     * Adds a unit.
     *
     * @param kind the kind of unit, for example {@code ca}; sums are by kind
     * @param name the unit's name, for example {@code tile0.block1.row2}
     * @param cycles one count per {@link State}, in order; a negative one throws {@link ConservationException}
     */
    public void add(String kind, String name, long[] cycles) {
        if (cycles.length != STATES) {
            throw new IllegalArgumentException("expected " + STATES + " counts, not " + cycles.length);
        }
        for (long count : cycles) {
            if (count < 0) {
                throw new ConservationException("cycle ledger", kind + " " + name + " has a negative count " + count);
            }
        }
        kinds.add(kind);
        names.add(name);
        counts.add(cycles.clone());
    }

    /** The number of units. */
    public int units() {
        return names.size();
    }

    /** The kind of a unit. */
    public String kind(int unit) {
        return kinds.get(unit);
    }

    /** The name of a unit. */
    public String name(int unit) {
        return names.get(unit);
    }

    /** Cycles that a unit spent in a state. */
    public long cycles(int unit, State state) {
        return counts.get(unit)[state.ordinal()];
    }

    /** The kinds of unit, in the order in which they were first added. */
    public List<String> kinds() {
        return kinds.stream().distinct().toList();
    }

    /** Number of units of a kind. */
    public int units(String kind) {
        return (int) kinds.stream().filter(kind::equals).count();
    }

    /** Cycles in a state, summed over the units of a kind (unit-cycles). */
    public long sum(String kind, State state) {
        long sum = 0;
        for (int i = 0; i < names.size(); i++) {
            if (kinds.get(i).equals(kind)) {
                sum += counts.get(i)[state.ordinal()];
            }
        }
        return sum;
    }

    /** Checks that each unit's counts sum to {@code cycles}; throws {@link ConservationException} naming the unit. */
    public void check(long cycles) {
        for (int i = 0; i < names.size(); i++) {
            long sum = 0;
            for (long count : counts.get(i)) {
                sum += count;
            }
            if (sum != cycles) {
                throw new ConservationException(
                        "cycle ledger",
                        kinds.get(i) + " " + names.get(i) + " accounts for " + sum + " of " + cycles + " cycles");
            }
        }
    }
}
