package org.escalatesim.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.CycleLedger.State;

/**
 * Where the cycles of one kind of unit went, summed over its units.
 *
 * @param kind the kind of unit, for example {@code ca}
 * @param units number of units of this kind
 * @param cycles unit-cycles, one sum per {@link State} in order
 */
public record LedgerSums(String kind, int units, List<Long> cycles) {
    /** Checks the number of sums. */
    public LedgerSums {
        cycles = List.copyOf(cycles);
        if (cycles.size() != State.values().length) {
            throw new IllegalArgumentException(
                    "expected " + State.values().length + " ledger sums, not " + cycles.size());
        }
    }

    /** The sums of all kinds of a ledger, in its order of kinds. */
    public static List<LedgerSums> of(CycleLedger ledger) {
        List<LedgerSums> all = new ArrayList<>();
        for (String kind : ledger.kinds()) {
            List<Long> cycles = new ArrayList<>();
            for (State state : State.values()) {
                cycles.add(ledger.sum(kind, state));
            }
            all.add(new LedgerSums(kind, ledger.units(kind), cycles));
        }
        return all;
    }

    /** The sums of all kinds over all layers of a run, in the order in which they first occur. */
    public static List<LedgerSums> ofRun(RunRecord run) {
        Map<String, LedgerSums> all = new LinkedHashMap<>();
        for (LayerRecord layer : run.layers()) {
            layer.ledger().forEach(sums -> all.merge(sums.kind(), sums, LedgerSums::plus));
        }
        return List.copyOf(all.values());
    }

    /** Two layers together; a layer that uses fewer units does not make the machine's fewer. */
    LedgerSums plus(LedgerSums other) {
        List<Long> sum = new ArrayList<>();
        for (State state : State.values()) {
            sum.add(cycles(state) + other.cycles(state));
        }
        return new LedgerSums(kind, Math.max(units, other.units), sum);
    }

    /** Unit-cycles in a state. */
    public long cycles(State state) {
        return cycles.get(state.ordinal());
    }

    /** Unit-cycles in all states: units x the layer's cycles. */
    public long total() {
        return cycles.stream().mapToLong(Long::longValue).sum();
    }

    /** The share of unit-cycles in a state, 0 to 1; 0 when there are none. */
    public double fraction(State state) {
        long total = total();
        return total == 0 ? 0 : cycles(state) / (double) total;
    }
}
