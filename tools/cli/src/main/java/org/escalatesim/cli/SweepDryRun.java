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
import org.escalatesim.sweep.LocalRunner;
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
        List<PlannedPoint> mine = shard.of(new Planner(Version.text()).plan(sweep));
        List<String> lines = new ArrayList<>();
        lines.add("sweep         " + sweep.name() + ": " + SweepCommand.points(sweep.size())
                + (sweep.excluded() == 0 ? "" : " (where excludes " + Numbers.count(sweep.excluded()) + " more)")
                + (shard.n() == 1 ? "" : "; shard " + shard + " has " + Numbers.count(mine.size()) + " of them"));
        if (!mine.isEmpty()) {
            lines.add("");
            lines.addAll(table(mine));
            if (!all && mine.size() > SHOWN) {
                lines.add("and " + Numbers.count(mine.size() - SHOWN) + " more (--verbose shows all)");
            }
            lines.add("");
        }
        Standing standing = Standing.of(Version.text(), mine, store, threads);
        List<PlannedPoint> todo = standing.todo(false);
        lines.add("folder        " + store.folder() + ": "
                + (Files.isDirectory(store.folder())
                        ? standing.done().size() + " done, " + standing.failed().size() + " failed, "
                                + standing.unreadable().size() + " not readable, "
                                + standing.missing().size() + " missing"
                        : "new"));
        lines.addAll(time(todo));
        return lines;
    }

    private List<String> table(List<PlannedPoint> points) {
        List<String> columns = sweep.columns();
        List<PlannedPoint> shown = all ? points : points.subList(0, Math.min(SHOWN, points.size()));
        List<List<String>> rows =
                shown.stream().map(point -> point.point().row()).toList();
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
            List<String> cells = new ArrayList<>(
                    List.of(Integer.toString(shown.get(k).point().number())));
            for (int i : kept) {
                cells.add(rows.get(k).get(i));
            }
            table.row(cells.toArray(String[]::new));
        }
        return table.lines();
    }

    private List<String> time(List<PlannedPoint> todo) {
        if (todo.isEmpty()) {
            return List.of("time          nothing to run");
        }
        Estimate estimate = Estimate.of(todo, threads);
        List<String> rates = new ArrayList<>();
        for (Map.Entry<String, Double> rate : new TreeMap<>(estimate.macsPerSecond()).entrySet()) {
            rates.add(rate.getKey() + " " + Numbers.short3(rate.getValue() / 1e6));
        }
        return List.of(
                "time          about " + duration(estimate.seconds()) + " with --threads " + threads + " for "
                        + SweepCommand.points(todo.size()) + " of "
                        + Numbers.short3(LocalRunner.denseMacs(todo) / 1e6) + " million dense MACs",
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
