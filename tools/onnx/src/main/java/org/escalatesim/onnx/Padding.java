package org.escalatesim.onnx;

/** Padding of convolutions and poolings, from {@code pads} or {@code auto_pad}. */
final class Padding {
    private Padding() {}

    /**
     * Top, left, bottom, right.
     *
     * @param in [C, H, W] of the input
     * @param flat whether the operator is 1-D, along W
     */
    static int[] of(Node node, int[] in, int[] kernel, int[] stride, int[] dilation, boolean flat) {
        String auto = node.text("auto_pad", "NOTSET");
        int[] given = node.integers("pads");
        switch (auto) {
            case "NOTSET" -> {
                if (given == null) {
                    return new int[4];
                }
                return flat ? new int[] {0, given[0], 0, given[1]} : given.clone();
            }
            case "VALID" -> {
                return new int[4];
            }
            case "SAME_UPPER", "SAME_LOWER" -> {
                int[] pads = new int[4];
                for (int side = 0; side < 2; side++) {
                    int length = in[1 + side];
                    int outputs = (length + stride[side] - 1) / stride[side];
                    int reach = (kernel[side] - 1) * dilation[side] + 1;
                    int total = Math.max(0, (outputs - 1) * stride[side] + reach - length);
                    int before = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
                    pads[side] = before;
                    pads[2 + side] = total - before;
                }
                return pads;
            }
            default -> throw node.refused("auto_pad is '" + auto + "', which is not supported");
        }
    }
}
