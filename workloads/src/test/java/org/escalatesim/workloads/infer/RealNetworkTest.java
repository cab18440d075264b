package org.escalatesim.workloads.infer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.SharedData;
import org.escalatesim.workloads.compress.MachineWeights;
import org.escalatesim.workloads.folder.TraceFolder;
import org.escalatesim.workloads.folder.TraceOptions;
import org.escalatesim.workloads.infer.GraphNode.Op;
import org.escalatesim.workloads.numpy.NumpyReader;
import org.junit.jupiter.api.Test;

/** The trained ResNet-20: does the integer network say what the float network says? */
class RealNetworkTest {
    private static final String TERNARY = "data/resnet20-cifar10-penni-m6-ternary";
    private static final String DENSE = "data/resnet20-cifar10";
    /** What the data's README achieved in NumPy. */
    private static final double TOLERANCE = 0.1;

    private static final Map<String, TraceFolder> OPEN = new HashMap<>();
    private static final Map<Integer, float[]> EXPECTED = new HashMap<>();

    private static TraceFolder open(String name) {
        return OPEN.computeIfAbsent(name, key -> TraceFolder.open(SharedData.folder(key), TraceOptions.defaults()));
    }

    /** The ternary network's logits in floating point. */
    private static float[] expected(int i) {
        TraceFolder folder = open(TERNARY);
        return EXPECTED.computeIfAbsent(
                i, key -> FloatForward.logits(folder.graph(), folder::trained, image(folder, key)));
    }

    private static float[] image(TraceFolder folder, int i) {
        Path file = SharedData.folder(DENSE).resolve("act-conv1-img" + i + ".npy");
        return new Inference(folder.quantised()).readImage(file);
    }

