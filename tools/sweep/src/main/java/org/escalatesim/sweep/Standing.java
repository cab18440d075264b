package org.escalatesim.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.escalatesim.machine.Parallel;
import org.escalatesim.report.ResultException;

/**
 * What a folder already holds of some points.
 *
 * @param missing points without a result
 * @param failed why points failed, by point
 * @param unreadable one line per result that is damaged or of another version, by point
 * @param done points with a result
 */
public record Standing(
        List<PlannedPoint> missing,
        Map<PlannedPoint, String> failed,
        Map<PlannedPoint, String> unreadable,
        List<PlannedPoint> done) {
    private static final int PER_TASK = 64;

    /** Reads every result of these points, whole; points with one key count once. */
    public static Standing of(String version, List<PlannedPoint> points, ResultStore store, int threads) {
        List<PlannedPoint> unique = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        points.stream().filter(point -> keys.add(point.key())).forEach(unique::add);
        List<Callable<Standing>> tasks = new ArrayList<>();
        for (int i = 0; i < unique.size(); i += PER_TASK) {
            List<PlannedPoint> part = unique.subList(i, Math.min(unique.size(), i + PER_TASK));
            tasks.add(() -> part(version, part, store));
        }
        Standing all = empty();
        for (Standing part : Parallel.run(threads, "results", tasks)) {
            all.missing.addAll(part.missing);
            all.failed.putAll(part.failed);
            all.unreadable.putAll(part.unreadable);
            all.done.addAll(part.done);
        }
        return all;
    }

    private static Standing empty() {
        return new Standing(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
    }

    private static Standing part(String version, List<PlannedPoint> points, ResultStore store) {
        Standing part = empty();
        for (PlannedPoint point : points) {
            if (!store.has(point.key())) {
                part.missing.add(point);
                continue;
            }
            try {
                ResultFile result = store.result(point.key(), version);
                if (result.failure() == null) {
                    part.done.add(point);
                } else {
                    part.failed.put(point, result.failure());
                }
            } catch (ResultException e) {
                part.unreadable.put(point, e.getMessage());
            }
        }
        return part;
    }

    /** What is left to run: the missing, the unreadable and, if asked for, those that failed; in the given order. */
    public List<PlannedPoint> todo(boolean failedToo) {
        List<PlannedPoint> todo = new ArrayList<>(missing);
        todo.addAll(unreadable.keySet());
        if (failedToo) {
            todo.addAll(failed.keySet());
        }
        todo.sort((a, b) -> Integer.compare(a.point().number(), b.point().number()));
        return todo;
    }
}
