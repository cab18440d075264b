package org.escalatesim.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
        List<Callable<LayerRun>> tasks = new ArrayList<>();
        for (int index : order) {
            tasks.add(() -> {
                LayerTrace trace = workload.load(index, values);
                LayerRun run = machine.run(trace, values);
                observer.finished(index, trace, run);
                runs[index] = run;
                return run;
            });
        }
        Parallel.run(threads, "layer", tasks);
        return List.of(runs);
    }
}
