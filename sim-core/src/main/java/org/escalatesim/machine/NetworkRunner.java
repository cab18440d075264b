package org.escalatesim.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Workload;

/** Runs the layers of a network in parallel; the result does not depend on the number of threads. */
public final class NetworkRunner {
    private NetworkRunner() {}

    /** Sees each layer with its result before the trace is dropped; called from worker threads, in any order. */
    public interface Observer {
        /** Called once per layer. */
        void finished(int index, LayerTrace trace, LayerRun run);
    }

    /**
     * Runs all layers, the expensive ones first so that threads finish together.
     *
     * @param threads worker threads, at least 1
     * @param values whether to compute values
     * @param observer told of each finished layer (progress, verification)
     * @return one result per layer, in network order
     */
    public static List<LayerRun> run(
            Accelerator machine, Workload workload, int threads, boolean values, Observer observer) {
        int size = workload.size();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        order.sort((a, b) ->
                Long.compare(workload.shape(b).denseMacs(), workload.shape(a).denseMacs()));
        LayerRun[] runs = new LayerRun[size];
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "layer");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int index : order) {
                futures.add(pool.submit(() -> {
                    LayerTrace trace = workload.load(index, values);
                    LayerRun run = machine.run(trace, values);
                    observer.finished(index, trace, run);
                    runs[index] = run;
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
            return List.of(runs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
