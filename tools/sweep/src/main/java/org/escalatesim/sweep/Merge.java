package org.escalatesim.sweep;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.RunRecord;
import org.escalatesim.report.Target;

/** Makes one CSV of the results in a folder, whichever of them are there, in the order of the sweep. */
public final class Merge {
    /** Rows that are kept in memory; with more of them, every result is read a second time. */
    private static final int KEPT_ROWS = 10_000;

    private final ResultStore store;
    private final String version;
    private final boolean layers;
    private final boolean otherVersions;
    private final List<Item> items = new ArrayList<>();
    private final Set<String> columns = new LinkedHashSet<>();
    private final Map<Item, List<Map<String, String>>> kept = new IdentityHashMap<>();
    private final int mostKept;
    private int keptRows;
    private final List<String> problems = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private int failed;
    private int missing;
    private int ofOtherVersions;

    /** A result to be merged, and what tells its point apart. */
    private record Item(String key, String version, Map<String, String> head) {}

    /**
     * What was found.
     *
     * @param points points of the sweep
     * @param merged points of the sweep in the table
     * @param failed those of them that failed
     * @param missing points without a result
     * @param problems one line per result that could not be merged
     * @param others results in the folder that are not of this sweep, or of another version
     * @param ofOtherVersions results of other versions in the table
     */
    public record Outcome(
            int points,
            int merged,
            int failed,
            int missing,
            List<String> problems,
            List<String> others,
            int ofOtherVersions) {}

    /**
     * A merger.
     *
     * @param version the simulator's version
     * @param layers one row per layer in place of one per point
     * @param otherVersions whether to merge results of other versions too, after those of the sweep
     */
    public Merge(ResultStore store, String version, boolean layers, boolean otherVersions) {
        this(store, version, layers, otherVersions, KEPT_ROWS);
    }

    Merge(ResultStore store, String version, boolean layers, boolean otherVersions, int mostKept) {
        this.mostKept = mostKept;
        this.store = store;
        this.version = version;
        this.layers = layers;
        this.otherVersions = otherVersions;
    }

