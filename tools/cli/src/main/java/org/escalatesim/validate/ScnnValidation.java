package org.escalatesim.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.escalatesim.config.EnergyTables;
import org.escalatesim.config.Machines;
import org.escalatesim.energy.EnergyModel;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.masks.MaskFile;
import org.escalatesim.workloads.network.NetworkOptions;
import org.escalatesim.workloads.network.Networks;

/** SCNN and DCNN beside SCNN (ISCA 2017), and the compatible mode beside a public SCNN simulator. */
public final class ScnnValidation implements Validation {
    private static final double NONE = Double.NaN;
    private static final String IDLE =
            "all PE-cycles of the layer in which a PE has no step, PEs without a tile included";
    private static final String REAL_ZEROS = "independent masks; in real maps zeros cluster";

    private static final String MODEL =
            "independent masks: real zeros cluster, which changes fragmentation and the slowest PE";
    private static final String ONE_SIDED =
            "the paper does not say how its one-sided variants index the dense side; ours keep the data flow and count"
                    + " every position of it";

    private record Masks(String file, int pad, int accumulators) {
        double cycles() {
            return Published.figure("masks." + file + "." + accumulators);
        }
    }

    private static final List<Masks> MASKS = List.of(
            new Masks("conv3", 1, 6144),
            new Masks("conv3", 1, 1024),
            new Masks("res3x3", 1, 6144),
            new Masks("res3x3", 1, 1024),
            new Masks("res1x1", 0, 6144),
            new Masks("res1x1", 0, 1024));

    @Override
    public String machine() {
        return "scnn";
    }

    @Override
    public String description() {
        return "scnn-paper against dcnn-paper, both without the time of DRAM, on independent random masks (one per layer) of the"
                + " densities of SCNN (ISCA 2017), figure 1; theirs are read off figures 8 to 11, error under 0.5 %."
                + " AlexNet has its original two groups in conv2, conv4 and conv5. GoogLeNet's densities are published for"
                + " modules 3a and 5b: other layers take the mean over those of their kind, layers before 3a those of 3a."
                + " scnn-compatible runs files of masks; theirs are the cycles of a public"
                + " SCNN simulator.";
    }

    @Override
    public List<Comparison> compare(References references) {
        List<Comparison> all = new ArrayList<>();
        compatible(references, all);
        alexnet(references, all);
        dense(all);
        oneSided(all);
        totals(references, all);
        return all;
    }

    private static void compatible(References references, List<Comparison> all) {
        for (Masks masks : MASKS) {
            Workload workload = MaskFile.open(references.file("scnn_masks/" + masks.file() + ".npz"), masks.pad(), 1);
            Accelerator machine = Machines.load(
                            "scnn-compatible", List.of("accumulators.per_pe=" + masks.accumulators()))
                    .build();
            all.add(new Comparison(
                    masks.file() + ", " + masks.accumulators() + " accumulators",
                    "cycles, compatible mode",
                    masks.cycles(),
                    machine.run(workload.load(0, false), false).cycles(),
                    0,
                    ""));
        }
    }

