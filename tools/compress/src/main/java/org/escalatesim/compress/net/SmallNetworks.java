package org.escalatesim.compress.net;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.infer.Graph;
import org.escalatesim.workloads.infer.GraphNode;
import org.escalatesim.workloads.infer.GraphNode.Op;

/**
 * The networks that are trained here. Both halve the map with convolutions of stride 2 where their models pool, as trace folders
 * have no maximum pooling, and end in a global average and a classifier.
 */
public final class SmallNetworks {
    /** Plain chain of 3 x 3 convolutions (after VGG, Simonyan and Zisserman, 2015). */
    public static final String VGG_SMALL = "vgg-small";
    /** Three residual blocks with 1 x 1 shortcuts where the map shrinks (after ResNet, He et al., 2016). */
    public static final String RES_SMALL = "res-small";
    /** All names. */
    public static final List<String> NAMES = List.of(VGG_SMALL, RES_SMALL);

    private static final int LEAST_SIDE = 8;

    private final String name;
    private final Map<String, ConvShape> layers = new LinkedHashMap<>();
    private final List<GraphNode> nodes = new ArrayList<>();
    private final Map<String, Graph.MapShape> shapes = new LinkedHashMap<>();

    private SmallNetworks(String name, int c, int h, int w) {
        this.name = name;
        shapes.put(Graph.IMAGE, new Graph.MapShape(c, h, w));
    }

    /**
     * A network for images of a size.
     *
     * @throws InputException if the name is none of {@link #NAMES}, or the images are smaller than 8 x 8
     */
    public static Topology of(String name, int channels, int height, int width, int classes) {
        if (!NAMES.contains(name)) {
            throw new InputException(
                    "--net " + name + ": must be one of " + String.join(", ", NAMES) + Names.didYouMean(name, NAMES));
        }
        if (Math.min(height, width) < LEAST_SIDE) {
            throw new InputException("--net " + name + ": images of " + width + " x " + height
                    + " pixels are too small; at least " + LEAST_SIDE + " x " + LEAST_SIDE);
        }
        SmallNetworks net = new SmallNetworks(name, channels, height, width);
        return name.equals(VGG_SMALL) ? net.vgg(classes) : net.residual(classes);
    }

    private Topology vgg(int classes) {
        String x = relu(conv("conv1", Graph.IMAGE, 16, 3, 2));
        x = relu(conv("conv2", x, 32, 3, 2));
        x = relu(conv("conv3", x, 32, 3, 1));
        x = relu(conv("conv4", x, 64, 3, 1));
        x = relu(conv("conv5", x, 64, 3, 2));
        return classify(x, classes);
    }

    private Topology residual(int classes) {
        String x = relu(conv("conv1", Graph.IMAGE, 16, 3, 2));
        x = block("block1", x, 16, 1);
        x = block("block2", x, 32, 2);
        x = block("block3", x, 64, 2);
        return classify(x, classes);
    }

    private String block(String block, String x, int k, int stride) {
        String a = relu(conv(block + "_conv1", x, k, 3, stride));
        String b = conv(block + "_conv2", a, k, 3, 1);
        String shortcut = stride == 1 ? x : conv(block + "_shortcut", x, k, 1, stride);
        String sum = block + "_sum";
        node(GraphNode.of(Op.ADD, null, List.of(b, shortcut), sum), shapes.get(b));
        return relu(sum);
    }

    private Topology classify(String x, int classes) {
        Graph.MapShape in = shapes.get(x);
        node(GraphNode.of(Op.GLOBAL_AVERAGE_POOL, null, List.of(x), "pooled"), new Graph.MapShape(in.c(), 1, 1));
        layers.put("fc", ConvShape.fullyConnected(classes, in.c()));
        node(GraphNode.of(Op.FC, "fc", List.of("pooled"), "logits"), new Graph.MapShape(classes, 1, 1));
        return new Topology(name, layers, nodes);
    }

    private String conv(String layer, String x, int k, int side, int stride) {
        Graph.MapShape in = shapes.get(x);
        ConvShape shape = ConvShape.of(k, in.c(), 1, side, side, in.h(), in.w(), stride, side / 2);
        layers.put(layer, shape);
        node(GraphNode.of(Op.CONV, layer, List.of(x), layer), new Graph.MapShape(k, shape.p(), shape.q()));
        return layer;
    }

    private String relu(String x) {
        String out = x + "_relu";
        node(GraphNode.of(Op.RELU, null, List.of(x), out), shapes.get(x));
        return out;
    }

    private void node(GraphNode node, Graph.MapShape shape) {
        nodes.add(node);
        shapes.put(node.output(), shape);
    }

    /**
     * Weights to begin with: normal, of variance 2 / (fan-in) for convolutions (He et al., 2015) and 1 / (fan-in) for
     * the classifier; batch norms that change nothing.
     */
    public static Params initial(Topology net, Random random) {
        Params params = new Params();
        net.layers().forEach((layer, s) -> {
            boolean fc = net.isFc(layer);
            double std = Math.sqrt((fc ? 1.0 : 2.0) / (s.c() * s.taps()));
            float[] weights = new float[(int) s.parameters()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) (random.nextGaussian() * std);
            }
            if (fc) {
                params.put(layer, Params.WEIGHT, new Values(weights, s.k(), s.c()));
                params.put(layer, Params.BIAS, Values.filled(0, s.k()));
            } else {
                params.put(layer, Params.WEIGHT, new Values(weights, s.k(), s.c(), s.r(), s.s()));
                params.put(layer, Params.GAMMA, Values.filled(1, s.k()));
                params.put(layer, Params.BETA, Values.filled(0, s.k()));
                params.put(layer, Params.MEAN, Values.filled(0, s.k()));
                params.put(layer, Params.VARIANCE, Values.filled(1, s.k()));
            }
        });
        return params;
    }
}
