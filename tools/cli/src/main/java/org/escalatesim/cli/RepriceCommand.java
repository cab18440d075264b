package org.escalatesim.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.escalatesim.config.EnergyTables;
import org.escalatesim.energy.EnergyTable;
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

    @Mixin
    private OutOptions outOptions;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        EnergyTable table = EnergyTables.load(energy);
        RunRecord record = RunJsonReader.read(Files.isDirectory(run) ? run.resolve(Results.RUN) : run);
        ResultFolder folder = outOptions.folder(
                record.workload().name() + "-" + record.machine().name() + "-" + table.name(),
                Results.LAYERS,
                Results.RUN);
        common.print(spec.commandLine().getOut(), Results.write(PricedRun.of(record, table), folder));
        return 0;
    }
}
