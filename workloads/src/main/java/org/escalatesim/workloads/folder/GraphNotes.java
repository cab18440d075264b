package org.escalatesim.workloads.folder;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.escalatesim.workloads.infer.Fusion;
import org.escalatesim.workloads.infer.Graph;
import org.escalatesim.workloads.infer.GraphNode;

/** What a reader must know of a graph: the operations between layers that no layer counts. */
final class GraphNotes {
    private GraphNotes() {}

    /** One note or none. Poolings right behind a layer are counted with it, subsampling and flattening only move. */
    static List<String> of(Graph graph, Fusion fusion) {
        Map<String, long[]> counts = new TreeMap<>();
        for (Fusion.Step step : fusion.steps()) {
            GraphNode node = step.node();
            if (node == null
                    || node.op() == GraphNode.Op.SUBSAMPLE_PAD
                    || node.op() == GraphNode.Op.FLATTEN
                    || counted(graph, fusion, node)) {
                continue;
            }
            String name = node.op() == GraphNode.Op.ELEMENTWISE
                    ? node.function().kind().word()
                    : node.op().name().toLowerCase(Locale.ROOT);
            long[] entry = counts.computeIfAbsent(name, key -> new long[2]);
            entry[0]++;
            entry[1] += graph.shape(node.output()).values();
        }
        if (counts.isEmpty()) {
            return List.of();
        }
        List<String> parts = new ArrayList<>();
        counts.forEach((name, entry) -> parts.add(entry[0] + " " + name + " of " + entry[1] + " outputs"));
        return List.of(
                "graph: not counted in cycles and energy, as no layer takes them in: " + String.join(", ", parts));
    }

    private static boolean counted(Graph graph, Fusion fusion, GraphNode node) {
        if (!node.op().isPool() || graph.consumers(node.inputs().get(0)).size() != 1) {
            return false;
        }
        return fusion.steps().stream()
                .anyMatch(step -> step.layer() != null
                        && step.layer().output().equals(node.inputs().get(0)));
    }
}
