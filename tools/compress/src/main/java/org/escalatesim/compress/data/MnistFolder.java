package org.escalatesim.compress.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.escalatesim.config.InputException;

/** MNIST, or another set in its files: {@code train-images-idx3-ubyte}, {@code t10k-labels-idx1-ubyte}, with or without .gz. */
final class MnistFolder {
    private static final int CLASSES = 10;

    private MnistFolder() {}

    /**
     * The images of a folder, or null if it holds no MNIST files. With the training files, those are trained on and the
     * test files tested with; without, the last 1,000 of the test files are held out.
     *
     * @throws InputException if one of two files is missing, or images and labels are not of the same number
     */
    static ImageData open(Path folder) {
        LabelledImages test = read(folder, "t10k");
        LabelledImages train = read(folder, "train");
        if (test == null && train == null) {
            return null;
        }
        if (train != null && test != null) {
            return ImageData.of("MNIST IDX files, 10 classes", train, test, CLASSES);
        }
        LabelledImages all = train == null ? test : train;
        if (all.size() <= ImageData.HELD_OUT) {
            throw new InputException("--data " + folder + ": " + all.size() + " images; more than " + ImageData.HELD_OUT
                    + " are needed, as the last " + ImageData.HELD_OUT + " are held out");
        }
        int split = all.size() - ImageData.HELD_OUT;
        return ImageData.of(
                "MNIST IDX files, the last " + ImageData.HELD_OUT + " images held out",
                all.range(0, split),
                all.range(split, all.size()),
                CLASSES);
    }

    private static LabelledImages read(Path folder, String set) {
        Path images = find(folder, set + "-images-idx3-ubyte");
        Path labels = find(folder, set + "-labels-idx1-ubyte");
        if (images == null && labels == null) {
            return null;
        }
        if (images == null || labels == null) {
            throw new InputException("--data " + folder + ": has " + (images == null ? labels : images).getFileName()
                    + " but no " + set + (images == null ? "-images-idx3-ubyte" : "-labels-idx1-ubyte") + "[.gz]");
        }
        IdxFile pixels = IdxFile.read(images, 3);
        IdxFile classes = IdxFile.read(labels, 1);
        if (pixels.shape()[0] != classes.shape()[0]) {
            throw new InputException(labels + ": " + classes.shape()[0] + " labels for " + pixels.shape()[0]
                    + " images in " + images.getFileName());
        }
        int[] numbers = new int[classes.values().length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = classes.values()[i] & 255;
            if (numbers[i] >= CLASSES) {
                throw new InputException(labels + ": label " + i + " is " + numbers[i] + "; must be 0 to 9");
            }
        }
        return new LabelledImages(1, pixels.shape()[1], pixels.shape()[2], pixels.values(), numbers);
    }

    private static Path find(Path folder, String name) {
        for (String each : new String[] {name, name + ".gz"}) {
            if (Files.isRegularFile(folder.resolve(each))) {
                return folder.resolve(each);
            }
        }
        return null;
    }
}
