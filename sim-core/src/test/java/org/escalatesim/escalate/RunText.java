package org.escalatesim.escalate;

import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.LayerRun;

/** All that a run says of itself, values apart, as text: equal runs have equal texts, and a difference is readable. */
final class RunText {
    private RunText() {}

    static String of(LayerRun run) {
        StringBuilder text = new StringBuilder(run.layer());
        text.append('\n').append(run.mapping()).append("\ncycles ").append(run.cycles());
        text.append("\nmultiplications ").append(run.multiplications());
        text.append("\nbypassed ").append(run.bypassed());
        text.append("\nmatched pairs ").append(run.matchedPairs());
        text.append("\nchunks ").append(run.chunks());
        for (int unit = 0; unit < run.ledger().units(); unit++) {
            text.append('\n').append(run.ledger().kind(unit)).append(' ');
            text.append(run.ledger().name(unit));
            for (State state : State.values()) {
                text.append(' ').append(run.ledger().cycles(unit, state));
            }
        }
        text.append('\n').append(run.activity().counts());
        return text.append('\n').append(run.counters()).toString();
    }
}
