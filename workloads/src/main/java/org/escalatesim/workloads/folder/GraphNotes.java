package org.escalatesim.workloads.folder;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.escalatesim.machine.ChannelGather;
import org.escalatesim.machine.MapSteps;
import org.escalatesim.workloads.infer.Fusion;
import org.escalatesim.workloads.infer.Graph;
import org.escalatesim.workloads.infer.GraphNode;
import org.escalatesim.workloads.infer.GraphSteps;

/** What a reader must know of a graph: the operations between layers that no layer takes in, and how they count. */
final class GraphNotes {
    private GraphNotes() {}

    /**
     * One note or none. Poolings right behind a layer are counted with it, subsampling and flattening only move.
     *
     * @param dilated whether the layer of a name is
     */
    static List<String> of(Graph graph, Fusion fusion, Predicate<String> dilated) {
        Map<String, long[]> counts = new TreeMap<>();
        for (Fusion.Step step : fusion.steps()) {
            if (step.layer() == null) {
                continue;
            }
            boolean phases = dilated.test(step.layer().layer());
            for (GraphNode node : GraphSteps.behind(fusion, step.layer(), phases)) {
                String name = node.op() == GraphNode.Op.ELEMENTWISE
                        ? node.function().kind().word()
                        : node.op().name().toLowerCase(Locale.ROOT);
                long[] entry = counts.computeIfAbsent(name, key -> new long[2]);
                entry[0]++;
                entry[1] += graph.shape(node.output()).values();
            }
        }
        if (counts.isEmpty()) {
            return List.of();
        }
        List<String> parts = new ArrayList<>();
        counts.forEach((name, entry) -> parts.add(entry[0] + " " + name + " of " + entry[1] + " outputs"));
        return List.of("graph: steps that no layer takes in, counted behind the layer before them, "
                + ChannelGather.VALUES_PER_CYCLE + " values per cycle, energy as " + MapSteps.UNIT + ": "
                + String.join(", ", parts));
    }
}
