package org.escalatesim.compress.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.escalatesim.compress.data.ImageData;
import org.escalatesim.config.EnergyTables;
import org.escalatesim.config.LoadedEnergy;
import org.escalatesim.config.Machines;
import org.escalatesim.energy.EnergyModel;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.Parallel;
import org.escalatesim.report.Energy;
import org.escalatesim.workloads.folder.TraceFolder;
import org.escalatesim.workloads.folder.TraceOptions;
import org.escalatesim.workloads.infer.Inference;

/**
 * What a machine makes of a trace folder: the graph is run on it image by image, each layer fed with the integers that
 * the machine made of the layer before, as {@code infer} does.
 *
 * @param machine its name
 * @param images images run
 * @param cycles of all images together
 * @param energyPj of all images together
 * @param agreeing images whose class is that of the float evaluation
 * @param right images whose class is the label
 */
record MachinePoint(String machine, int images, long cycles, double energyPj, int agreeing, int right) {
    /** The energy table that prices the activity. */
    static final String ENERGY = "45nm-lop";

    private record Answer(int label, long cycles, double energyPj) {}

    /**
     * Runs the first test images.
     *
     * @param floats the class of each image by the float evaluation; its length is the number of images
     * @param threads images at a time; the result does not depend on it
     */
    static MachinePoint run(Path folder, String machine, ImageData data, int[] floats, int threads) {
        MachineSpec spec = Machines.open(machine, List.of()).spec();
        LoadedEnergy energy = EnergyTables.open(ENERGY);
        Accelerator accelerator = spec.build();
        Inference inference = new Inference(TraceFolder.open(folder, TraceOptions.of(List.of(), spec.weightForms()))
                .quantised());
        List<Callable<Answer>> tasks = new ArrayList<>();
        for (int i = 0; i < floats.length; i++) {
            float[] image = new float[data.test().imageSize()];
            data.normalise(data.test(), i, image, 0);
            tasks.add(() -> {
                List<LayerRun> runs = new ArrayList<>();
                Inference.Result result = inference.run(image, trace -> {
                    LayerRun run = accelerator.run(trace, true);
                    runs.add(run);
                    return run.values();
                });
                double pj = 0;
                for (LayerRun run : runs) {
                    pj += Energy.of(EnergyModel.price(
                                    run.activity(), spec.memories(), run.cycles(), spec.clockMhz(), energy.table()))
                            .total();
                }
                return new Answer(
                        result.label(),
                        runs.stream().mapToLong(LayerRun::cycles).sum(),
                        pj);
            });
        }
        List<Answer> answers = Parallel.run(Math.min(threads, tasks.size()), "image", tasks);
        long cycles = 0;
        double pj = 0;
        int agreeing = 0;
        int right = 0;
        for (int i = 0; i < answers.size(); i++) {
            cycles += answers.get(i).cycles();
            pj += answers.get(i).energyPj();
            agreeing += answers.get(i).label() == floats[i] ? 1 : 0;
            right += answers.get(i).label() == data.test().labels()[i] ? 1 : 0;
        }
        return new MachinePoint(spec.name(), answers.size(), cycles, pj, agreeing, right);
    }

    /** As it is kept in a check point. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("machine", machine);
        facts.put("images", Integer.toString(images));
        facts.put("cycles", Long.toString(cycles));
        facts.put("energy_pj", Double.toString(energyPj));
        facts.put("agreeing", Integer.toString(agreeing));
        facts.put("right", Integer.toString(right));
        return facts;
    }

    /** The inverse of {@link #facts}. */
    static MachinePoint of(Map<String, String> facts) {
        return new MachinePoint(
                facts.get("machine"),
                Integer.parseInt(facts.get("images")),
                Long.parseLong(facts.get("cycles")),
                Double.parseDouble(facts.get("energy_pj")),
                Integer.parseInt(facts.get("agreeing")),
                Integer.parseInt(facts.get("right")));
    }
}
