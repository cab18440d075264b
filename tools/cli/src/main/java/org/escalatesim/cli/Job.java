package org.escalatesim.cli;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.escalatesim.trace.Workload;

/**
 * What runs: one workload, or one per image.
 *
 * @param kind {@code network} (synthetic trace) or {@code trace} (recorded data)
 * @param name the network's name
 * @param label how results are called by default: the network's name, or the folder's
 * @param seed seed of synthetic data, or null for recorded data
 * @param options every option, resolved, in a fixed order
 * @param images images to run, in order; empty where the workload has none
 * @param workloads the workload of an image (of 0 where there are none)
 */
record Job(
        String kind,
        String name,
        String label,
        Long seed,
        Map<String, String> options,
        List<Integer> images,
        IntFunction<Workload> workloads) {

    /** The images to go through, 0 where the workload has none. */
    List<Integer> rounds() {
        return images.isEmpty() ? List.of(0) : images;
    }
}
