package org.escalatesim.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.escalatesim.config.Machines;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.network.NetworkOptions;
import org.escalatesim.workloads.network.Networks;

/** SparTen's published averages, and the orderings and bounds that its mechanism implies. */
public final class SpartenValidation implements Validation {
    private static final double SPREAD = 0.5;
    /** By how much a layer may miss an ordering that its network keeps ("up to a few per cent where filters are few"). */
    private static final double SLACK = 1.03;

    private static final List<String> NETWORKS = List.of("alexnet", "googlenet", "vgg16");
    private static final List<String> MACHINES =
            List.of("sparten", "sparten-gb-s", "sparten-no-balance", "sparten-dense", "sparten-one-sided", "scnn");

    private static final String UNKNOWN =
            "the densities of the published networks are not known; speedups follow from them";

    /** The machines of the published averages, and the keys of these. */
    private static final List<String> OTHERS = List.of("sparten-dense", "sparten-one-sided", "scnn");

    private static final List<String> KEYS = List.of("dense", "one_sided", "scnn");

    /** Cycles of a layer on each of {@link #MACHINES}, and the ideal of its products. */
    private record Cycles(
            long gbH,
            long gbS,
            long none,
            long dense,
            long oneSided,
            long scnn,
            long ideal,
            double weights,
            double activations) {}

    @Override
    public String machine() {
        return "sparten";
    }

    @Override
    public String description() {
        return "Convolution layers of AlexNet, GoogLeNet (3a and 5b, whose densities are known) and VGG16, weight and "
                + "activation densities of pruned_densities.csv (SCNN, figure 1), independent masks; filters of equal "
                + "density, and spread uniformly by 50 % around the mean; DRAM ideal, 32 x 32 units. Theirs: the "
                + "averages that SparTen (MICRO 2019) publishes for its own pruned networks, whose activation "
                + "densities are not published and decide the averages: no bound is set on them. Demanded are the "
                + "orderings: ideal >= GB-H >= GB-S >= none in each network and within 3 % in each layer, speedup at "
                + "most 1/(weight density x activation density), more gain from balancing with spread densities.";
    }

    @Override
    public List<Comparison> compare(References references) {
        List<Comparison> comparisons = new ArrayList<>();
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        for (Map<String, String> row : references.rows("pruned_densities.csv")) {
            rows.put(row.get("network") + " " + row.get("layer"), row);
        }
        Map<String, Double> gains = new LinkedHashMap<>();
        for (double spread : new double[] {0, SPREAD}) {
            double[] means = new double[3];
            for (String network : NETWORKS) {
                List<Cycles> layers = run(network, rows, spread);
                gains.put(name(network, spread), gain(layers));
                averages(comparisons, network, spread, layers, means);
                orderings(comparisons, name(network, spread), layers);
            }
            String all = name("mean of three networks", spread);
            for (int i = 0; i < OTHERS.size(); i++) {
                comparisons.add(over(all, i, means[i] / NETWORKS.size(), UNKNOWN));
            }
        }
        for (String network : NETWORKS) {
            double equal = gains.get(name(network, 0));
            double spread = gains.get(name(network, SPREAD));
            comparisons.add(new Comparison(
                    network,
                    "balancing gains no more with spread densities, 0 or 1",
                    0,
                    spread > equal ? 0 : 1,
                    0,
                    text("cycles without balancing over GB-H: %.3f equal, %.3f spread", equal, spread)));
        }
        return comparisons;
    }

    private static String name(String network, double spread) {
        return network + (spread == 0 ? ", equal densities" : ", spread densities");
    }

    private static void averages(
            List<Comparison> comparisons, String network, double spread, List<Cycles> layers, double[] means) {
        double dense = 0;
        double oneSided = 0;
        double scnn = 0;
        double gbH = 0;
        double bound = 0;
        double weights = 0;
        double activations = 0;
        for (Cycles layer : layers) {
            dense += layer.dense();
            oneSided += layer.oneSided();
            scnn += layer.scnn();
            gbH += layer.gbH();
            bound += layer.dense() * layer.weights() * layer.activations();
            weights += layer.dense() * layer.weights();
            activations += layer.dense() * layer.activations();
        }
        double[] speedups = {dense / gbH, oneSided / gbH, scnn / gbH};
        String known = text(
                "densities by work: weights %.2f, activations %.2f; no more than %.2f is possible",
                weights / dense, activations / dense, dense / bound);
        for (int i = 0; i < speedups.length; i++) {
            means[i] += speedups[i];
            comparisons.add(over(name(network, spread), i, speedups[i], i == 0 ? known : UNKNOWN));
        }
    }

