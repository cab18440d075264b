package org.escalatesim.machine;

import org.escalatesim.trace.LayerTrace;

/** A machine that can be watched while it runs. */
public interface Observable {
    /**
     * Runs a layer as {@link Accelerator#run} does, without values and telling an observer of every cycle; slower, with
     * the same result.
     *
     * @throws UnsupportedLayerException if the machine cannot run the layer
     */
    LayerRun observe(LayerTrace layer, CycleObserver observer);

    /**
     * Runs a layer as {@link Accelerator#run} does, with the same result, telling an observer of every DRAM transfer.
     *
     * @throws UnsupportedLayerException if the machine cannot run the layer, or cannot tell all its transfers
     */
    LayerRun observe(LayerTrace layer, boolean values, DramObserver observer);
}
