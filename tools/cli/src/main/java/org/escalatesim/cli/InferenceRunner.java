package org.escalatesim.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.escalatesim.energy.EnergyModel;
import org.escalatesim.energy.EnergyTable;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.Parallel;
import org.escalatesim.report.Energy;
import org.escalatesim.report.InferenceReport;
import org.escalatesim.workloads.folder.TraceFolder;
import org.escalatesim.workloads.infer.Inference;

/** Runs images through a network on a machine, several images at a time; layers of one image follow one another. */
final class InferenceRunner {
    private final MachineSpec spec;
    private final Accelerator machine;
    private final Inference inference;
    private final EnergyTable table;
    private final Verifier verifier;

    InferenceRunner(MachineSpec spec, Inference inference, EnergyTable table, boolean verify) {
        this.spec = spec;
        this.machine = spec.accelerator();
        this.inference = inference;
        this.table = table;
        this.verifier = verify ? new Verifier(spec) : null;
    }

    /** Dense MACs of all images. */
    long work(TraceFolder folder, List<float[]> images) {
        long sum = 0;
        for (var node : folder.graph().nodes()) {
            if (node.op().hasLayer()) {
                sum += folder.graph().layer(node.layer()).denseMacs();
            }
        }
        return sum * images.size();
    }

    /** One result per image, in order; closes the progress. */
    List<InferenceReport.Image> run(List<Path> names, List<float[]> images, int threads, Progress progress) {
        List<Callable<InferenceReport.Image>> tasks = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            String name = names.get(i).getFileName().toString();
            float[] image = images.get(i);
            tasks.add(() -> image(name, image, progress));
        }
        try (progress) {
            return Parallel.run(Math.min(threads, images.size()), "image", tasks);
        }
    }

    private InferenceReport.Image image(String name, float[] image, Progress progress) {
        List<LayerRun> runs = new ArrayList<>();
        Inference.Result result = inference.run(image, trace -> {
            LayerRun run = machine.run(trace, true);
            if (verifier != null) {
                verifier.check(trace, run.values());
            }
            progress.add(trace.shape().denseMacs());
            runs.add(run);
            return run.values();
        });
        Energy energy = Energy.NONE;
        for (LayerRun run : runs) {
            energy = energy.plus(Energy.of(
                    EnergyModel.price(run.activity(), spec.memories(), run.cycles(), spec.clockMhz(), table)));
        }
        List<Double> logits = new ArrayList<>();
        for (float logit : result.logits()) {
            logits.add((double) logit);
        }
        return new InferenceReport.Image(
                name,
                logits,
                result.label(),
                inference.imageQuant().clamped(image),
                image.length,
                runs.stream().mapToLong(LayerRun::cycles).sum(),
                energy,
                runs.size());
    }
}
