package org.escalatesim.workloads.folder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The residual networks of Dynamic Structure Pruning's official code (irishev/DSP), which are published as weights and
 * branches without a graph, known by the names of their layers: {@code conv_1_3x3}, blocks {@code stage_S_B_a} and
 * {@code stage_S_B_b} with {@code stage_S_B_downsample} where the shape changes, {@code fc}. A block is a - bn - relu - b -
 * bn + shortcut - relu; the network ends in a global average pool and the classifier. A block without a and b was pruned to
 * its shortcut.
 *
 * <p>Inside a block the channels that pruning emptied are gone from the arrays; before it, a block had as many channels
 * inside as it puts out.
 */
final class DspResNet {
    private static final String FIRST = "conv_1_3x3";
    private static final String LAST = "fc";
    private static final Pattern BLOCK = Pattern.compile("(stage_\\d+_\\d+)_(a|b|downsample)");

    private final Map<String, Manifest.Layer> layers = new LinkedHashMap<>();
    private final Set<String> blocks = new LinkedHashSet<>();

    private DspResNet() {}

    /** The network of a manifest without nodes, some layers of which have branches; empty if the names are others. */
    static Optional<DspResNet> of(Manifest manifest) {
        DspResNet network = new DspResNet();
        boolean branches = false;
        for (Manifest.Layer layer : manifest.layers()) {
            Matcher block = BLOCK.matcher(layer.name());
            if (block.matches()) {
                network.blocks.add(block.group(1));
            } else if (!layer.name().equals(FIRST) && !layer.name().equals(LAST)) {
                return Optional.empty();
            }
            branches |= layer.branches().isPresent();
            network.layers.put(layer.name(), layer);
        }
        boolean whole = network.layers.containsKey(FIRST)
                && network.layers.containsKey(LAST)
                && network.blocks.stream().allMatch(network::paired);
        return branches && whole && manifest.nodes().isEmpty() ? Optional.of(network) : Optional.empty();
    }

    private boolean paired(String block) {
        return layers.containsKey(block + "_a") == layers.containsKey(block + "_b");
    }

    /** [K, C] of a layer before pruning. */
    List<Integer> unpruned(Manifest.Layer layer) {
        Matcher name = BLOCK.matcher(layer.name());
        int k = layer.out().get(0);
        int c = layer.in().get(0);
        if (name.matches() && name.group(2).equals("a")) {
            k = layers.get(name.group(1) + "_b").out().get(0);
        } else if (name.matches() && name.group(2).equals("b")) {
            c = k;
        }
        return List.of(k, c);
    }

    /** The graph, as a manifest would give it. */
    List<Manifest.Node> nodes() {
        List<Manifest.Node> nodes = new ArrayList<>();
        nodes.add(layer("conv", FIRST, "image", "first"));
        nodes.add(node("relu", "first", "first_relu"));
        String x = "first_relu";
        for (String block : blocks) {
            String shortcut = x;
            if (layers.containsKey(block + "_downsample")) {
                shortcut = block + "_shortcut";
                nodes.add(layer("conv", block + "_downsample", x, shortcut));
            }
            String sum = shortcut;
            if (layers.containsKey(block + "_a")) {
                nodes.add(layer("conv", block + "_a", x, block + "_inner"));
                nodes.add(node("relu", block + "_inner", block + "_inner_relu"));
                nodes.add(layer("conv", block + "_b", block + "_inner_relu", block + "_outer"));
                sum = block + "_sum";
                nodes.add(node("add", List.of(block + "_outer", shortcut), sum));
            }
            if (!sum.equals(x)) {
                nodes.add(node("relu", sum, block));
                x = block;
            }
        }
        nodes.add(node("global_average_pool", x, "pooled"));
        nodes.add(layer("fc", LAST, "pooled", "logits"));
        return nodes;
    }

    private static Manifest.Node layer(String op, String layer, String input, String output) {
        return new Manifest.Node(op, Optional.of(layer), input, output);
    }

    private static Manifest.Node node(String op, Object input, String output) {
        return new Manifest.Node(op, Optional.empty(), input, output);
    }
}
