package org.escalatesim.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.escalatesim.config.EnergyTables;
import org.escalatesim.config.InputException;
import org.escalatesim.config.LoadedEnergy;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.report.InferenceReport;
import org.escalatesim.report.ResultFolder;
import org.escalatesim.workloads.folder.TraceFolder;
import org.escalatesim.workloads.folder.TraceOptions;
import org.escalatesim.workloads.infer.Inference;
import org.escalatesim.workloads.infer.Quant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code infer}: images through a whole network on the simulated machine. */
@Command(
        name = "infer",
        description = {
            "Runs images through a network's graph on the simulated machine, each layer fed with what the machine made"
                    + " of the layer before, and reports logits, class, cycles and energy."
        },
        footer = {"", "Example: escalate-sim infer --trace DIR --input act-conv1-img0.npy act-conv1-img1.npy"})
final class InferCommand implements Callable<Integer> {
    private static final String CSV = "inference.csv";
    private static final String JSON = "inference.json";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--trace",
            paramLabel = "DIR",
            required = true,
            description = "The network: a folder of NumPy files with a manifest.yaml that has nodes.")
    private String trace;

    @Option(
            names = "--input",
            paramLabel = "FILE.npy",
            required = true,
            arity = "1..*",
            description = "Images [C, H, W], normalised as in training.")
    private List<Path> inputs;

    @Mixin
    private MachineOptions machineOptions;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = OutOptions.HELP + "(default: out/FOLDER-MACHINE-inference).")
    private String out;

    @Mixin
    private CommonOptions common;

    @Option(names = "--verify", description = "Compare each layer's 32-bit sums and 8-bit outputs with a reference.")
    private boolean verify;

    @Override
    public Integer call() {
        int threads = machineOptions.pricing.threadCount();
        LoadedMachine machine = machineOptions.machine();
        if (!FairRules.batch(machine).equals(FairRules.ONE_IMAGE)) {
            throw new InputException(
                    "batch is " + FairRules.batch(machine) + ": infer runs images one by one, batch must be 1");
        }
        LoadedEnergy energy = EnergyTables.open(machineOptions.pricing.energy);
        Path recorded = WorkOptions.folder(trace);
        TraceOptions options = TraceOptions.of(
                machineOptions.workloadSets(),
                TraceFolder.forms(recorded, machine.spec().weightForms()));
        TraceFolder folder = TraceFolder.open(recorded, options);
        Inference inference = new Inference(folder.quantised());
        List<float[]> images = inputs.stream().map(inference::readImage).toList();
        ResultFolder results = OutOptions.folder(
                out,
                TraceJobs.label(WorkOptions.folder(trace)) + "-"
                        + machine.spec().name() + "-inference",
                CSV,
                JSON);
        InferenceRunner runner = new InferenceRunner(machine.spec(), inference, energy.table(), verify);
        List<InferenceReport.Image> answers = runner.run(
                inputs, images, threads, Progress.of(folder.network(), runner.work(folder, images), common.quiet));
        InferenceReport report = new InferenceReport(
                Version.text(),
                folder.network(),
                options.describe(),
                Simulation.machine(machine),
                energy.table().name(),
                energy.resolved(),
                verify,
                inference.imageQuant().scale()
                        * Quant.top(inference.imageQuant().signed()),
                folder.notes(),
                answers);
        results.add(CSV, report.csv());
        results.add(JSON, report.json());
        List<String> lines = new ArrayList<>(report.lines());
        lines.add(Results.written(results));
        if (verify) {
            int layers =
                    answers.stream().mapToInt(InferenceReport.Image::layers).sum();
            lines.add("verified: " + layers + " layers, all sums and outputs equal");
        }
        common.print(spec.commandLine().getOut(), lines);
        return 0;
    }
}
