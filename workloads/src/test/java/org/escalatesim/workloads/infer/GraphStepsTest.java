package org.escalatesim.workloads.infer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.MapStep;
import org.escalatesim.trace.MapStep.Kind;
import org.escalatesim.workloads.infer.GraphNode.Op;
import org.junit.jupiter.api.Test;

/** Which nodes are steps, behind which layer, and what do they read and make? */
class GraphStepsTest {
    private static final ConvShape CONV = ConvShape.of(3, 3, 1, 1, 1, 5, 4, 1, 0);

    /** 3 x 3 with stride 2 and one row and column of padding on each side. */
    private static final Window WINDOW = new Window(3, 3, 2, 2, 1, 1, 1, 1, false);

    private final Graph graph = new Graph(
            "g",
            List.of(
                    GraphNode.of(Op.CONV, "one", List.of(Graph.IMAGE), "a"),
                    GraphNode.of(Op.GLOBAL_AVERAGE_POOL, null, List.of("a"), "mean"),
                    new GraphNode(
                            Op.ELEMENTWISE,
                            null,
                            List.of("mean"),
                            "gate",
                            1,
                            0,
                            null,
                            1,
                            new Elementwise(Elementwise.Kind.SIGMOID, 0, 0)),
                    GraphNode.of(Op.MULTIPLY, null, List.of("a", "gate"), "scaled"),
                    GraphNode.of(Op.CONV, "two", List.of("scaled"), "b"),
                    new GraphNode(Op.MAX_POOL, null, List.of("b"), "pooled", 1, 0, WINDOW, 1, null),
                    GraphNode.of(Op.FLATTEN, null, List.of("pooled"), "end")),
            Map.of("one", CONV, "two", CONV));

    private final Fusion fusion = new Fusion(graph);

    private List<MapStep> behind(String layer, boolean dilated) {
        return GraphSteps.behind(fusion, fusion.layer(layer), dilated).stream()
                .map(node -> GraphSteps.step(graph, node))
                .toList();
    }

    /** Maps of 3 x 5 x 4 = 60 values. The mean's map is read by the product too, so no layer takes it in. */
    @Test
    void stepsAreBehindTheLayerBeforeThem() {
        assertThat(behind("one", false))
                .containsExactly(
                        new MapStep(Kind.AVERAGE_POOL, 60, 60, 3),
                        new MapStep(Kind.TABLE, 3, 3, 3),
                        new MapStep(Kind.MULTIPLY, 120, 60, 60));
    }

    /**
     * Rows of the windows in the map: 2, 3, 2 of 5; columns: 2, 2 of 4 (places 0 to 1: -1 to 1, 1 to 3), the second has
     * 3. So 7 x 5 values per channel are read; 3 x 2 windows of 9 taps per channel are compared.
     */
    @Test
    void thePoolingOfALayerIsAStepOnlyIfItsOutputsComeInPhases() {
        assertThat(behind("two", false)).isEmpty();
        assertThat(behind("two", true)).containsExactly(new MapStep(Kind.MAX_POOL, 3 * 7 * 5, 3 * 6 * 9, 3 * 6));
        assertThat(behind("one", true)).hasSize(3);
    }
}
