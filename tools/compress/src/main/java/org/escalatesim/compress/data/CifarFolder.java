package org.escalatesim.compress.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.escalatesim.config.InputException;

/**
 * CIFAR-10's binary files: {@code data_batch_1.bin} to {@code data_batch_5.bin} (those that are there) and {@code
 * test_batch.bin}; records of one label byte and 3 x 32 x 32 pixels (Krizhevsky, "The CIFAR-10 dataset", binary
 * version).
 */
final class CifarFolder {
    private static final int SIDE = 32;
    private static final int PIXELS = 3 * SIDE * SIDE;
    private static final int RECORD = PIXELS + 1;
    private static final int CLASSES = 10;
    private static final int BATCHES = 5;

    private CifarFolder() {}

    /** The images of a folder, or null if it holds no CIFAR-10 files; throws {@link InputException}. */
    static ImageData open(Path folder) {
        Path test = folder.resolve("test_batch.bin");
        LabelledImages train = null;
        for (int i = 1; i <= BATCHES; i++) {
            Path file = folder.resolve("data_batch_" + i + ".bin");
            if (Files.isRegularFile(file)) {
                LabelledImages batch = read(file);
                train = train == null ? batch : train.and(batch);
            }
        }
        boolean hasTest = Files.isRegularFile(test);
        if (train == null && !hasTest) {
            return null;
        }
        if (train == null || !hasTest) {
            throw new InputException("--data " + folder + ": CIFAR-10 needs "
                    + (hasTest ? "data_batch_1.bin (to data_batch_5.bin) beside test_batch.bin" : "test_batch.bin")
                    + ", which is missing");
        }
        return ImageData.of("CIFAR-10 binary files", train, read(test), CLASSES);
    }

    private static LabelledImages read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read (" + e.getMessage() + ")");
        }
        if (bytes.length == 0 || bytes.length % RECORD != 0) {
            throw new InputException(file + ": " + bytes.length + " bytes; must be whole records of " + RECORD
                    + " bytes (a label and 3 x 32 x 32 pixels)");
        }
        int count = bytes.length / RECORD;
        byte[] pixels = new byte[count * PIXELS];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = bytes[i * RECORD] & 255;
            if (labels[i] >= CLASSES) {
                throw new InputException(file + ": label of record " + i + " is " + labels[i] + "; must be 0 to 9");
            }
            System.arraycopy(bytes, i * RECORD + 1, pixels, i * PIXELS, PIXELS);
        }
        return new LabelledImages(3, SIDE, SIDE, pixels, labels);
    }
}