    private static void alexnet(References references, List<Comparison> all) {
        Accelerator scnn = Machines.load("scnn-paper", List.of()).build();
        Accelerator dcnn = Machines.load("dcnn-paper", List.of()).build();
        Accelerator opt = Machines.load("dcnn-paper", List.of("opt=true")).build();
        Workload network = Networks.load("alexnet", NetworkOptions.DEFAULTS);
        long cycles = 0;
        long denseCycles = 0;
        double energy = 0;
        double denseEnergy = 0;
        double optEnergy = 0;
        for (Map<String, String> row : references.rows("scnn_alexnet.csv")) {
            String workload = "alexnet " + row.get("layer");
            if (row.get("layer").equals("all")) {
                all.add(new Comparison(
                        workload,
                        "speedup over DCNN, x",
                        number(row, "speedup"),
                        (double) denseCycles / cycles,
                        .10,
                        "cycles of all layers"));
                energies(workload, row, energy, optEnergy, denseEnergy, all);
                continue;
            }
            LayerTrace layer = layer(
                    row.get("layer"),
                    shape(network, row.get("layer")),
                    number(row, "wgt_density"),
                    number(row, "act_density"));
            LayerRun run = scnn.run(layer, false);
            LayerRun denseRun = dcnn.run(layer, false);
            long dense = denseRun.cycles();
            cycles += run.cycles();
            denseCycles += dense;
            double ownEnergy = energy(scnn, run);
            double ownDense = energy(dcnn, denseRun);
            double ownOpt = energy(opt, opt.run(layer, false));
            energy += ownEnergy;
            denseEnergy += ownDense;
            optEnergy += ownOpt;
            all.add(new Comparison(
                    workload,
                    "speedup over DCNN, x",
                    number(row, "speedup"),
                    (double) dense / run.cycles(),
                    .15,
                    MODEL));
            double busy = 16.0 * run.counters().get("busy_pe_cycles");
            all.add(new Comparison(
                    workload,
                    "multiplier utilisation while a PE is busy, products that land",
                    number(row, "mult_utilisation"),
                    run.multiplications() / busy,
                    NONE,
                    REAL_ZEROS));
            all.add(new Comparison(
                    workload,
                    "multiplier utilisation while a PE is busy, dropped products too",
                    number(row, "mult_utilisation"),
                    (run.multiplications() + run.counters().get("dropped_slots")) / busy,
                    NONE,
                    REAL_ZEROS));
            all.add(new Comparison(
                    workload,
                    "idle fraction of PEs",
                    number(row, "pe_idle"),
                    run.counters().get("idle_pe_cycles") / (64.0 * run.cycles()),
                    NONE,
                    IDLE));
            energies(workload, row, ownEnergy, ownOpt, ownDense, all);
        }
    }

    private static void energies(
            String workload, Map<String, String> row, double scnn, double opt, double dense, List<Comparison> all) {
        String why = "their energies are of 16 nm, ours the default table's, with DRAM and leakage";
        all.add(new Comparison(
                workload, "energy of SCNN over DCNN", number(row, "energy_scnn"), scnn / dense, NONE, why));
        all.add(new Comparison(
                workload, "energy of DCNN-opt over DCNN", number(row, "energy_dcnn_opt"), opt / dense, NONE, why));
    }

    /** pJ of a layer with the default table. */
    private static double energy(Accelerator machine, LayerRun run) {
        return EnergyModel.price(
                        run.activity(),
                        machine.spec().memories(),
                        run.cycles(),
                        machine.spec().clockMhz(),
                        EnergyTables.open("45nm-lop").table())
                .totalPj();
    }

    private static void dense(List<Comparison> all) {
        all.add(new Comparison(
                "googlenet, densities 1.0/1.0",
                "speed over DCNN, x",
                Published.figure("scnn.dense_speed"),
                speedup("scnn-paper", List.of(), 1),
                .05 / Published.figure("scnn.dense_speed"),
                "within 5 points; the paper sweeps densities on GoogLeNet; the 7 x 7 maps fill 1 of 4 activations"));
        all.add(new Comparison(
                "googlenet, densities .85/.85",
                "speed over DCNN, x",
                Published.figure("scnn.break_even"),
                speedup("scnn-paper", List.of(), .85),
                NONE,
                "the paper's break-even"));
    }

    private static void oneSided(List<Comparison> all) {
        double both = speedup("scnn-paper", List.of(), .4);
        all.add(new Comparison(
                "googlenet, densities .4/.4",
                "speedup over weights alone compressed, x",
                Published.figure("scnn.over_weight_sided"),
                both / speedup("scnn-paper", List.of("compression.activations=false"), .4),
                NONE,
                ONE_SIDED));
        all.add(new Comparison(
                "googlenet, densities .4/.4",
                "speedup over activations alone compressed, x",
                Published.figure("scnn.over_activation_sided"),
                both / speedup("scnn-paper", List.of("compression.weights=false"), .4),
                NONE,
                ONE_SIDED));
    }

    /** All convolutions of GoogLeNet with the same densities, over DCNN. */
    private static double speedup(String machine, List<String> sets, double density) {
        Workload network = Networks.load("googlenet", NetworkOptions.DEFAULTS);
        return speedup(network, machine, sets, (name, weights) -> density);
    }

    /** The density of a layer's weights or of its activations. */
    private interface Densities {
        double of(String layer, boolean weights);
    }

