package org.escalatesim.workloads.folder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.infer.Graph;
import org.escalatesim.workloads.infer.GraphNode;
import org.escalatesim.workloads.infer.GraphNode.Op;

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
        if (op.hasLayer() != node.layer().isPresent()) {
            throw new InputException(where + node.op() + (op.hasLayer() ? " needs a layer" : " has no layer"));
        }
        boolean subsample = op == Op.SUBSAMPLE_PAD;
        if (subsample != (node.stride() != null) || subsample != (node.zeroChannelsEachSide() != null)) {
            throw new InputException(where
                    + node.op()
                    + (subsample ? " needs stride and zero_channels_each_side" : " has no stride of its own"));
        }
        return new GraphNode(
                op,
                node.layer().orElse(null),
                inputs(where, node.input()),
                node.output(),
                subsample ? node.stride() : 1,
                subsample ? node.zeroChannelsEachSide() : 0);
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
