package org.escalatesim.workloads.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.escalatesim.workloads.numpy.NumpyWriter;

/** A folder as DNNsim has it: two batches of 2 and 1 images, a grouped, a strided, an 8-bit and an fc layer. */
final class CsvFolder {
    static final String MODEL = """
            name,type,stride,padding
            conv1,conv,1,1
            block/2,conv,2,1
            q,conv,1,0
            fc,fc,1,0
            """;

    private static final Random RANDOM = new Random(4);

    private CsvFolder() {}

    static Path write(Path folder) throws IOException {
        Files.writeString(folder.resolve("model.csv"), MODEL);
        NumpyWriter.write(folder.resolve("wgt-conv1.npy"), floats(8 * 2 * 9, false), 8, 2, 3, 3);
        NumpyWriter.write(folder.resolve("wgt-block-2.npy"), floats(8 * 8 * 9, false), 8, 8, 3, 3);
        NumpyWriter.write(folder.resolve("wgt-q.npy"), bytes(8 * 8, -100), 8, 8, 1, 1);
        NumpyWriter.write(folder.resolve("wgt-fc.npy"), floats(5 * 72, false), 5, 72);
        for (int batch = 0; batch < 2; batch++) {
            int n = 2 - batch;
            act(folder, "conv1", batch, floats(n * 4 * 36, false), n, 4, 6, 6);
            act(folder, "block-2", batch, floats(n * 8 * 36, true), n, 8, 6, 6);
            NumpyWriter.write(folder.resolve("act-q-" + batch + ".npy"), bytes(n * 8 * 9, 0), n, 8, 3, 3);
            act(folder, "fc", batch, floats(n * 72, true), n, 8, 3, 3);
        }
        return folder;
    }

    private static void act(Path folder, String layer, int batch, float[] values, int... shape) throws IOException {
        NumpyWriter.write(folder.resolve("act-" + layer + "-" + batch + ".npy"), values, shape);
    }

    private static float[] floats(int size, boolean relu) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            float value = (float) RANDOM.nextGaussian();
            values[i] = relu ? Math.max(0, value) : value;
        }
        return values;
    }

    /** Integers from {@code low} to 100, those from -20 to 20 zero. */
    private static byte[] bytes(int size, int low) {
        byte[] values = new byte[size];
        for (int i = 0; i < size; i++) {
            int value = low + RANDOM.nextInt(101 - low);
            values[i] = (byte) (Math.abs(value) <= 20 ? 0 : value);
        }
        return values;
    }
}