    private static Comparison over(String workload, int other, double speedup, String explanation) {
        String name = OTHERS.get(other);
        return new Comparison(
                workload,
                "speedup over " + name + ", x",
                Published.figure("sparten.over_" + KEYS.get(other)),
                speedup,
                Double.NaN,
                explanation);
    }

    private static void orderings(List<Comparison> comparisons, String workload, List<Cycles> layers) {
        count(comparisons, workload, "GB-H faster than ideal", layers, Cycles::ideal, Cycles::gbH, 1);
        count(comparisons, workload, "GB-S faster than GB-H", layers, Cycles::gbH, Cycles::gbS, SLACK);
        count(comparisons, workload, "none faster than GB-S", layers, Cycles::gbS, Cycles::none, SLACK);
        count(
                comparisons,
                workload,
                "speedup over dense above 1/(weight density x activation density)",
                layers,
                layer -> layer.weights() * layer.activations() * layer.dense(),
                Cycles::gbH,
                1);
    }

    /** Counts the layers that break an ordering, and the network if it does as a whole; none may. */
    private static void count(
            List<Comparison> comparisons,
            String workload,
            String what,
            List<Cycles> layers,
            ToDoubleFunction<Cycles> less,
            ToDoubleFunction<Cycles> more,
            double most) {
        double worst = 0;
        double allLess = 0;
        double allMore = 0;
        int broken = 0;
        for (Cycles layer : layers) {
            double value = less.applyAsDouble(layer) / more.applyAsDouble(layer);
            allLess += less.applyAsDouble(layer);
            allMore += more.applyAsDouble(layer);
            worst = Math.max(worst, value);
            broken += value > most ? 1 : 0;
        }
        broken += allLess > allMore ? 1 : 0;
        comparisons.add(new Comparison(
                workload,
                what + ", layers and totals",
                0,
                broken,
                0,
                text(
                        "ratio %.3f in total, largest %.3f of a layer (accepted up to %.2f)",
                        allLess / allMore, worst, most)));
    }

    private static double gain(List<Cycles> layers) {
        double none = 0;
        double gbH = 0;
        for (Cycles layer : layers) {
            none += layer.none();
            gbH += layer.gbH();
        }
        return none / gbH;
    }

    private static List<Cycles> run(String network, Map<String, Map<String, String>> rows, double spread) {
        Workload workload = Networks.load(network, NetworkOptions.DEFAULTS);
        List<Accelerator> machines = new ArrayList<>();
        for (String machine : MACHINES) {
            machines.add(Machines.load(machine, List.of("dram.ideal=true")).build());
        }
        return IntStream.range(0, workload.size())
                .parallel()
                .filter(i -> !workload.shape(i).isFullyConnected()
                        && rows.containsKey(network + " " + workload.layerName(i)))
                .mapToObj(i -> {
                    Map<String, String> row = rows.get(network + " " + workload.layerName(i));
                    LayerTrace layer = MaskedLayers.of(
                            workload.layerName(i),
                            workload.shape(i),
                            Double.parseDouble(row.get("weight_density")),
                            spread,
                            Double.parseDouble(row.get("input_activation_density")),
                            i);
                    return cycles(layer, machines);
                })
                .toList();
    }

    private static Cycles cycles(LayerTrace layer, List<Accelerator> machines) {
        LayerRun[] runs =
                machines.stream().map(machine -> machine.run(layer, false)).toArray(LayerRun[]::new);
        return new Cycles(
                runs[0].cycles(),
                runs[1].cycles(),
                runs[2].cycles(),
                runs[3].cycles(),
                runs[4].cycles(),
                runs[5].cycles(),
                runs[0].counters().get("ideal_cycles"),
                layer.weights().nonZeros() / (double) layer.weights().count(),
                layer.input().density());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
