package org.escalatesim.machine;

import org.escalatesim.trace.LayerTrace;

/** A machine that runs layers. Stateless between layers; {@link #run} may be called from several threads. */
public interface Accelerator {
    /** The machine's specification. */
    MachineSpec spec();

    /**
     * Runs one layer, whole.
     *
     * @param layer the layer
     * @param values whether to compute sums and outputs; needs a trace with values
     * @throws UnsupportedLayerException if the machine cannot run the layer
     * @throws ConservationException if a law is broken (an internal error)
     */
    LayerRun run(LayerTrace layer, boolean values);
}
