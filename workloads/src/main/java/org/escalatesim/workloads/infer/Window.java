package org.escalatesim.workloads.infer;

/**
 * The window of a pooling. Padding is not part of a maximum; {@code countPad} says whether it is of a mean.
 *
 * @param r rows, at least 1
 * @param s columns, at least 1
 * @param strideH vertical stride, at least 1
 * @param strideW horizontal stride, at least 1
 * @param padTop rows above the map, 0 to r - 1
 * @param padLeft columns left of the map, 0 to s - 1
 * @param padBottom rows below the map, 0 to r - 1
 * @param padRight columns right of the map, 0 to s - 1
 * @param countPad whether a mean is over all r * s values, the padding as zeros, and not over those of the map alone
 */
public record Window(
        int r,
        int s,
        int strideH,
        int strideW,
        int padTop,
        int padLeft,
        int padBottom,
        int padRight,
        boolean countPad) {

    /** Throws {@link IllegalArgumentException} naming what is out of range. */
    public Window {
        if (r < 1 || s < 1 || strideH < 1 || strideW < 1) {
            throw new IllegalArgumentException(
                    "kernel and stride must be at least 1, not " + r + " x " + s + " and " + strideH + ", " + strideW);
        }
        if (Math.min(Math.min(padTop, padBottom), Math.min(padLeft, padRight)) < 0
                || Math.max(padTop, padBottom) >= r
                || Math.max(padLeft, padRight) >= s) {
            throw new IllegalArgumentException("pad must be 0 or more and smaller than the kernel " + r + " x " + s
                    + ", not " + padTop + ", " + padLeft + ", " + padBottom + ", " + padRight);
        }
    }

    /** Output rows for {@code h} input rows; below 1 if the window does not fit. */
    public int rows(int h) {
        return Math.floorDiv(h + padTop + padBottom - r, strideH) + 1;
    }

    /** Output columns for {@code w} input columns; below 1 if the window does not fit. */
    public int columns(int w) {
        return Math.floorDiv(w + padLeft + padRight - s, strideW) + 1;
    }

    /** Over what the mean is taken if {@code inside} values of the window lie in the map. */
    int divisor(int inside) {
        return countPad ? r * s : inside;
    }
}
