package org.escalatesim.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.escalatesim.report.Numbers;
import org.escalatesim.report.TextTable;
import org.escalatesim.sweep.Estimate;
import org.escalatesim.sweep.PlannedPoint;
import org.escalatesim.sweep.Planner;
import org.escalatesim.sweep.ResultStore;
import org.escalatesim.sweep.Shard;
import org.escalatesim.sweep.Standing;
import org.escalatesim.sweep.Sweep;

/** What {@code sweep --dry-run} shows. */
final class SweepDryRun {
    private static final int SHOWN = 20;

    private final Sweep sweep;
    private final ResultStore store;
    private final Shard shard;
    private final int threads;
    private final boolean all;

    SweepDryRun(Sweep sweep, ResultStore store, Shard shard, int threads, boolean all) {
        this.sweep = sweep;
        this.store = store;
        this.shard = shard;
        this.threads = threads;
        this.all = all;
    }

    List<String> lines() {
        int size = shard.size(sweep.size());
        List<String> lines = new ArrayList<>();
        lines.add("sweep         " + sweep.name() + ": " + SweepCommand.points(sweep.size())
                + (sweep.excluded() == 0 ? "" : " (where excludes " + Numbers.count(sweep.excluded()) + " more)")
                + (shard.n() == 1 ? "" : "; shard " + shard + " has " + Numbers.count(size) + " of them"));
        if (size > 0) {
            int shown = all ? size : Math.min(SHOWN, size);
            lines.add("");
            lines.addAll(table(shown));
            if (shown < size) {
                lines.add("and " + Numbers.count(size - shown) + " more (--verbose shows all)");
            }
            lines.add("");
        }
        lines.addAll(size > SweepCommand.MANY ? many(size) : resolved());
        return lines;
    }

    /** To resolve a point takes a tenth of a millisecond, too long for a million that may be a mistake. */
    private List<String> many(int size) {
        List<String> lines = new ArrayList<>();
        List<PlannedPoint> first = new ArrayList<>();
        Planner planner = new Planner(Version.text());
        for (int i = 0; i < SHOWN; i++) {
            first.add(planner.plan(sweep.point(shard.number(i))));
        }
        lines.addAll(failing(first, "the first " + SHOWN));
        lines.add("folder        " + store.folder() + ": "
                + (Files.isDirectory(store.folder())
                        ? Numbers.count(store.keys().size()) + " results, not compared with so many points"
                        : "new"));
        lines.addAll(time(Estimate.of(sweep, shard, threads)));
        lines.add(
                "              (more than " + Numbers.count(SweepCommand.MANY)
                        + " points: their machines and workloads are not checked one by one, results there are counted as missing)");
        return lines;
    }

    private List<String> resolved() {
        List<PlannedPoint> mine = shard.of(new Planner(Version.text()).plan(sweep));
        List<String> lines = new ArrayList<>(failing(mine, SweepCommand.points(mine.size())));
        Standing standing = Standing.of(Version.text(), mine, store, threads);
        List<PlannedPoint> todo = standing.todo(false);
        lines.add("folder        " + store.folder() + ": "
                + (Files.isDirectory(store.folder())
                        ? standing.done().size() + " done, " + standing.failed().size() + " failed, "
                                + standing.unreadable().size() + " not readable, "
                                + standing.missing().size() + " missing"
                        : "new"));
        lines.addAll(todo.isEmpty() ? List.of("time          nothing to run") : time(Estimate.of(todo, threads)));
        return lines;
    }

    /** Points whose machines cannot exist, one line per reason. */
    private static List<String> failing(List<PlannedPoint> points, String of) {
        Map<Integer, Failure> failures = new TreeMap<>();
        points.stream()
                .filter(point -> point.problem() != null)
                .forEach(point -> failures.put(
                        point.point().number(), new Failure(point.point().describe(), point.problem())));
        if (failures.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("will fail     " + Numbers.count(failures.size()) + " of " + of + ", whose machines cannot exist:");
        Failure.lines(failures).stream().limit(SweepCommand.NAMED).forEach(line -> lines.add("              " + line));
        int more = Failure.lines(failures).size() - SweepCommand.NAMED;
        if (more > 0) {
            lines.add("              and " + Numbers.count(more) + " more reasons");
        }
        return lines;
    }

    private List<String> table(int shown) {
        List<String> columns = sweep.columns();
        List<List<String>> rows = IntStream.range(0, shown)
                .mapToObj(i -> sweep.point(shard.number(i)).row())
                .toList();
        // Columns without any value, such as the image of networks, only take room.
        int[] kept = IntStream.range(0, columns.size())
                .filter(i -> rows.stream().anyMatch(row -> !row.get(i).isEmpty()))
                .toArray();
        List<String> header = new ArrayList<>(List.of("point"));
        for (int i : kept) {
            header.add(columns.get(i));
        }
        TextTable table = new TextTable("r".repeat(header.size()), new String[][] {header.toArray(String[]::new)});
        for (int k = 0; k < rows.size(); k++) {
            List<String> cells = new ArrayList<>(List.of(Integer.toString(shard.number(k))));
            for (int i : kept) {
                cells.add(rows.get(k).get(i));
            }
            table.row(cells.toArray(String[]::new));
        }
        return table.lines();
    }

    private List<String> time(Estimate estimate) {
        List<String> rates = new ArrayList<>();
        for (Map.Entry<String, Double> rate : new TreeMap<>(estimate.macsPerSecond()).entrySet()) {
            rates.add(rate.getKey() + " " + Numbers.short3(rate.getValue() / 1e6));
        }
        return List.of(
                "time          about " + duration(estimate.seconds()) + " with --threads " + threads + " for "
                        + SweepCommand.points(estimate.points()) + " of "
                        + Numbers.short3(estimate.denseMacs() / 1e6) + " million dense MACs",
                "              at million MACs per second and thread: "
                        + (rates.isEmpty() ? "none, no point can run" : String.join(", ", rates)),
                "              (measured just now on layers of middling size; expect a factor of two)");
    }

    /** For people: {@code 40 s}, {@code 12 min}, {@code 3.5 h}. */
    static String duration(double seconds) {
        if (seconds < 90) {
            return Numbers.fixed(Math.max(1, Math.ceil(seconds)), 0) + " s";
        }
        return seconds < 5400 ? Numbers.fixed(seconds / 60, 0) + " min" : Numbers.fixed(seconds / 3600, 1) + " h";
    }
}