    private static double speedup(Workload network, String machine, List<String> sets, Densities densities) {
        Accelerator scnn = Machines.load(machine, sets).build();
        Accelerator dcnn = Machines.load("dcnn-paper", List.of()).build();
        long cycles = 0;
        long dense = 0;
        for (int i = 0; i < network.size(); i++) {
            if (network.shape(i).isFullyConnected()) {
                continue;
            }
            String name = network.layerName(i);
            LayerTrace layer = layer(name, network.shape(i), densities.of(name, true), densities.of(name, false));
            cycles += scnn.run(layer, false).cycles();
            dense += dcnn.run(layer, false).cycles();
        }
        return (double) dense / cycles;
    }

    private static void totals(References references, List<Comparison> all) {
        List<Map<String, String>> rows = references.rows("pruned_densities.csv");
        total(rows, "googlenet", Published.figure("scnn.googlenet"), all);
        total(rows, "vgg16", Published.figure("scnn.vgg16"), all);
    }

    private static void total(List<Map<String, String>> rows, String name, double published, List<Comparison> all) {
        List<Map<String, String>> own = rows.stream()
                .filter(row -> row.get("network").equals(name))
                .filter(row -> !row.get("weight_density").isEmpty())
                .toList();
        double ours = speedup(
                Networks.load(name, NetworkOptions.DEFAULTS),
                "scnn-paper",
                List.of(),
                (layer, weights) -> density(own, layer, weights ? "weight_density" : "input_activation_density"));
        all.add(new Comparison(
                name,
                "speedup over DCNN, x",
                published,
                ours,
                NONE,
                "cycles of all convolutions; the published figure's way to average is not known"));
    }

    /** A layer's own density, else the mean over the published layers of its kind (3x3, 5x5_reduce, ...), else over 3a. */
    private static double density(List<Map<String, String>> rows, String layer, String column) {
        if (layer.equals("conv1") && column.startsWith("input")) {
            return 1;
        }
        List<Map<String, String>> found =
                rows.stream().filter(row -> row.get("layer").equals(layer)).toList();
        if (found.isEmpty()) {
            String kind = layer.substring(layer.indexOf('_') + 1);
            found = rows.stream()
                    .filter(row -> row.get("layer").endsWith("_" + kind))
                    .filter(row -> !layer.startsWith("conv"))
                    .toList();
        }
        if (found.isEmpty()) {
            found = rows.stream()
                    .filter(row -> row.get("layer").startsWith("3a"))
                    .toList();
        }
        return found.stream().collect(Collectors.averagingDouble(row -> number(row, column)));
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(row.get(column));
    }

    private static ConvShape shape(Workload network, String layer) {
        for (int i = 0; i < network.size(); i++) {
            if (network.layerName(i).equals(layer)) {
                return network.shape(i);
            }
        }
        throw new IllegalArgumentException(network.name() + " has no layer " + layer);
    }

    /** A layer of independent random presence bits, the same for the same name. */
    private static LayerTrace layer(String name, ConvShape shape, double weights, double activations) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        long[] w = bits(random, shape.k() * shape.taps(), shape.cPerGroup(), weights);
        long[] a = bits(random, shape.h() * shape.w() * shape.groups(), shape.cPerGroup(), activations);
        // Producer and consumer of one value: maps that fit stay in the activation RAMs.
        return new LayerTrace(
                name,
                shape,
                Kernels.ofPresence(WeightForm.UNSTRUCTURED, w, shape.k(), shape.cPerGroup(), shape.taps()),
                SparseMap.ofPresence(a, shape.h(), shape.w(), shape.c(), shape.groups(), false),
                null,
                PostOps.reluOnly((long) shape.k() * shape.p() * shape.q()),
                1,
                1,
                activations);
    }

    private static long[] bits(SplittableRandom random, int rows, int channels, double density) {
        int words = SparseMap.words(channels);
        long[] bits = new long[rows * words];
        for (int i = 0; i < rows; i++) {
            for (int c = 0; c < channels; c++) {
                bits[i * words + (c >>> 6)] |= random.nextDouble() < density ? 1L << c : 0;
            }
        }
        return bits;
    }
}
