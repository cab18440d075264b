package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.escalatesim.config.AreaTables;
import org.escalatesim.config.EnergyTables;
import org.escalatesim.config.LoadedEnergy;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.report.PricedRun;
import org.escalatesim.report.ResultFolder;
import org.escalatesim.report.RunRecord;
import org.escalatesim.report.RunTable;
import org.escalatesim.report.page.RunPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: a network or a trace on a machine. */
@Command(
        name = "run",
        description = "Runs a network or a recorded trace on a machine and reports cycles and energy per layer.",
        footer = {"", "Example: escalate-sim --config tile8.yaml --net resnet50 --set ring.slots=32"})
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private MachineOptions machineOptions;

    @Mixin
    private WorkOptions workOptions;

    @Option(names = "--out", paramLabel = "DIR", description = OutOptions.HELP + "(default: out/WORKLOAD-MACHINE).")
    private String out;

    @Mixin
    private HtmlOptions htmlOptions;

    @Mixin
    private CommonOptions common;

    @Mixin
    private TimelineOptions timelineOptions;

    @Mixin
    private DramTraceOptions dramOptions;

    @Option(
            names = "--verify",
            description =
                    "Compute values too, and compare each layer's 32-bit sums and 8-bit outputs with a reference.")
    private boolean verify;

    @Override
    public Integer call() {
        int threads = machineOptions.pricing.threadCount();
        LoadedMachine machine = machineOptions.machine();
        LoadedEnergy energy = EnergyTables.open(machineOptions.pricing.energy);
        Job job = workOptions.job(machineOptions.workloadSets(), machine.spec().weightForms());
        htmlOptions.check();
        ResultFolder folder = OutOptions.folder(
                out,
                job.label() + "-" + machine.spec().name(),
                htmlOptions.with(Results.LAYERS, Results.IMAGES, Results.RUN));
        List<String> lines;
        DramTraceOptions.Watching watching = dramOptions.watch(machine, job);
        try (TimelineOptions.Written timeline = timelineOptions.write(machine, job)) {
            RunRecord run = Simulation.run(
                    machine,
                    watching == null ? machine.spec().accelerator() : watching,
                    job,
                    threads,
                    verify,
                    common.quiet);
            PricedRun priced = PricedRun.of(run, energy.table(), energy.resolved());
            Results.add(priced, folder);
            String page = htmlOptions.wanted()
                    ? RunPage.write(
                            priced, Pages.sources(machine), AreaTables.estimate(machine.spec()), Pages.command(spec))
                    : null;
            lines = new ArrayList<>(RunTable.lines(priced));
            lines.add(htmlOptions.write(folder, page));
            if (timeline != null) {
                lines.add(timeline.commit(run));
            }
            if (watching != null) {
                lines.add(watching.write(run));
            }
            if (verify) {
                lines.add("verified: " + run.layers().size() + " layers, all sums and outputs equal");
            }
        }
        common.print(spec.commandLine().getOut(), lines);
        return 0;
    }
}
