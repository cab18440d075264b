package org.escalatesim.compress.net;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.workloads.infer.Graph;
import org.escalatesim.workloads.infer.GraphNode;

/**
 * Model shrinking (PENNI, ICML 2020, section 3.4): channels that carry nothing are removed, with their batch norms, the
 * filters that made them and the kernels that read them.
 *
 * <p>Values of the graph that must have the same channels form a <em>space</em>: a convolution's output, its ReLU, and
 * both sides and the sum of an addition. A channel of a space stays if some layer that writes the space has a filter
 * for it that is not all zero, and some layer that reads the space has a kernel for it that is not: along a chain, with
 * one writer and one reader, that is the intersection of both; on a residual trunk the union over its writers, and over
 * its readers. What is removed in one space empties filters and kernels in others, so this is repeated until nothing
 * changes. The image and the classes are never touched.
 */
public final class Shrinker {
    /**
     * What is left.
     *
     * @param topology the network with fewer channels
     * @param params its arrays
     * @param removed channels removed, over all spaces
     * @param rounds how often all spaces were gone through until nothing changed, at least 1
     */
    public record Shrunk(Topology topology, Params params, int removed, int rounds) {}

    private final Topology net;
    private final Params params;
    private final Graph graph;
    private final Map<String, String> parent = new HashMap<>();
    private final Map<String, boolean[]> kept = new LinkedHashMap<>();
    private final Map<String, boolean[]> presence = new HashMap<>();

    private Shrinker(Topology net, Params params) {
        this.net = net;
        this.params = params;
        graph = net.graph();
        for (String value : graph.values()) {
            parent.put(value, value);
        }
        for (GraphNode node : net.nodes()) {
            switch (node.op()) {
                case RELU, GLOBAL_AVERAGE_POOL, ADD ->
                    node.inputs().forEach(input -> parent.put(space(input), space(node.output())));
                case CONV, FC -> presence.put(node.layer(), presence(node.layer()));
                case SUBSAMPLE_PAD -> throw new IllegalArgumentException("no shrinking across " + node.op());
            }
        }
        for (String value : graph.values()) {
            kept.computeIfAbsent(space(value), key -> all(graph.shape(value).c()));
        }
    }

    /**
     * Removes all channels that carry nothing.
     *
     * @throws InputException if a space would be left without any channel: the network would be gone
     */
    public static Shrunk shrink(Topology net, Params params) {
        return new Shrinker(net, params).run();
    }

    private Shrunk run() {
        int rounds = 0;
        boolean changed = true;
        while (changed) {
            changed = false;
            rounds++;
            for (String space : kept.keySet()) {
                if (!space.equals(space(Graph.IMAGE)) && !space.equals(space(graph.output()))) {
                    changed |= narrow(space);
                }
            }
        }
        Params out = params.copy();
        int removed = 0;
        for (boolean[] flags : kept.values()) {
            for (boolean flag : flags) {
                removed += flag ? 0 : 1;
            }
        }
        for (GraphNode node : net.nodes()) {
            if (node.op().hasLayer()) {
                select(out, node);
            }
        }
        return new Shrunk(net.withChannelsOf(out), out, removed, rounds);
    }

    /** Drops channels of one space; whether any were. */
    private boolean narrow(String space) {
        boolean[] now = kept.get(space);
        boolean[] written = new boolean[now.length];
        boolean[] read = new boolean[now.length];
        for (GraphNode node : net.nodes()) {
            if (!node.op().hasLayer()) {
                continue;
            }
            boolean writes = space(node.output()).equals(space);
            boolean reads = space(node.inputs().get(0)).equals(space);
            boolean[] in = kept.get(space(node.inputs().get(0)));
            boolean[] out = kept.get(space(node.output()));
            boolean[] kernels = presence.get(node.layer());
            for (int k = 0; k < out.length; k++) {
                for (int c = 0; c < in.length; c++) {
                    if (out[k] && in[c] && kernels[k * in.length + c]) {
                        if (writes) {
                            written[k] = true;
                        }
                        if (reads) {
                            read[c] = true;
                        }
                    }
                }
            }
        }
        boolean changed = false;
        boolean any = false;
        for (int i = 0; i < now.length; i++) {
            boolean stays = now[i] && written[i] && read[i];
            changed |= stays != now[i];
            any |= stays;
            now[i] = stays;
        }
        if (!any) {
            throw new InputException("shrinking leaves no channel of '" + space + "' in " + net.name()
                    + "; prune less (a smaller --strength)");
        }
        return changed;
    }

    private void select(Params out, GraphNode node) {
        String layer = node.layer();
        boolean[] in = kept.get(space(node.inputs().get(0)));
        boolean[] filters = kept.get(space(node.output()));
        String main = params.has(layer, Params.COEFFICIENTS) ? Params.COEFFICIENTS : Params.WEIGHT;
        out.put(layer, main, params.get(layer, main).select(0, filters).select(1, in));
        for (String part :
                new String[] {Params.GAMMA, Params.BETA, Params.MEAN, Params.VARIANCE, Params.BIAS, Params.SCALE}) {
            if (params.has(layer, part)) {
                out.put(layer, part, params.get(layer, part).select(0, filters));
            }
        }
    }

    /** Whether kernel [k][c] of a layer has any value that is not zero. */
    private boolean[] presence(String layer) {
        Values values = params.has(layer, Params.COEFFICIENTS)
                ? params.get(layer, Params.COEFFICIENTS)
                : params.get(layer, Params.WEIGHT);
        int kernels = values.shape()[0] * values.shape()[1];
        int per = values.data().length / kernels;
        boolean[] present = new boolean[kernels];
        for (int i = 0; i < values.data().length; i++) {
            present[i / per] |= values.data()[i] != 0;
        }
        return present;
    }

    private String space(String value) {
        String at = value;
        while (!parent.get(at).equals(at)) {
            at = parent.get(at);
        }
        return at;
    }

    private static boolean[] all(int count) {
        boolean[] flags = new boolean[count];
        Arrays.fill(flags, true);
        return flags;
    }
}
