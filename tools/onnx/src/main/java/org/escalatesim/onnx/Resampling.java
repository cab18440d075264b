package org.escalatesim.onnx;

/**
 * Resizing with a triangle filter as wide as the scale when images shrink (antialiasing), along rows and then along
 * columns, rounded to 8 bits after each: what Pillow's {@code Image.resize(BILINEAR)}, and so torchvision, does.
 */
final class Resampling {
    private Resampling() {}

    /**
     * Resizes one plane.
     *
     * @param plane [h][w], 0 to 255
     * @return [toH][toW]
     */
    static int[] resize(int[] plane, int h, int w, int toH, int toW) {
        int[] wide = transpose(along(plane, h, w, toW), h, toW);
        return transpose(along(wide, toW, h, toH), toW, toH);
    }

    /** Resizes every row, from {@code length} to {@code to} values. */
    private static int[] along(int[] rows, int count, int length, int to) {
        if (length == to) {
            return rows;
        }
        double scale = length / (double) to;
        double support = Math.max(1, scale);
        int[] out = new int[count * to];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            int first = (int) Math.max(0, centre - support + 0.5);
            int end = (int) Math.min(length, centre + support + 0.5);
            double[] weights = new double[end - first];
            double sum = 0;
            for (int j = first; j < end; j++) {
                weights[j - first] = Math.max(0, 1 - Math.abs(j - centre + 0.5) / support);
                sum += weights[j - first];
            }
            for (int row = 0; row < count; row++) {
                double value = 0;
                for (int j = first; j < end; j++) {
                    value += weights[j - first] * rows[row * length + j];
                }
                out[row * to + i] = (int) Math.max(0, Math.min(255, Math.floor(value / sum + 0.5)));
            }
        }
        return out;
    }

    private static int[] transpose(int[] plane, int h, int w) {
        int[] out = new int[plane.length];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                out[x * h + y] = plane[y * w + x];
            }
        }
        return out;
    }
}
