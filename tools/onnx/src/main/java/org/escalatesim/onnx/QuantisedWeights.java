package org.escalatesim.onnx;

/**
 * Constant weights of a layer: floats, or the integers of a quantised model with their scales.
 *
 * @param shape extents, output channels first (unless yet to be {@link #transposed})
 * @param floats in C order, or null
 * @param integers in C order, or null
 * @param scale per index of {@code axis}, or one for all; null with floats
 * @param axis the extent that has scales
 */
record QuantisedWeights(long[] shape, float[] floats, byte[] integers, float[] scale, int axis) {
    /** A matrix with its extents exchanged. */
    QuantisedWeights transposed() {
        if (shape.length != 2) {
            return this;
        }
        int rows = (int) shape[0];
        int columns = (int) shape[1];
        float[] f = floats == null ? null : new float[floats.length];
        byte[] b = integers == null ? null : new byte[integers.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                if (f != null) {
                    f[j * rows + i] = floats[i * columns + j];
                } else {
                    b[j * rows + i] = integers[i * columns + j];
                }
            }
        }
        return new QuantisedWeights(new long[] {columns, rows}, f, b, scale, 1 - axis);
    }

    /** Gives them to a layer; scales along another extent than the output channels make floats of them. */
    void into(TracedLayer layer) {
        if (integers == null) {
            layer.weights = floats.clone();
            return;
        }
        int k = (int) shape[0];
        if (scale.length == 1 || axis == 0) {
            layer.integers = integers;
            layer.weightScale = new float[k];
            for (int i = 0; i < k; i++) {
                layer.weightScale[i] = scale[scale.length == 1 ? 0 : i];
            }
            return;
        }
        int inner = 1;
        for (int i = axis + 1; i < shape.length; i++) {
            inner *= (int) shape[i];
        }
        layer.weights = new float[integers.length];
        for (int i = 0; i < integers.length; i++) {
            layer.weights[i] = integers[i] * scale[i / inner % scale.length];
        }
    }
}
