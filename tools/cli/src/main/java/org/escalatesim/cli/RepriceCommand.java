package org.escalatesim.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.escalatesim.config.EnergyTables;
import org.escalatesim.config.LoadedEnergy;
import org.escalatesim.report.PricedRun;
import org.escalatesim.report.ResultFolder;
import org.escalatesim.report.RunJsonReader;
import org.escalatesim.report.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reprice}: another energy table for a finished run. */
@Command(
        name = "reprice",
        description = "Prices a finished run with another energy table, without simulating it again.",
        footer = {"", "Example: escalate-sim reprice out/resnet50-tile8/run.json --energy 45nm-hp"})
final class RepriceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The run.json of a finished run, or its folder.")
    private Path run;

    @Option(
            names = "--energy",
            paramLabel = "NAME|FILE",
            required = true,
            description = "The energy table: a YAML file or a bundled name.")
    private String energy;

    @Option(names = "--out", paramLabel = "DIR", description = OutOptions.HELP + "(default: out/RUNFOLDER-TABLE).")
    private String out;

    @Mixin
    private CommonOptions common;

    /** The run's folder, so that runs of two folders of one network do not replace one another. */
    static String label(Path run) {
        Path file = run.toAbsolutePath().normalize();
        if (Files.isDirectory(file)) {
            return TraceJobs.label(file);
        }
        String name = file.getFileName().toString();
        String stem = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
        return TraceJobs.label(file.getParent()) + (name.equals(Results.RUN) ? "" : "-" + stem);
    }

    @Override
    public Integer call() {
        LoadedEnergy loaded = EnergyTables.open(energy);
        RunRecord record = RunJsonReader.read(Files.isDirectory(run) ? run.resolve(Results.RUN) : run);
        ResultFolder folder = OutOptions.folder(
                out, label(run) + "-" + loaded.table().name(), Results.LAYERS, Results.IMAGES, Results.RUN);
        common.print(
                spec.commandLine().getOut(),
                Results.write(PricedRun.of(record, loaded.table(), loaded.resolved()), folder));
        return 0;
    }
}
