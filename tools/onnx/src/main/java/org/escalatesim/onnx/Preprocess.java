package org.escalatesim.onnx;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.escalatesim.config.InputException;

/**
 * Pixels as the network's input: shorter side resized, centre cropped, divided by 255, less the mean, over the deviation.
 * The defaults are those of torchvision's ImageNet weights (mean .485 .456 .406, standard deviation .229 .224 .225,
 * resize to 8/7 of the crop); resizing is the bilinear filter with antialiasing of Pillow, 8 bits after each direction.
 *
 * @param channels C, 1 (grey) or 3
 * @param height H of the network's input
 * @param width W of the network's input
 * @param resize length of the shorter side after resizing; 0 for none; -1 to resize what is not of the network's size,
 *     to 8/7 of its shorter side
 * @param mean per channel, in units of full brightness
 * @param std per channel, likewise, above 0
 * @param bgr whether channels go blue first
 */
record Preprocess(int channels, int height, int width, int resize, double[] mean, double[] std, boolean bgr) {
    private static final double[] IMAGENET_MEAN = {.485, .456, .406};
    private static final double[] IMAGENET_STD = {.229, .224, .225};
    /** As a share of the crop, 256 / 224. */
    private static final double RESIZE = 8.0 / 7;

    /** The default mean: ImageNet's for three channels, 0 for grey images. */
    static double[] defaultMean(int channels) {
        return channels == 3 ? IMAGENET_MEAN : new double[channels];
    }

    /** The default deviation: ImageNet's for three channels, 1 for grey images. */
    static double[] defaultStd(int channels) {
        double[] ones = new double[channels];
        Arrays.fill(ones, 1);
        return channels == 3 ? IMAGENET_STD : ones;
    }

    /**
     * One image, [C][H][W].
     *
     * @throws InputException if the image is smaller than the crop
     */
    float[] apply(Path file, BufferedImage image) {
        int[][] planes = planes(image);
        int h = image.getHeight();
        int w = image.getWidth();
        int shorter = resize >= 0
                ? resize
                : h == height && w == width ? 0 : (int) Math.rint(Math.min(height, width) * RESIZE);
        if (shorter > 0) {
            int newH = h <= w ? shorter : (int) ((long) shorter * h / w);
            int newW = w <= h ? shorter : (int) ((long) shorter * w / h);
            for (int c = 0; c < channels; c++) {
                planes[c] = Resampling.resize(planes[c], h, w, newH, newW);
            }
            h = newH;
            w = newW;
        }
        if (h < height || w < width) {
            throw new InputException(file + ": " + image.getWidth() + " x " + image.getHeight() + " pixels"
                    + (shorter > 0 ? ", " + w + " x " + h + " when resized" : "") + ", the model takes " + width + " x "
                    + height + " (width x height); give --resize");
        }
        int top = (int) Math.rint((h - height) / 2.0);
        int left = (int) Math.rint((w - width) / 2.0);
        float[] values = new float[channels * height * width];
        for (int c = 0; c < channels; c++) {
            int[] plane = planes[bgr ? channels - 1 - c : c];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double level = plane[(top + y) * w + left + x] / 255.0;
                    values[(c * height + y) * width + x] = (float) ((level - mean[c]) / std[c]);
                }
            }
        }
        return values;
    }

    /** [C][H * W], 0 to 255, samples of other depths brought to it by their full brightness; grey is .299 R + .587 G + .114 B (ITU-R BT.601), as Pillow's mode L. */
    private int[][] planes(BufferedImage image) {
        int w = image.getWidth();
        int h = image.getHeight();
        int[][] planes = new int[channels][w * h];
        // Java brightens grey images on the way to RGB: their samples are taken as they are.
        ColorModel model = image.getColorModel();
        Raster grey = model.getColorSpace().getNumComponents() == 1 && !(model instanceof IndexColorModel)
                ? image.getRaster()
                : null;
        int full = (1 << model.getComponentSize(0)) - 1;
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int at = y * w + x;
                int r;
                int g;
                int b;
                if (grey != null) {
                    r = (int) Math.rint(grey.getSample(x, y, 0) * 255.0 / full);
                    g = r;
                    b = r;
                } else {
                    int rgb = image.getRGB(x, y);
                    r = rgb >> 16 & 0xff;
                    g = rgb >> 8 & 0xff;
                    b = rgb & 0xff;
                }
                if (channels == 1) {
                    planes[0][at] = grey != null ? r : (int) Math.rint(.299 * r + .587 * g + .114 * b);
                } else {
                    planes[0][at] = r;
                    planes[1][at] = g;
                    planes[2][at] = b;
                }
            }
        }
        return planes;
    }

    /** What is done, for the manifest. */
    String describe() {
        String size = resize == 0
                ? "not resized"
                : (resize > 0
                                ? "shorter side resized to " + resize
                                : "images of another size resized, shorter side to "
                                        + (int) Math.rint(Math.min(height, width) * RESIZE))
                        + " (bilinear with antialiasing)";
        return size + ", centre crop " + width + " x " + height + ", "
                + (channels == 1 ? "grey" : bgr ? "BGR" : "RGB") + ", (pixel / 255 - mean) / std, mean " + list(mean)
                + ", std " + list(std);
    }

    private static String list(double[] values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> Double.toString(values[i]))
                .collect(Collectors.joining(" "));
    }
}
