package org.escalatesim.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.escalatesim.report.CompressionReport;
import org.escalatesim.report.ResultFolder;
import org.escalatesim.report.Target;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.compress.folder.CompressedFolder;
import org.escalatesim.workloads.compress.folder.Compression;
import org.escalatesim.workloads.compress.folder.CompressionOptions;
import org.escalatesim.workloads.compress.folder.FolderCompressor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code compress}: a trace folder of float weights in, a compressed one out. */
@Command(
        name = "compress",
        description = {
            "Compresses the float weights of a trace folder without retraining, into M basis kernels and ternary"
                    + " coefficients, or by magnitude pruning; shows error, density, compression and FLOPs per layer,"
                    + " and writes a trace folder that run, compare, infer and sweep take."
        },
        footer = {
            "",
            "Examples:",
            "  escalate-sim compress --trace DIR --error 0.3",
            "  escalate-sim compress --trace DIR --m 6 --l1 0.05 --calibrate 2",
            "  escalate-sim compress --trace DIR --prune 0.3"
        })
final class CompressCommand implements Callable<Integer> {
    private static final String FILE = "compression.csv";
    private static final String MANIFEST = "manifest.yaml";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--trace",
            paramLabel = "DIR",
            required = true,
            description = "Trained float weights: a folder of NumPy files with a manifest.yaml.")
    private String trace;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "A new or empty folder for the compressed network and compression.csv"
                    + " (default: out/FOLDER-compressed).")
    private String out;

    @Option(names = "--table-only", description = "Write compression.csv and no network.")
    private boolean tableOnly;

    @Mixin
    private CompressOptions options;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Layers compressed at a time (default: all processors). Results do not depend on it.")
    private Integer threads;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        int workers = PricingOptions.threadCount(threads);
        CompressionOptions settings = options.settings();
        if (!tableOnly) {
            CompressedFolder.writable(settings.grain());
        }
        Path from = WorkOptions.folder(trace);
        FolderCompressor compressor = new FolderCompressor(from, settings);
        String label = TraceJobs.label(from) + "-compressed";
        ResultFolder results = OutOptions.folder(out, label, tableOnly ? FILE : MANIFEST);
        Path to = results.path();
        if (Files.isSymbolicLink(to)) {
            to = Target.followed("--out", to);
        }
        CompressedFolder folder = tableOnly ? null : new CompressedFolder(from, to);
        Compression made;
        long macs = compressor.shapes().stream().mapToLong(ConvShape::denseMacs).sum();
        try (Progress progress = Progress.of("compress", macs, common.quiet)) {
            made = compressor.compress(workers, shape -> progress.add(shape.denseMacs()));
        }
        CompressionReport report = CompressionRows.report(made, settings);
        List<String> lines = new ArrayList<>(report.lines());
        if (tableOnly) {
            results.add(FILE, report.csv());
            lines.add(Results.written(results));
        } else {
            folder.write(made, settings, Map.of(FILE, report.csv()));
            lines.add("results       " + FILE + ", " + MANIFEST + " and its arrays in " + results.path());
            if (settings.prune() != null) {
                lines.add("to run        --trace " + results.path()
                        + " --set workload.form=unstructured --set workload.weight_density=1 (nothing more is pruned)");
            }
        }
        common.print(spec.commandLine().getOut(), lines);
        return 0;
    }
}
