package org.escalatesim.sweep;

import org.escalatesim.config.LoadedMachine;

/**
 * A point with everything resolved that its result depends on.
 *
 * @param point the point
 * @param key its name: the first 20 hexadecimal digits of a SHA-256 over simulator version, machine, workload and energy
 *     table
 * @param machineKey hash of the machine; points of one machine and one workload share their simulation
 * @param workKey hash of the workload; points of one workload share its traces
 * @param problem why its machine cannot exist, so that the point will fail, or null
 */
public record PlannedPoint(Point point, String key, String machineKey, String workKey, String problem) {

    /**
     * The machine of a point, or why there is none.
     *
     * @param machine null if it cannot exist
     * @param problem null if it can
     */
    record MachineOrProblem(LoadedMachine machine, String problem) {}
}
