package org.escalatesim.sweep.spark;

import java.io.Serializable;
import java.util.List;
import org.escalatesim.sweep.PlannedPoint;
import org.escalatesim.sweep.Sweep;

/**
 * Points that one executor runs together.
 *
 * @param job names the run of the sweep; what an executor keeps of another run may be out of date
 * @param sweep the sweep file, an absolute path
 * @param version the simulator's
 * @param numbers of the points in the sweep, counted from 1
 * @param keys of the points, which tell an executor whether it sees the same files as the driver
 */
record Task(String job, String sweep, String version, int[] numbers, String[] keys) implements Serializable {
    private static final long serialVersionUID = 1;

    static Task of(String job, Sweep sweep, String version, List<PlannedPoint> points) {
        return new Task(
                job,
                sweep.file().toAbsolutePath().normalize().toString(),
                version,
                points.stream().mapToInt(point -> point.point().number()).toArray(),
                points.stream().map(PlannedPoint::key).toArray(String[]::new));
    }
}