    /**
     * Writes the table, in one step.
     *
     * @throws ResultException if the folder holds no sweep, or the file is not a regular one or cannot be written
     */
    public Outcome write(Path file) {
        Path target = Target.file("--out", file);
        PlanFile plan = scan();
        // Columns differ from machine to machine, and all results may not fit into memory: all are read for their
        // columns, and those that were not kept once more for their rows.
        try {
            Path temporary = Target.temporary(target);
            try {
                try (BufferedWriter out = Files.newBufferedWriter(temporary);
                        CsvWriter csv = CsvWriter.builder()
                                .lineDelimiter(LineDelimiter.LF)
                                .build(out)) {
                    csv.writeRecord(columns);
                    for (Item item : items) {
                        for (Map<String, String> row : rows(item)) {
                            csv.writeRecord(columns.stream()
                                    .map(column -> row.getOrDefault(column, ""))
                                    .toList());
                        }
                    }
                }
                Target.replace(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw ResultStore.unwritable(file, e);
        }
        return outcome(plan);
    }

    /**
     * The table in memory.
     *
     * @param columns its columns
     * @param rows cells by column; a column that a row lacks is empty
     * @param outcome what was found
     */
    public record Rows(List<String> columns, List<Map<String, String>> rows, Outcome outcome) {}

    /**
     * Reads the table without writing it, for as many points as memory holds.
     *
     * @throws ResultException if the folder holds no sweep
     */
    public Rows read() {
        PlanFile plan = scan();
        List<Map<String, String>> rows = new ArrayList<>();
        items.forEach(item -> rows.addAll(rows(item)));
        return new Rows(List.copyOf(columns), rows, outcome(plan));
    }

    private Outcome outcome(PlanFile plan) {
        int merged = items.size() - ofOtherVersions;
        return new Outcome(plan.points().size(), merged, failed, missing, problems, others, ofOtherVersions);
    }

    /** Finds the items, their columns and their number. */
    private PlanFile scan() {
        if (!Files.isRegularFile(store.plan())) {
            throw new ResultException(store.folder() + ": has no sweep.json; merge needs the folder of a sweep");
        }
        PlanFile plan = PlanFile.read(store.plan());
        boolean foreign = !plan.version().equals(version);
        if (foreign && !otherVersions) {
            throw new ResultException(store.plan() + ": of version " + plan.version() + ", this is " + version
                    + "; nothing was merged: run the sweep again, or give --other-versions");
        }
        scanPoints(plan);
        scanOthers(plan);
        List<String> last = List.of("version", "result");
        if (columns.removeAll(last)) {
            columns.addAll(last);
        }
        return plan;
    }

    private void scanPoints(PlanFile plan) {
        columns.add("point");
        columns.addAll(plan.columns());
        for (int i = 0; i < plan.points().size(); i++) {
            PlanFile.Entry entry = plan.points().get(i);
            if (!store.has(entry.result())) {
                missing++;
                continue;
            }
            Map<String, String> head = new LinkedHashMap<>();
            head.put("point", Integer.toString(i + 1));
            for (int column = 0; column < plan.columns().size(); column++) {
                head.put(plan.columns().get(column), entry.values().get(column));
            }
            add(new Item(entry.result(), plan.version(), head));
        }
    }

    private void add(Item item) {
        try {
            ResultFile result = store.result(item.key(), item.version());
            failed += result.failure() == null ? 0 : 1;
            List<Map<String, String>> rows = rows(item, result);
            rows.forEach(row -> columns.addAll(row.keySet()));
            items.add(item);
            if (keptRows + rows.size() <= mostKept) {
                keptRows += rows.size();
                kept.put(item, rows);
            }
        } catch (ResultException e) {
            problems.add(e.getMessage() + "; not merged, the sweep runs it again");
        }
    }

    /** Results that no point of the sweep has: left alone, unless they are of another version and asked for. */
    private void scanOthers(PlanFile plan) {
        Set<String> known = new LinkedHashSet<>();
        plan.points().forEach(entry -> known.add(entry.result()));
        List<Item> older = new ArrayList<>();
        for (OtherResults.Other other : OtherResults.list(store, known, plan.version())) {
            ResultFile result = other.result();
            if (otherVersions
                    && result != null
                    && result.failure() == null
                    && !result.version().equals(plan.version())) {
                older.add(new Item(other.key(), result.version(), head(plan, result)));
            } else {
                others.add(other.line());
            }
        }
        Map<List<String>, Integer> places = new HashMap<>();
        for (int i = 0; i < plan.points().size(); i++) {
            places.putIfAbsent(plan.points().get(i).values(), i);
        }
        // By version, in the order of the points that they would be, then by key.
        older.sort(Comparator.comparing(Item::version)
                .thenComparing(item -> places.getOrDefault(
                        plan.columns().stream().map(item.head()::get).toList(), Integer.MAX_VALUE))
                .thenComparing(Item::key));
        int before = items.size();
        older.forEach(this::add);
        ofOtherVersions = items.size() - before;
    }

    /** What tells a point apart, from the result itself. */
    private static Map<String, String> head(PlanFile plan, ResultFile result) {
        RunRecord run = result.run().run();
        Map<String, String> head = new LinkedHashMap<>();
        head.put("point", "");
        for (String column : plan.columns()) {
            Object value = switch (column) {
                case "machine" -> run.machine().name();
                case "energy_table" -> result.run().energyTable();
                case "workload" -> run.workload().name();
                case "image" ->
                    run.workload().images().isEmpty()
                            ? ""
                            : run.workload().images().get(0);
                case "seed" ->
                    run.workload().seed() == null ? "" : run.workload().seed();
                default ->
                    Sweep.ofWorkload(column)
                            ? run.workload().options().getOrDefault(column.substring(Sweep.WORKLOAD.length()), "")
                            : run.machine().configuration().getOrDefault(column, "");
            };
            head.put(column, value.toString());
        }
        return head;
    }

    private List<Map<String, String>> rows(Item item) {
        List<Map<String, String>> rows = kept.get(item);
        return rows != null ? rows : rows(item, store.result(item.key(), item.version()));
    }

    private List<Map<String, String>> rows(Item item, ResultFile result) {
        return layers ? Table.layers(item.head(), result) : List.of(Table.point(item.head(), result, item.key()));
    }
}
