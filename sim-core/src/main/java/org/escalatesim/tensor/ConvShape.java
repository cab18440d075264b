package org.escalatesim.tensor;

/**
 * The shape of one convolution: K output channels, C input channels in {@code groups} groups, an R x S kernel over an
 * H x W map (rows x columns, padding not included), output P x Q. A fully connected layer is a 1 x 1 kernel on a 1 x 1
 * map. Batch size is one.
 *
 * @param k output channels K, at least 1, a multiple of {@code groups}
 * @param c input channels C, at least 1, a multiple of {@code groups}
 * @param groups convolution groups, at least 1
 * @param r kernel rows R, at least 1
 * @param s kernel columns S, at least 1
 * @param h input rows H, at least 1
 * @param w input columns W, at least 1
 * @param strideH vertical stride, at least 1
 * @param strideW horizontal stride, at least 1
 * @param padTop zero rows above the map, 0 to R - 1
 * @param padLeft zero columns left of the map, 0 to S - 1
 * @param padBottom zero rows below the map, 0 to R - 1
 * @param padRight zero columns right of the map, 0 to S - 1
 */
public record ConvShape(
        int k,
        int c,
        int groups,
        int r,
        int s,
        int h,
        int w,
        int strideH,
        int strideW,
        int padTop,
        int padLeft,
        int padBottom,
        int padRight) {

    /** Checks the ranges above; throws {@link IllegalArgumentException} naming the field that is out of range. */
    public ConvShape {
        atLeastOne("K", k);
        atLeastOne("C", c);
        atLeastOne("groups", groups);
        atLeastOne("R", r);
        atLeastOne("S", s);
        atLeastOne("H", h);
        atLeastOne("W", w);
        atLeastOne("vertical stride", strideH);
        atLeastOne("horizontal stride", strideW);
        if (k % groups != 0 || c % groups != 0) {
            throw new IllegalArgumentException(
                    "K = " + k + " and C = " + c + " must both be multiples of groups = " + groups);
        }
        padding("top", padTop, r);
        padding("bottom", padBottom, r);
        padding("left", padLeft, s);
        padding("right", padRight, s);
        if (h + padTop + padBottom < r || w + padLeft + padRight < s) {
            throw new IllegalArgumentException("the kernel (" + r + " x " + s + ") is larger than the padded map ("
                    + (h + padTop + padBottom) + " x " + (w + padLeft + padRight) + ")");
        }
    }

    /** A convolution with the same stride and the same padding on all sides. */
    public static ConvShape of(int k, int c, int groups, int r, int s, int h, int w, int stride, int pad) {
        return new ConvShape(k, c, groups, r, s, h, w, stride, stride, pad, pad, pad, pad);
    }

    /** A fully connected layer from {@code c} inputs to {@code k} outputs. */
    public static ConvShape fullyConnected(int k, int c) {
        return of(k, c, 1, 1, 1, 1, 1, 1, 0);
    }

    /** Output rows P. */
    public int p() {
        return (h + padTop + padBottom - r) / strideH + 1;
    }

    /** Output columns Q. */
    public int q() {
        return (w + padLeft + padRight - s) / strideW + 1;
    }

    /** Output channels of one group. */
    public int kPerGroup() {
        return k / groups;
    }

    /** Input channels of one group. */
    public int cPerGroup() {
        return c / groups;
    }

    /** Kernel taps R x S. */
    public int taps() {
        return r * s;
    }

    /** Whether the kernel has a single tap. */
    public boolean pointwise() {
        return r == 1 && s == 1;
    }

    /** Whether this is a 1 x 1 kernel on a 1 x 1 map. */
    public boolean isFullyConnected() {
        return pointwise() && h == 1 && w == 1;
    }

    /** Multiply-accumulates of the dense layer, padding taps included: K * (C / groups) * R * S * P * Q. */
    public long denseMacs() {
        return (long) k * cPerGroup() * r * s * p() * q();
    }

    /** Weights of the dense layer, without bias: K * (C / groups) * R * S. */
    public long parameters() {
        return (long) k * cPerGroup() * r * s;
    }

    /** The shape as tables print it, for example {@code 64x64x3x3/1 56x56 > 56x56}. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        text.append(k)
                .append('x')
                .append(cPerGroup())
                .append('x')
                .append(r)
                .append('x')
                .append(s);
        text.append('/').append(strideH);
        if (strideW != strideH) {
            text.append(',').append(strideW);
        }
        if (groups > 1) {
            text.append(" g").append(groups);
        }
        text.append(' ')
                .append(h)
                .append('x')
                .append(w)
                .append(" > ")
                .append(p())
                .append('x')
                .append(q());
        return text.toString();
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }

    private static void padding(String side, int pad, int kernel) {
        if (pad < 0 || pad >= kernel) {
            throw new IllegalArgumentException(
                    "padding " + side + " must be 0 to " + (kernel - 1) + " (smaller than the kernel), not " + pad);
        }
    }
}
