package org.escalatesim.escalate;

import java.util.List;
import org.escalatesim.machine.MemoryInstance;

/** The SRAMs of an ESCALATE machine. */
final class EscalateMemories {
    private EscalateMemories() {}

    static List<MemoryInstance> of(EscalateSpec spec) {
        return List.of(new MemoryInstance("global_buffer", spec.globalBuffer().bytes(), 1));
    }
}
