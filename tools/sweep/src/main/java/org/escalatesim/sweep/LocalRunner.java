package org.escalatesim.sweep;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.escalatesim.machine.Parallel;
import org.escalatesim.report.ResultException;

/**
 * Runs points on the threads of one computer and stores their results as they come. Memory holds a layer per thread and
 * the records of the points in flight, at most those of two flights and the last of each thread.
 */
public final class LocalRunner {
    /** Machines that share a trace. More would save little time, and lose more if the process is killed. */
    private static final int MACHINES = 8;

    private final String version;
    private final ResultStore store;
    private final Observer observer;
    private final Iterator<List<PlannedPoint>> flights;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private Running current;

    /** Sees the work go on; called from worker threads. */
    public interface Observer {
        /** Dense MACs were simulated. */
        void worked(long denseMacs);

        /** A point has its result; {@code failure} is null if it succeeded. */
        void finished(PlannedPoint point, String failure);
    }

    /** A flight with its layers, the expensive ones first so that threads finish together. */
    private static final class Running {
        final Flight flight;
        final Iterator<Integer> layers;
        private int unfinished;

        Running(Flight flight) {
            this.flight = flight;
            unfinished = flight.layers();
            layers = IntStream.range(0, unfinished)
                    .boxed()
                    .sorted((a, b) -> Long.compare(flight.denseMacs(b), flight.denseMacs(a)))
                    .iterator();
        }

        synchronized boolean last() {
            return --unfinished == 0;
        }
    }

    private LocalRunner(String version, ResultStore store, Observer observer, List<List<PlannedPoint>> flights) {
        this.version = version;
        this.store = store;
        this.observer = observer;
        this.flights = flights.iterator();
    }

    /**
     * Runs points and stores their results.
     *
     * @param threads worker threads, at least 1; results do not depend on them
     * @throws ResultException if a result cannot be stored; what was stored before is whole
     */
    public static void run(
            String version, List<PlannedPoint> points, ResultStore store, int threads, Observer observer) {
        LocalRunner runner = new LocalRunner(version, store, observer, Flight.group(points, MACHINES));
        Callable<Void> worker = () -> {
            runner.work();
            return null;
        };
        Parallel.run(threads, "sweep", Collections.nCopies(threads, worker));
    }

    private void work() {
        try {
            Runnable task = next();
            while (task != null) {
                task.run();
                task = next();
            }
        } catch (RuntimeException | Error e) {
            stopped.set(true);
            throw e;
        }
    }

    /** The next layer of the current flight, or the first of the next flight; null when there is none. */
    private synchronized Runnable next() {
        while (!stopped.get() && (current == null || !current.layers.hasNext())) {
            if (!flights.hasNext()) {
                return null;
            }
            current = new Running(new Flight(version, flights.next()));
        }
        if (stopped.get()) {
            return null;
        }
        Running running = current;
        int layer = running.layers.next();
        return () -> {
            running.flight.run(layer);
            observer.worked(running.flight.denseMacs(layer));
            if (running.last()) {
                running.flight.finish((point, bytes, failure) -> {
                    store.write(point.key(), bytes);
                    observer.finished(point, failure);
                });
            }
        };
    }

    /** Dense MACs that points take, those of one machine and workload once. */
    public static long denseMacs(List<PlannedPoint> points) {
        Map<String, Long> macs = new HashMap<>();
        points.forEach(point -> macs.put(
                point.machineKey() + point.workKey(), point.point().run().work().denseMacs()));
        return macs.values().stream().mapToLong(Long::longValue).sum();
    }
}
