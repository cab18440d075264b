package org.escalatesim.bench;

import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.trace.LayerTrace;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Products simulated, which JMH shows per second. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Products {
    /** Products that the layer needs: pairs of non-zero activation and non-zero weight that land on an output. */
    public long products;

    /** K * C/groups * R * S * P * Q, padding taps included. */
    public long denseMacs;

    /** Multiplier slots of all PEs: multipliers x cycles. */
    public long slots;

    /** CPU time of the simulating thread: per second, the share of a core that it got. */
    public double cpuSeconds;

    /** Runs a layer without values and counts it. */
    LayerRun run(Accelerator machine, LayerTrace layer) {
        long start = CpuClock.nanos();
        LayerRun run = machine.run(layer, false);
        cpuSeconds += (CpuClock.nanos() - start) * 1e-9;
        products += run.matchedPairs();
        denseMacs += run.shape().denseMacs();
        slots += machine.spec().multipliers() * run.cycles();
        return run;
    }
}
