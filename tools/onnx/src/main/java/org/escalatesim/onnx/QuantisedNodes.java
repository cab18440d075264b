package org.escalatesim.onnx;

import java.util.List;
import java.util.Map;
import org.escalatesim.onnx.TracedGraph.Quantised;
import org.escalatesim.onnx.TracedGraph.Ref;
import org.escalatesim.onnx.TracedGraph.Scale;

/**
 * Takes QuantizeLinear and DequantizeLinear around a tensor as the statement of its scale. Machines hold values as
 * {@code scale * integer}, u8 or s8; a zero point in the middle of u8 makes it s8, one at the lower end of s8 makes it
 * u8. Machines hold what cannot be negative as u8; if the model's integers end earlier (s8 at 127, or a Clip before them),
 * a clip follows. Other zero points have no such form: those values get a symmetric scale of their own when the folder is
 * opened.
 */
final class QuantisedNodes {
    private static final int S8_TOP = 127;
    private static final int U8_TOP = 255;
    private final TracedGraph graph;
    private final Constants constants;

    QuantisedNodes(TracedGraph graph, Constants constants) {
        this.graph = graph;
        this.constants = constants;
    }

    void quantise(Node node, boolean unsigned) {
        Ref input = graph.plain(node, 0);
        Tensor scale = constants.tensor(node, 1);
        if (scale.size() != 1) {
            throw node.refused("has " + scale.size() + " scales; activations have one");
        }
        int zero = node.input(2).isEmpty() ? 0 : (int) constants.tensor(node, 2).scalar();
        graph.put(
                node.output(),
                new Ref(
                        input.value(),
                        input.shape(),
                        input.tensor(),
                        input.pad(),
                        new Quantised(scale.scalar(), zero, unsigned)));
    }

    void dequantise(Node node) {
        Ref input = graph.ref(node, 0);
        Quantised quantised = input.quantised();
        if (quantised == null) {
            throw node.refused("does not follow a QuantizeLinear");
        }
        float scale = constants.tensor(node, 1).scalar();
        int zero = node.input(2).isEmpty() ? 0 : (int) constants.tensor(node, 2).scalar();
        if (scale != quantised.scale() || zero != quantised.zeroPoint()) {
            throw node.refused(
                    "has a scale of " + scale + " and a zero point of " + zero + ", the QuantizeLinear before" + " it "
                            + quantised.scale() + " and " + quantised.zeroPoint() + "; they must be equal");
        }
        Ref made = new Ref(input.value(), input.shape(), node.output(), input.pad(), null);
        boolean image = input.value().equals(TracedGraph.IMAGE);
        boolean fromZero = zero == (quantised.unsigned() ? 0 : -128);
        boolean centred = zero == (quantised.unsigned() ? 128 : 0);
        if (!fromZero && !centred) {
            graph.notes.add("activations with a zero point other than 0 (u8: 0 or 128, s8: 0 or -128) get a symmetric"
                    + " scale of their own");
            graph.put(node.output(), made);
            return;
        }
        if (fromZero && !image && !graph.nonNegative(input.value())) {
            // Integers that begin at zero clamp what is negative: the quantiser left the ReLU out.
            graph.add("relu", null, List.of(input.value()), node.output(), input.shape(), Map.of());
            made = graph.ref(node, node.output());
        } else {
            graph.put(node.output(), made);
        }
        boolean nonNegative = graph.nonNegative(made.value());
        boolean signed = centred && (image || !nonNegative);
        graph.scales.putIfAbsent(made.value(), new Scale(scale, signed));
        double step = graph.scales.get(made.value()).step();
        double limit = Math.min((centred ? S8_TOP : U8_TOP) * (double) scale, graph.clippedTo(made.value()));
        if (!signed && !image && limit < Math.min(U8_TOP * step, graph.bound(made.value()))) {
            // The u8 that a machine makes without a sign reaches further than the model's integers do.
            graph.addBound(made.value(), node.output(), input.shape(), limit);
        }
    }
}
