package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.escalatesim.report.RankReport;
import org.escalatesim.report.ResultFolder;
import org.escalatesim.workloads.folder.TraceFolder;
import org.escalatesim.workloads.folder.TraceOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code decompose}: how well M basis kernels approximate a network. */
@Command(
        name = "decompose",
        description = "Shows, per layer, the error of approximating its kernels by M basis kernels, M = 1 to R x S.",
        footer = {"", "Example: escalate-sim decompose --trace DIR"})
final class DecomposeCommand implements Callable<Integer> {
    private static final String FILE = "decomposition.csv";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--trace",
            paramLabel = "DIR",
            required = true,
            description = "Trained weights: a folder of NumPy files with a manifest.yaml.")
    private String trace;

    @Option(names = "--out", paramLabel = "DIR", description = OutOptions.HELP + "(default: out/FOLDER-decomposition).")
    private String out;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        TraceFolder folder = TraceFolder.open(WorkOptions.folder(trace), TraceOptions.defaults());
        ResultFolder results =
                OutOptions.folder(out, TraceJobs.label(WorkOptions.folder(trace)) + "-decomposition", FILE);
        RankReport report = new RankReport(
                folder.network(),
                folder.rankErrors().stream()
                        .map(layer -> new RankReport.Layer(
                                layer.layer(),
                                layer.shape(),
                                Arrays.stream(layer.errors()).boxed().toList()))
                        .toList());
        results.add(FILE, report.csv());
        List<String> lines = new ArrayList<>(report.lines());
        lines.add(Results.written(results));
        common.print(spec.commandLine().getOut(), lines);
        return 0;
    }
}
