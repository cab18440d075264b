package org.escalatesim.escalate;

import org.escalatesim.machine.CycleLedger.State;

/**
 * What half a row did in a cycle, as an int: rows pass these around in every cycle, and an int costs no write barrier.
 * All but {@link #EMPTY} are the ordinal of the ledger's state.
 */
final class Outcomes {
    static final int WORKED = State.WORKING.ordinal();
    static final int BLOCKED = State.BLOCKED.ordinal();
    static final int IDLE = State.IDLE.ordinal();
    static final int INPUT = State.INPUT.ordinal();
    static final int SIBLINGS = State.SIBLINGS.ordinal();
    static final int MEMORY = State.MEMORY.ordinal();
    /** Had nothing to work on; why depends on the rest of the tile. */
    static final int EMPTY = -1;

    private Outcomes() {}
}
