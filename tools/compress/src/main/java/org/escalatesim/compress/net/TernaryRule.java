package org.escalatesim.compress.net;

/**
 * How a latent coefficient rounds to -1, 0 or 1 in ternary training, and a basis kernel to 8 bits. Per output channel k
 * the threshold is 0.7 times the mean magnitude of its coefficients, and the scale the mean magnitude of those above it
 * (Li and Liu, Ternary Weight Networks, 2016, equations 5 and 6). Gradients pass straight through the rounding to the
 * latent value (Bengio, Leonard and Courville, 2013); coefficients that were pruned are zero and stay so.
 */
public final class TernaryRule {
    /** The threshold over the mean magnitude, equation 6 of Ternary Weight Networks. */
    static final double THRESHOLD = .7;

    private static final float TOP = 127;

    private TernaryRule() {}

    /**
     * Rounded coefficients.
     *
     * @param signs -1, 0 or 1 each
     * @param scale one per output channel; 1 where all its coefficients are 0
     */
    public record Rounded(float[] signs, float[] scale) {
        /** Signs times their scales. */
        public float[] values() {
            float[] out = new float[signs.length];
            int per = signs.length / scale.length;
            for (int i = 0; i < out.length; i++) {
                out[i] = signs[i] * scale[i / per];
            }
            return out;
        }
    }

    /**
     * Rounds a layer's coefficients.
     *
     * @param latent [K][C*M]
     * @param k output channels
     */
    public static Rounded round(float[] latent, int k) {
        int per = latent.length / k;
        float[] signs = new float[latent.length];
        float[] scale = new float[k];
        for (int row = 0; row < k; row++) {
            double sum = 0;
            for (int i = row * per; i < (row + 1) * per; i++) {
                sum += Math.abs(latent[i]);
            }
            double threshold = THRESHOLD * sum / per;
            double kept = 0;
            int count = 0;
            for (int i = row * per; i < (row + 1) * per; i++) {
                if (latent[i] != 0 && Math.abs(latent[i]) >= threshold) {
                    signs[i] = Math.signum(latent[i]);
                    kept += Math.abs(latent[i]);
                    count++;
                }
            }
            scale[row] = count == 0 ? 1 : (float) (kept / count);
        }
        return new Rounded(signs, scale);
    }

    /** The real size of one step of 8-bit basis kernels: the largest magnitude becomes 127; 1/127 if all are 0. */
    public static float basisScale(float[] basis) {
        float largest = 0;
        for (float value : basis) {
            largest = Math.max(largest, Math.abs(value));
        }
        return (largest == 0 ? 1 : largest) / TOP;
    }

    /** Basis kernels as integers -127 to 127, to nearest, ties to even. */
    public static float[] basisIntegers(float[] basis, float scale) {
        float[] out = new float[basis.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) Math.rint(basis[i] / scale);
        }
        return out;
    }

    /** Replaces the latent arrays of every decomposed layer by what they round to. */
    public static Params fix(Params latent) {
        Params out = latent.copy();
        for (String name : latent.names()) {
            if (!name.endsWith("." + Params.COEFFICIENTS)) {
                continue;
            }
            String layer = name.substring(0, name.indexOf('.'));
            Values coefficients = latent.get(name);
            Values basis = latent.get(layer, Params.BASIS);
            Rounded rounded = round(coefficients.data(), coefficients.shape()[0]);
            float step = basisScale(basis.data());
            out.put(name, new Values(rounded.signs(), coefficients.shape()));
            out.put(
                    layer,
                    Params.SCALE,
                    new Values(rounded.scale(), coefficients.shape()[0]));
            out.put(layer, Params.BASIS, new Values(basisIntegers(basis.data(), step), basis.shape()));
            out.put(layer, Params.BASIS_SCALE, new Values(new float[] {step}, 1));
        }
        return out;
    }
}
