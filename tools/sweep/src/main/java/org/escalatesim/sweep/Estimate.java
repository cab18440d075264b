package org.escalatesim.sweep;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
 * @param points points that can run, as far as is known
 * @param denseMacs their dense MACs, those of one machine and workload counted once
 * @param macsPerSecond dense MACs per second and thread by base machine
 */
public record Estimate(double seconds, int points, long denseMacs, Map<String, Double> macsPerSecond) {
    /** The compiler at work makes the first seconds slow. */
    private static final long WARM_UP_NANOS = 2_000_000_000L;

    private static final long MEASURED_NANOS = 1_000_000_000L;

    /** Points of a base machine that are tried for its rate where there are very many. */
    private static final int TRIED = 32;

    /**
     * Estimates the time of very many points without resolving them: every machine counts as possible, and points share
     * a simulation if they differ in the energy table alone.
     */
    public static Estimate of(Sweep sweep, Shard shard, int threads) {
        Map<String, Long> macs = new LinkedHashMap<>();
        Map<String, List<Integer>> tried = new HashMap<>();
        BitSet seen = new BitSet(sweep.combinations());
        for (int number = shard.i(); number <= sweep.size(); number += shard.n()) {
            int simulation = sweep.simulation(number);
            if (!seen.get(simulation)) {
                seen.set(simulation);
                Point point = sweep.point(number);
                String base = point.machine().name();
                macs.merge(base, point.run().work().denseMacs(), Long::sum);
                tried.computeIfAbsent(base, name -> new ArrayList<>()).add(number);
            }
        }
        Map<String, Double> rates = new HashMap<>();
        double seconds = 0;
        for (String base : macs.keySet()) {
            List<Integer> points = tried.get(base);
            // First, last and between, so that one impossible value does not hide all that are possible.
            for (int i = 0; i < Math.min(TRIED, points.size()) && !rates.containsKey(base); i++) {
                int at = (int) ((long) i * (points.size() - 1) / Math.max(1, Math.min(TRIED, points.size()) - 1));
                double rate = measure(sweep.point(points.get(at)));
                if (rate > 0) {
                    rates.put(base, rate);
                    seconds += macs.get(base) / rate;
                }
            }
        }
        long sum = macs.values().stream().mapToLong(Long::longValue).sum();
        return new Estimate(seconds / threads, shard.size(sweep.size()), sum, rates);
    }

    /** Estimates the time of points, those of one machine and workload counted once and impossible machines not. */
    public static Estimate of(List<PlannedPoint> points, int threads) {
        Map<String, Double> rates = new HashMap<>();
        Set<String> seen = new HashSet<>();
        Set<String> cannotRun = new HashSet<>();
        double seconds = 0;
        int possible = 0;
        long sum = 0;
        for (PlannedPoint point : points) {
            if (point.problem() != null) {
                continue;
            }
            String key = point.machineKey() + point.workKey();
            if (seen.add(key)) {
                String base = point.point().machine().name();
                if (!rates.containsKey(base)) {
                    double rate = measure(point.point());
                    if (rate == 0) {
                        // It takes no time, and says nothing of others.
                        cannotRun.add(key);
                        continue;
                    }
                    rates.put(base, rate);
                }
                long macs = point.point().run().work().denseMacs();
                sum += macs;
                seconds += macs / rates.get(base);
            }
            possible += cannotRun.contains(key) ? 0 : 1;
        }
        return new Estimate(seconds / threads, possible, sum, rates);
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
