package org.escalatesim.duckdb;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.escalatesim.cli.CommonOptions;
import org.escalatesim.cli.Version;
import org.escalatesim.config.InputException;
import org.escalatesim.report.Target;
import org.escalatesim.sweep.ColumnTypes;
import org.escalatesim.sweep.Merge;
import org.escalatesim.sweep.ResultStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code query}: SQL over the tables of a sweep. */
@Command(
        name = "query",
        description = {
            "Answers a question in SQL, as DuckDB has it, over the results of a sweep: table points has one row per point,"
                    + " table layers one per layer, with the columns of merge. A CSV or Parquet file is table layers"
                    + " if it has a column layer, else points. Queries read no other files and write none but --out."
        },
        footer = {
            "",
            "Example: escalate-sim query out/ring-lookahead-sweep"
                    + " 'SELECT \"ring.slots\", avg(cycles) FROM points GROUP BY 1 ORDER BY 1'",
            "Names with dots, such as \"ring.slots\", need double quotes."
        })
final class QueryCommand implements Callable<Integer> {
    private static final int BAD_RESULTS = 2;
    private static final int NAMED = 10;
    private static final Pattern LAYERS = Pattern.compile("\\blayers\\b", Pattern.CASE_INSENSITIVE);

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "DIR|FILE",
            description = "The folder of a sweep, or a .csv or .parquet file.")
    private String source;

    @Parameters(index = "1", paramLabel = "SQL", description = "One SELECT.")
    private String sql;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the answer to FILE.csv or FILE.parquet (default: print it).")
    private String out;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        Path from = path("DIR|FILE", source);
        Path file = out == null ? null : path("--out", out);
        if (file != null && !has(file, ".csv") && !has(file, ".parquet")) {
            throw new InputException("--out " + file + ": must end in .csv or .parquet");
        }
        if (file != null) {
            Path parent = Target.file("--out", file).getParent();
            if (parent == null || !Files.isDirectory(parent)) {
                throw new InputException("--out " + file + ": no such folder: " + parent);
            }
        }
        if (sql.isBlank()) {
            throw new InputException("SQL must not be empty: give one SELECT");
        }
        if (Statements.several(sql)) {
            throw new InputException("SQL: several statements; give one SELECT");
        }
        try (Database database = new Database()) {
            boolean whole = Files.isDirectory(from) ? loadSweep(database, from) : loadFile(database, from);
            PrintWriter print = spec.commandLine().getOut();
            if (file == null) {
                database.query(sql).lines().forEach(print::println);
                print.flush();
            } else {
                database.write(sql, file);
                common.print(print, List.of("table         " + file));
            }
            return whole ? 0 : BAD_RESULTS;
        }
    }

    /** Whether all results of the sweep could be read; those that could not are named. */
    private boolean loadSweep(Database database, Path folder) {
        ResultStore store = new ResultStore(folder);
        boolean whole = merge(database, store, false);
        // Reading all results once more is worth it only where they are asked for; a word too many does no harm.
        if (LAYERS.matcher(sql).find()) {
            merge(database, store, true);
        }
        return whole;
    }

    private boolean merge(Database database, ResultStore store, boolean layers) {
        try {
            Path csv = Files.createTempFile("escalate-sim-query", ".csv");
            try {
                Merge.Outcome outcome = new Merge(store, Version.text(), layers, false).write(csv);
                database.loadCsv(layers ? "layers" : "points", csv, ColumnTypes.of(csv));
                if (!layers) {
                    report("note: left alone: ", common.quiet() ? List.of() : outcome.others());
                    report("error: ", outcome.problems());
                }
                return outcome.problems().isEmpty();
            } finally {
                Files.deleteIfExists(csv);
            }
        } catch (IOException e) {
            throw new InputException("no temporary file can be made (" + e.getMessage() + ")");
        }
    }

    private void report(String prefix, List<String> lines) {
        PrintWriter err = spec.commandLine().getErr();
        lines.stream().limit(NAMED).forEach(line -> err.println(prefix + line));
        if (lines.size() > NAMED) {
            err.println(prefix + "and " + (lines.size() - NAMED) + " more");
        }
        err.flush();
    }

    private static boolean loadFile(Database database, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file + ": no such file or folder");
        }
        if (has(file, ".parquet")) {
            database.loadParquet("points", file);
        } else if (has(file, ".csv")) {
            database.loadCsv("points", file, ColumnTypes.of(file));
        } else {
            throw new InputException(file + ": must be the folder of a sweep, or end in .csv or .parquet");
        }
        if (database.hasColumn("points", "layer")) {
            database.rename("points", "layers");
        }
        return true;
    }

    private static boolean has(Path file, String ending) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    private static Path path(String option, String text) {
        if (text.isEmpty()) {
            throw new InputException(option + " must not be empty");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InputException(option + " " + text + ": is not a path");
        }
    }
}
