package org.escalatesim.compress.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.escalatesim.config.InputException;

/**
 * Images to train on, images held out to test with, and how both are normalised: {@code (x/255 - mean) / std}, with the
 * mean and standard deviation of each channel over the training images.
 *
 * @param kind what was read, for people
 * @param train training images
 * @param test held-out images
 * @param classes number of classes
 * @param mean per channel, of x/255
 * @param std per channel, of x/255, above 0
 */
public record ImageData(
        String kind, LabelledImages train, LabelledImages test, int classes, double[] mean, double[] std) {
    /** Images of an MNIST file that are held out when there is no training file beside it. */
    static final int HELD_OUT = 1000;

    /**
     * Opens a folder: MNIST's IDX files (gzip or not), CIFAR-10's binary files, or a folder of images, one folder per
     * class.
     *
     * @throws InputException if it holds none of these, or what it holds is not whole
     */
    public static ImageData open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InputException("--data " + folder
                    + (Files.exists(folder) ? ": is a file, not a folder" : ": no such folder")
                    + "; give a folder of MNIST IDX files, CIFAR-10 binary files, or images in one folder per class");
        }
        ImageData data = MnistFolder.open(folder);
        if (data == null) {
            data = CifarFolder.open(folder);
        }
        return data == null ? ImageFolder.open(folder) : data;
    }

    /** Splits and normalises. */
    static ImageData of(String kind, LabelledImages train, LabelledImages test, int classes) {
        int pixels = train.height() * train.width();
        double[] mean = new double[train.channels()];
        double[] std = new double[train.channels()];
        double count = (double) train.size() * pixels;
        for (int c = 0; c < mean.length; c++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < train.size(); i++) {
                int at = i * train.imageSize() + c * pixels;
                for (int p = at; p < at + pixels; p++) {
                    double x = (train.pixels()[p] & 255) / 255.0;
                    sum += x;
                    squares += x * x;
                }
            }
            mean[c] = sum / count;
            std[c] = Math.sqrt(Math.max(squares / count - mean[c] * mean[c], 0));
            if (std[c] == 0) {
                // All pixels equal: nothing to scale.
                std[c] = 1;
            }
        }
        return new ImageData(kind, train, test, classes, mean, std);
    }

    /** The first {@code count} training images only, of at least as many; normalised as before. */
    public ImageData withTrain(int count) {
        return new ImageData(kind, train.range(0, count), test, classes, mean.clone(), std.clone());
    }

    /**
     * Writes one image, normalised, into an array.
     *
     * @param images {@link #train} or {@link #test}
     * @param out where to write
     * @param at first index to write
     */
    public void normalise(LabelledImages images, int image, float[] out, int at) {
        int pixels = images.height() * images.width();
        int from = image * images.imageSize();
        for (int i = 0; i < images.imageSize(); i++) {
            int c = i / pixels;
            out[at + i] = (float) (((images.pixels()[from + i] & 255) / 255.0 - mean[c]) / std[c]);
        }
    }

    /** A check sum of all pixels and labels, to tell one set of images from another. */
    public String checksum() {
        CRC32 crc = new CRC32();
        for (LabelledImages images : new LabelledImages[] {train, test}) {
            crc.update(images.pixels());
            for (int label : images.labels()) {
                crc.update(label);
            }
        }
        return Long.toHexString(crc.getValue());
    }
}
