package org.escalatesim.onnx;

import java.util.Arrays;

/** Shapes of tensors as maps [C, H, W]: a 1-D map has H = 1, a vector H = W = 1. */
final class Canonical {
    private Canonical() {}

    /** The map; throws {@link org.escalatesim.config.InputException} if the tensor is none of a batch of 1. */
    static int[] shape(Node node, String tensor, long[] shape) {
        if (shape == null || shape.length < 2 || shape.length > 4 || shape[0] != 1) {
            throw node.refused("makes '" + tensor + "' of shape " + Arrays.toString(shape)
                    + "; supported are [1, C], [1, C, W] and [1, C, H, W]");
        }
        return switch (shape.length) {
            case 2 -> new int[] {(int) shape[1], 1, 1};
            case 3 -> new int[] {(int) shape[1], 1, (int) shape[2]};
            default -> new int[] {(int) shape[1], (int) shape[2], (int) shape[3]};
        };
    }
}
