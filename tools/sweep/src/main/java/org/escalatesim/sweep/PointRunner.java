package org.escalatesim.sweep;

import java.util.List;

/** Makes the result of one point, on the calling thread; what a computer of a cluster is asked for. */
public final class PointRunner {
    private PointRunner() {}

    /**
     * What a point gives.
     *
     * @param bytes its result file
     * @param failure null if the point succeeded
     */
    public record Result(byte[] bytes, String failure) {}

    /** Runs a point, whose result is the same wherever and whenever it runs; {@code version} is the simulator's. */
    public static Result run(String version, PlannedPoint point) {
        Flight flight = new Flight(version, List.of(point));
        for (int layer = 0; layer < flight.layers(); layer++) {
            flight.run(layer);
        }
        Result[] result = new Result[1];
        flight.finish((finished, bytes, failure) -> result[0] = new Result(bytes, failure));
        return result[0];
    }
}
