package org.escalatesim.bench;

import org.escalatesim.machine.LayerRun;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Work simulated, which JMH shows per second. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Work {
    /** K * C/groups * R * S * P * Q, padding taps included. */
    public long denseMacs;

    /** Pairs of non-zero activation and non-zero coefficient. */
    public long matchedPairs;

    /** Chunks that entered the dilution of a row. */
    public long rowChunks;

    /** Counts a layer. */
    void add(LayerRun run) {
        denseMacs += run.shape().denseMacs();
        matchedPairs += run.matchedPairs();
        rowChunks += run.chunks();
    }
}
