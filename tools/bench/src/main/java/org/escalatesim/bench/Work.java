package org.escalatesim.bench;

import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.trace.LayerTrace;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Work simulated, which JMH shows per second. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Work {
    /** Clock cycles of the machine. */
    public long cycles;

    /** K * C/groups * R * S * P * Q, padding taps included. */
    public long denseMacs;

    /** Products done by the multipliers. */
    public long products;

    /** Pairs of non-zero activation and non-zero weight or coefficient. */
    public long matchedPairs;

    /** Chunks that entered the dilution of a row; 0 on machines without. */
    public long rowChunks;

    /** CPU time of the simulating thread: per second, the share of a core that it got. */
    public double cpuSeconds;

    /** Runs a layer without values and counts it. */
    LayerRun run(Accelerator machine, LayerTrace layer) {
        return run(machine, layer, false);
    }

    /** Runs a layer and counts it. */
    LayerRun run(Accelerator machine, LayerTrace layer, boolean values) {
        long start = CpuClock.nanos();
        LayerRun run = machine.run(layer, values);
        cpuSeconds += (CpuClock.nanos() - start) * 1e-9;
        cycles += run.cycles();
        products += run.multiplications();
        denseMacs += run.shape().denseMacs();
        matchedPairs += run.matchedPairs();
        rowChunks += run.chunks();
        return run;
    }
}
