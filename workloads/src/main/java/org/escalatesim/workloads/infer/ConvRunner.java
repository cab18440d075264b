package org.escalatesim.workloads.infer;

import org.escalatesim.machine.LayerRun;
import org.escalatesim.trace.LayerTrace;

/** Runs one layer on a machine, or on whatever stands for one in a test. */
@FunctionalInterface
public interface ConvRunner {
    /**
     * Runs a layer with values.
     *
     * @return sums [K][P][Q] and, unless the layer has no requantisation, outputs [P][Q][K]
     */
    LayerRun.Values run(LayerTrace layer);
}