    private static double distance(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    @Test
    void theTernaryNetworkInIntegersAgreesWithFloatingPoint() {
        TraceFolder folder = open(TERNARY);
        SoftwareRunner runner = new SoftwareRunner();
        for (int i = 0; i < 4; i++) {
            float[] image = image(folder, i);
            Inference.Result result = new Inference(folder.quantised()).run(image, runner);
            float[] trained = expected(i);
            float[] dequantised = FloatForward.logits(folder.graph(), folder::dequantised, image);
            assertThat(result.label()).isEqualTo(i);
            assertThat(Inference.Result.of(trained).label()).isEqualTo(i);
            assertThat(distance(result.logits(), dequantised)).isLessThan(TOLERANCE);
            // The classifier's float weights as six ternary terms add up to .13 to that.
            assertThat(distance(result.logits(), trained)).isLessThan(0.25);
        }
        // The data's README: the largest sum of a psum is 622,911; sums over m are of that size.
        assertThat(runner.largest()).isBetween(100_000, 2_000_000);
    }

    @Test
    void theMarginsAreThoseOfTheDatasReadme() {
        double[] margins = {2.38, 1.60, 4.41, 3.41};
        for (int i = 0; i < 4; i++) {
            float[] logits = expected(i).clone();
            float top = logits[i];
            Arrays.sort(logits);
            assertThat(top).isEqualTo(logits[9]);
            assertThat((double) logits[9] - logits[8]).isBetween(margins[i] - 0.006, margins[i] + 0.006);
        }
    }

    @Test
    void theDenseNetworkInFloatingPointKnowsTheImages() {
        TraceFolder folder = open(DENSE);
        for (int i = 0; i < 4; i++) {
            float[] logits = FloatForward.logits(folder.graph(), folder::trained, image(folder, i));
            assertThat(Inference.Result.of(logits).label()).isEqualTo(i);
        }
    }

    @Test
    void theFloatPassMakesTheRecordedActivations() {
        TraceFolder folder = open(DENSE);
        Graph graph = folder.graph();
        float[] image = image(folder, 1);
        FloatForward pass = new FloatForward(graph, folder::trained, name -> name.equals(Graph.IMAGE) ? image : null);
        Path recorded = SharedData.folder(DENSE).resolve("act-layer3_2_conv2-img1.npy");
        float[] expected = NumpyReader.read(recorded).floats();
        String value = graph.nodeOf("layer3_2_conv2").inputs().get(0);
        assertThat(distance(pass.value(value), expected)).isLessThan(1e-3);
    }

    @Test
    void aLeftOutBatchNormShows() {
        Function<QuantisedLayer, QuantisedLayer> without = layer -> {
            double[] gain = new double[layer.shape().k()];
            Arrays.fill(gain, 1);
            return new QuantisedLayer(layer.name(), layer.shape(), layer.weights(), gain, new double[gain.length]);
        };
        assertThat(error(layers("layer2_1_conv2", without), UnaryOperator.identity()))
                .isGreaterThan(0.5);
    }

    @Test
    void aLeftOutScaleShows() {
        // One layer is enough where the scales differ; in layer2_1_conv2, where all are near 1, it makes .26.
        assertThat(error(layers("layer1_2_conv2", RealNetworkTest::withEqualScales), UnaryOperator.identity()))
                .isGreaterThan(0.5);
        assertThat(error(layers(null, RealNetworkTest::withEqualScales), UnaryOperator.identity()))
                .isGreaterThan(0.5);
    }

    private static QuantisedLayer withEqualScales(QuantisedLayer layer) {
        double mean = Arrays.stream(layer.weights().scale()).average().orElseThrow();
        double[] scale = new double[layer.shape().k()];
        Arrays.fill(scale, mean);
        return new QuantisedLayer(
                layer.name(),
                layer.shape(),
                new MachineWeights(layer.weights().weights(), scale),
                layer.gain(),
                layer.offset());
    }

    @Test
    void aLeftOutShortcutShows() {
        for (String sum : List.of("layer1_1_sum", "layer2_0_sum", "layer3_1_sum")) {
            assertThat(error(network -> network, graph -> withoutAdd(graph, sum)))
                    .as("without the shortcut of %s", sum)
                    .isGreaterThan(0.5);
        }
    }

    /** Replaces the layers called {@code name}, or all convolutions if it is null. */
    private static UnaryOperator<QuantisedNetwork> layers(
            String name, Function<QuantisedLayer, QuantisedLayer> mutation) {
        return network -> new QuantisedNetwork(
                network.graph(),
                network.fusion(),
                wanted -> {
                    QuantisedLayer layer = network.layers().apply(wanted);
                    boolean hit = name == null ? !layer.shape().isFullyConnected() : name.equals(wanted);
                    return hit ? mutation.apply(layer) : layer;
                },
                network.quants());
    }

    /** The graph with one addition dropped: what read the sum reads the layer's own result. */
    private static Graph withoutAdd(Graph graph, String sum) {
        String own = graph.producer(sum).inputs().get(0);
        String shortcut = graph.producer(sum).inputs().get(1);
        boolean alone = graph.consumers(shortcut).size() == 1;
        List<GraphNode> nodes = new ArrayList<>();
        for (GraphNode node : graph.nodes()) {
            boolean dropped =
                    node.output().equals(sum) || (alone && node.output().equals(shortcut));
            if (!dropped) {
                List<String> inputs = node.inputs().stream()
                        .map(input -> input.equals(sum) ? own : input)
                        .toList();
                nodes.add(new GraphNode(
                        node.op(), node.layer(), inputs, node.output(), node.stride(), node.zeroChannels()));
            }
        }
        Map<String, ConvShape> layers = new HashMap<>();
        graph.nodes().stream()
                .filter(node -> node.op() == Op.CONV || node.op() == Op.FC)
                .forEach(node -> layers.put(node.layer(), graph.layer(node.layer())));
        return new Graph("mutant", nodes, layers);
    }

    /** The largest distance of a logit from floating point, over the four images, with a mutated integer network. */
    private static double error(UnaryOperator<QuantisedNetwork> mutation, UnaryOperator<Graph> graphMutation) {
        TraceFolder folder = open(TERNARY);
        QuantisedNetwork good = folder.quantised();
        Graph graph = graphMutation.apply(good.graph());
        Fusion fusion = graph == good.graph() ? good.fusion() : new Fusion(graph);
        QuantisedNetwork mutant = mutation.apply(new QuantisedNetwork(graph, fusion, good.layers(), good.quants()));
        double largest = 0;
        for (int i = 0; i < 4; i++) {
            float[] image = image(folder, i);
            float[] right = expected(i);
            largest = Math.max(
                    largest,
                    distance(
                            new Inference(mutant)
                                    .run(image, new SoftwareRunner())
                                    .logits(),
                            right));
        }
        return largest;
    }
}
