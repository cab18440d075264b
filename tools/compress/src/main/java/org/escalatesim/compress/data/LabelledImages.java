package org.escalatesim.compress.data;

import java.util.Arrays;

/**
 * Labelled images of one size, pixels as bytes.
 *
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param height rows
 * @param width columns
 * @param pixels [image][channel][row][column], each 0 to 255 as an unsigned byte
 * @param labels class of each image, 0 and up
 */
public record LabelledImages(int channels, int height, int width, byte[] pixels, int[] labels) {
    /** Checks that pixels and labels are of as many images; throws {@link IllegalArgumentException} otherwise. */
    public LabelledImages {
        if ((long) labels.length * channels * height * width != pixels.length) {
            throw new IllegalArgumentException(pixels.length + " pixels are not " + labels.length + " images of "
                    + channels + " x " + height + " x " + width);
        }
    }

    /** Number of images. */
    public int size() {
        return labels.length;
    }

    /** Pixels of one image, all channels. */
    public int imageSize() {
        return channels * height * width;
    }

    /** The images {@code from} (included) to {@code to} (not included). */
    public LabelledImages range(int from, int to) {
        return new LabelledImages(
                channels,
                height,
                width,
                Arrays.copyOfRange(pixels, from * imageSize(), to * imageSize()),
                Arrays.copyOfRange(labels, from, to));
    }

    /** These images and, behind them, others of the same size. */
    public LabelledImages and(LabelledImages more) {
        if (more.channels != channels || more.height != height || more.width != width) {
            throw new IllegalArgumentException("images of two sizes");
        }
        byte[] all = Arrays.copyOf(pixels, pixels.length + more.pixels.length);
        System.arraycopy(more.pixels, 0, all, pixels.length, more.pixels.length);
        int[] both = Arrays.copyOf(labels, labels.length + more.labels.length);
        System.arraycopy(more.labels, 0, both, labels.length, more.labels.length);
        return new LabelledImages(channels, height, width, all, both);
    }
}
