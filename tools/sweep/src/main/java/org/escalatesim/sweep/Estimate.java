package org.escalatesim.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.trace.Workload;

/**
 * How long points will take: their dense MACs over a rate that is measured, for each base machine, by running layers of
 * middling size of its first possible point for about three seconds, the first two of which do not count. Nothing else is known beforehand: machines far from the
 * measured one, and layers that behave otherwise, make it wrong by a factor of two or more.
 *
 * @param seconds on this computer with the given threads
 * @param macsPerSecond dense MACs per second and thread by base machine
 */
public record Estimate(double seconds, Map<String, Double> macsPerSecond) {
    /** The compiler at work makes the first seconds slow. */
    private static final long WARM_UP_NANOS = 2_000_000_000L;

    private static final long MEASURED_NANOS = 1_000_000_000L;

    /** Estimates the time of points, those of one machine and workload counted once. */
    public static Estimate of(List<PlannedPoint> points, int threads) {
        Map<String, Double> rates = new HashMap<>();
        Set<String> seen = new HashSet<>();
        double seconds = 0;
        for (PlannedPoint point : points) {
            if (seen.add(point.machineKey() + point.workKey())) {
                String base = point.point().machine().name();
                if (!rates.containsKey(base)) {
                    double rate = measure(point.point());
                    if (rate == 0) {
                        continue; // Its machine is impossible: it takes no time, and says nothing of others.
                    }
                    rates.put(base, rate);
                }
                seconds += point.point().run().work().denseMacs() / rates.get(base);
            }
        }
        return new Estimate(seconds / threads, rates);
    }

    /** Dense MACs per second of one thread, traces included; 0 if the point cannot run. */
    private static double measure(Point point) {
        LoadedMachine machine = Planner.machine(point).machine();
        if (machine == null) {
            return 0;
        }
        Accelerator accelerator = machine.spec().accelerator();
        Workload workload = Planner.work(point).open().get();
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, workload.size()).boxed().toList());
        order.sort(Comparator.comparingLong(i -> workload.shape(i).denseMacs()));
        try {
            long begin = System.nanoTime();
            long measuredFrom = 0;
            long macs = 0;
            // From the middle outwards, round and round.
            for (int i = 0; measuredFrom == 0 || System.nanoTime() - measuredFrom < MEASURED_NANOS; i++) {
                int away = (i + 1) / 2 % ((order.size() + 1) / 2);
                int at = order.size() / 2 + (i % 2 == 0 ? away : -away);
                int layer = order.get(Math.max(0, Math.min(order.size() - 1, at)));
                accelerator.run(workload.load(layer, false), false);
                if (measuredFrom != 0) {
                    macs += workload.shape(layer).denseMacs();
                } else if (System.nanoTime() - begin > WARM_UP_NANOS) {
                    measuredFrom = System.nanoTime();
                }
            }
            return macs / ((System.nanoTime() - measuredFrom) / 1e9);
        } catch (UnsupportedLayerException e) {
            return 0;
        }
    }
}
