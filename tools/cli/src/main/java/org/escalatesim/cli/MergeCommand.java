package org.escalatesim.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.escalatesim.config.InputException;
import org.escalatesim.report.Numbers;
import org.escalatesim.report.Target;
import org.escalatesim.sweep.Merge;
import org.escalatesim.sweep.ResultStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code merge}: one table of a sweep's results. */
@Command(
        name = "merge",
        description = {
            "Makes one table of the results of a sweep, as many of them as there are, in the order of the sweep: one row"
                    + " per point, or per layer. Results that cannot be read are named; the exit code is then 2."
        },
        footer = {"", "Example: escalate-sim merge out/ring-lookahead-sweep --out ring-lookahead.csv"})
final class MergeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder of a sweep.")
    private String folder;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The table: FILE.csv, or FILE.parquet, which needs the optional jar escalate-sim-duckdb.jar"
                    + " (default: points.csv, or layers.csv, in DIR).")
    private String out;

    @Option(names = "--layers", description = "One row per layer in place of one per point.")
    private boolean layers;

    @Option(
            names = "--other-versions",
            description = "Merge results of other versions of the simulator too, after those of the sweep.")
    private boolean otherVersions;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        ResultStore store = new ResultStore(SweepCommand.path("DIR", folder));
        Path file = out == null
                ? store.folder().resolve(layers ? Results.LAYERS : "points.csv")
                : SweepCommand.path("--out", out);
        String name =
                file.getFileName() == null ? "" : file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean parquet = name.endsWith(".parquet");
        Target.file("--out", file);
        if (!parquet && !name.endsWith(".csv")) {
            throw new InputException("--out " + file + ": must end in .csv or .parquet; did you mean "
                    + file.toString().replaceFirst("(?<=[^/\\\\.])\\.[^./\\\\]*$", "") + ".csv?");
        }
        Merge merge = new Merge(store, Version.text(), layers, otherVersions);
        Merge.Outcome outcome = parquet ? ParquetTable.write(merge, file) : merge.write(file);
        PrintWriter err = spec.commandLine().getErr();
        common.print(
                spec.commandLine().getOut(),
                List.of(
                        "merged        " + Numbers.count(outcome.merged()) + " of "
                                + SweepCommand.points(outcome.points()) + "; " + Numbers.count(outcome.failed())
                                + " of them failed, " + Numbers.count(outcome.missing()) + " missing"
                                + (outcome.ofOtherVersions() == 0
                                        ? ""
                                        : "; and " + Numbers.count(outcome.ofOtherVersions())
                                                + (outcome.ofOtherVersions() == 1 ? " result" : " results")
                                                + " of other versions"),
                        "table         " + file));
        if (!common.quiet) {
            SweepCommand.report(err, "note: left alone: ", outcome.others());
        }
        SweepCommand.report(err, "error: ", outcome.problems());
        return outcome.problems().isEmpty() ? 0 : Failures.BAD_INPUT;
    }
}
