package org.escalatesim.workloads.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.infer.GraphNode.Op;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps between layers: integers, back at their scales, are the floating-point result to half a step of the result. */
class StepsTest {
    private static final int C = 3;
    private static final int H = 5;
    private static final int W = 4;

    static Stream<GraphNode> steps() {
        List<GraphNode> steps = new ArrayList<>();
        for (boolean counted : new boolean[] {true, false}) {
            steps.add(step(Op.AVERAGE_POOL, new Window(3, 2, 2, 1, 1, 0, 1, 1, counted), 1, null, "a"));
        }
        steps.add(step(Op.MAX_POOL, new Window(2, 3, 2, 1, 0, 1, 1, 1, false), 1, null, "a"));
        steps.add(step(Op.GLOBAL_AVERAGE_POOL, null, 1, null, "a"));
        steps.add(step(Op.FLATTEN, null, 1, null, "a"));
        steps.add(step(Op.RELU, null, Double.POSITIVE_INFINITY, null, "a"));
        steps.add(step(Op.CLIP, null, .7, null, "a"));
        steps.add(step(Op.CONCAT, null, 1, null, "a", "b"));
        steps.add(step(Op.ADD, null, 1, null, "a", "b"));
        steps.add(step(Op.MULTIPLY, null, 1, null, "a", "b"));
        for (Elementwise.Kind kind : Elementwise.Kind.values()) {
            steps.add(step(
                    Op.ELEMENTWISE, null, 1, new Elementwise(kind, kind.alpha() ? .2 : 0, kind.beta() ? .5 : 0), "a"));
        }
        return steps.stream();
    }

    private static GraphNode step(Op op, Window window, double max, Elementwise function, String... inputs) {
        return new GraphNode(op, null, List.of(inputs), "y", 1, 0, window, max, function);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void integersFollowTheFloats(GraphNode step) {
        ConvShape shape = ConvShape.of(C, C, 1, 1, 1, H, W, 1, 0);
        Graph graph = new Graph(
                "g",
                List.of(
                        GraphNode.of(Op.CONV, "one", List.of(Graph.IMAGE), "a"),
                        GraphNode.of(Op.CONV, "two", List.of(Graph.IMAGE), "b"),
                        new GraphNode(Op.CONCAT, null, List.of("a", "b"), "both", 1, 0),
                        step,
                        new GraphNode(Op.GLOBAL_AVERAGE_POOL, null, List.of("both"), "z", 1, 0),
                        new GraphNode(Op.FLATTEN, null, List.of("y"), "w", 1, 0),
                        new GraphNode(Op.FLATTEN, null, List.of("z"), "v", 1, 0),
                        new GraphNode(Op.CONCAT, null, List.of("w", "v"), "end", 1, 0)),
                Map.of("one", shape, "two", shape));
        Random random = new Random(5);
        Map<String, Quant> quants = new HashMap<>();
        quants.put("a", new Quant(.011, true, 0));
        quants.put("b", new Quant(.004, false, 0));
        Map<String, float[]> floats = new HashMap<>();
        List<byte[]> integers = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            Quant quant = quants.get(name);
            float[] map = new float[C * H * W];
            for (int i = 0; i < map.length; i++) {
                int steps = random.nextInt(Quant.top(quant.signed()) + 1) - (quant.signed() ? 60 : 0);
                map[i] = (float) (steps * quant.scale());
            }
            floats.put(name, map);
            if (step.inputs().contains(name)) {
                integers.add(quant.quantise(map, C));
            }
        }
        float[] expected = new FloatForward(graph, name -> null, floats::get).value("y");
        float largest = 0;
        boolean signed = false;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
            signed |= value < 0;
        }
        Quant out = step.op().keepsScale() ? new Quant(.011, !step.op().isRelu(), 0) : Quant.ofLargest(largest, signed);
        quants.put("y", out);
        byte[] made = IntegerOps.apply(step, graph, quants, integers);
        Graph.MapShape to = graph.shape("y");
        for (int i = 0; i < expected.length; i++) {
            int pixels = to.h() * to.w();
            byte stored = made[i % pixels * to.c() + i / pixels];
            int integer = out.signed() ? stored : stored & 0xff;
            assertThat(integer * out.scale())
                    .as(step.op() + " [" + i + "]")
                    .isCloseTo(expected[i], within(out.scale() * .5001 + 1e-7));
        }
    }
}
