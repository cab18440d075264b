package org.escalatesim.workloads.folder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.machine.SpecException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.infer.Elementwise;
import org.escalatesim.workloads.infer.Graph;
import org.escalatesim.workloads.infer.GraphNode;
import org.escalatesim.workloads.infer.GraphNode.Op;
import org.escalatesim.workloads.infer.Quant;
import org.escalatesim.workloads.infer.Window;

/** Makes a {@link Graph} of a manifest's nodes. */
final class GraphReader {
    private GraphReader() {}

    static Graph read(String source, List<Manifest.Node> nodes, List<FolderLayer> layers) {
        Map<String, ConvShape> shapes = new LinkedHashMap<>();
        layers.forEach(layer -> shapes.put(layer.name(), layer.convShape()));
        List<GraphNode> made = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            GraphNode node = node(source + ": nodes[" + i + "]: ", nodes.get(i));
            made.add(node);
            for (FolderLayer layer : layers) {
                if (layer.name().equals(node.layer()) && layer.isFc() != (node.op() == Op.FC)) {
                    throw new InputException(source + ": nodes[" + i + "]: op is "
                            + nodes.get(i).op() + ", but layer '" + layer.name() + "' is "
                            + (layer.isFc() ? "fc" : "conv"));
                }
            }
        }
        return new Graph(source, made, shapes);
    }

    private static GraphNode node(String where, Manifest.Node node) {
        Op op = op(where, node.op());
        if (node.output() == null || node.output().isBlank()) {
            throw new InputException(where + "output is missing");
        }
        if ((node.scale() == null) != (node.signed() == null)) {
            throw new InputException(where + "scale and signed go together");
        }
        if (node.scale() != null) {
            placed(where, () -> Extents.positive("scale", node.scale(), ""));
        }
        if (op.hasLayer() != node.layer().isPresent()) {
            throw new InputException(where + node.op() + (op.hasLayer() ? " needs a layer" : " has no layer"));
        }
        boolean subsample = op == Op.SUBSAMPLE_PAD;
        boolean pool = op == Op.MAX_POOL || op == Op.AVERAGE_POOL;
        keys(where, node, subsample, "stride and zero_channels_each_side", node.zeroChannelsEachSide() != null);
        keys(
                where,
                node,
                subsample || pool,
                subsample ? "stride and zero_channels_each_side" : "stride",
                node.stride() != null);
        keys(where, node, pool, "kernel", node.kernel().isPresent());
        keys(where, node, pool, "pad", node.pad() != null);
        keys(where, node, op == Op.AVERAGE_POOL, "count_pad", node.countPad() != null);
        keys(where, node, op == Op.CLIP, "max", node.max() != null);
        keys(where, node, op == Op.ELEMENTWISE, "function", node.function().isPresent());
        if (op == Op.CLIP) {
            placed(where, () -> Extents.positive("max", node.max(), ""));
        }
        int[] stride = subsample || pool
                ? placed(where, () -> Extents.of("stride", node.stride(), subsample ? 1 : 2, 1, ""))
                : new int[] {1};
        return new GraphNode(
                op,
                node.layer().orElse(null),
                inputs(where, node.input()),
                node.output(),
                subsample ? stride[0] : 1,
                subsample ? node.zeroChannelsEachSide() : 0,
                pool ? placed(where, () -> window(node, stride)) : null,
                op == Op.CLIP ? node.max() : Double.POSITIVE_INFINITY,
                op == Op.ELEMENTWISE ? function(where, node) : null);
    }

    private static Window window(Manifest.Node node, int[] stride) {
        List<Integer> kernel = node.kernel().orElseThrow();
        if (kernel.size() != 2) {
            throw new SpecException("kernel", "must be 2 integers, not " + kernel);
        }
        int[] pad = Extents.of("pad", node.pad(), 4, 0, "");
        return new Window(
                kernel.get(0),
                kernel.get(1),
                stride[0],
                stride[1],
                pad[0],
                pad[1],
                pad[2],
                pad[3],
                Boolean.TRUE.equals(node.countPad()));
    }

    private static Elementwise function(String where, Manifest.Node node) {
        String word = node.function().orElseThrow();
        for (Elementwise.Kind kind : Elementwise.Kind.values()) {
            if (kind.word().equals(word)) {
                keys(where, node, kind.alpha(), "alpha (with function " + word + ")", node.alpha() != null);
                keys(where, node, kind.beta(), "beta (with function " + word + ")", node.beta() != null);
                return new Elementwise(kind, kind.alpha() ? node.alpha() : 0, kind.beta() ? node.beta() : 0);
            }
        }
        throw new InputException(where + "function must be one of " + String.join(", ", Elementwise.Kind.words())
                + ", not " + word + Names.didYouMean(word, Elementwise.Kind.words()));
    }

    private static void keys(String where, Manifest.Node node, boolean wanted, String key, boolean given) {
        if (wanted != given) {
            throw new InputException(where + node.op() + (wanted ? " needs " : " has no ") + key);
        }
    }

    private static <T> T placed(String where, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw new InputException(where + e.getMessage());
        }
    }

    /** The scales that a manifest gives, by value. */
    static Map<String, Quant> stated(Manifest manifest) {
        Map<String, Quant> stated = new LinkedHashMap<>();
        manifest.image().ifPresent(image -> stated.put(Graph.IMAGE, new Quant(image.scale(), image.signed(), 0)));
        for (Manifest.Node node : manifest.nodes().orElse(List.of())) {
            if (node.scale() != null) {
                stated.put(node.output(), new Quant(node.scale(), node.signed(), 0));
            }
        }
        return stated;
    }

    private static Op op(String where, String name) {
        List<String> accepted = new ArrayList<>();
        for (Op op : Op.values()) {
            String key = op.name().toLowerCase(Locale.ROOT);
            if (key.equals(name)) {
                return op;
            }
            accepted.add(key);
        }
        throw new InputException(where + "op must be one of " + String.join(", ", accepted) + ", not " + name
                + (name == null ? "" : Names.didYouMean(name, accepted)));
    }

    private static List<String> inputs(String where, Object input) {
        if (input instanceof String name) {
            return List.of(name);
        }
        List<String> names = new ArrayList<>();
        if (input instanceof List<?> list) {
            for (Object item : list) {
                if (!(item instanceof String name)) {
                    throw new InputException(where + "input must be names of values, not " + item);
                }
                names.add(name);
            }
            return names;
        }
        throw new InputException(where + "input must be a name or a list of names, not " + input);
    }
}
