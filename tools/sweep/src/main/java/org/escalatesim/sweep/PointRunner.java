package org.escalatesim.sweep;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the results of points, on the calling thread; what a computer of a cluster is asked for. */
public final class PointRunner {
    private PointRunner() {}

    /**
     * What a point gives.
     *
     * @param bytes its result file
     * @param failure null if the point succeeded
     */
    public record Result(byte[] bytes, String failure) {}

    /**
     * Splits points into groups of one workload, each of at most so many different machines; of points with one key,
     * the first alone.
     */
    public static List<List<PlannedPoint>> groups(List<PlannedPoint> points, int machines) {
        return Flight.group(points, machines);
    }

    /** Runs a point, whose result is the same wherever and whenever it runs; {@code version} is the simulator's. */
    public static Result run(String version, PlannedPoint point) {
        return run(version, List.of(point)).get(0);
    }

    /**
     * Runs points of one workload together: each layer's data is made once for all of them.
     *
     * @return a result for each point, in the order of the points
     */
    public static List<Result> run(String version, List<PlannedPoint> points) {
        Flight flight = new Flight(version, points);
        for (int layer = 0; layer < flight.layers(); layer++) {
            flight.run(layer);
        }
        Map<PlannedPoint, Result> results = new HashMap<>();
        flight.finish((point, bytes, failure) -> results.put(point, new Result(bytes, failure)));
        return points.stream().map(results::get).toList();
    }
}
