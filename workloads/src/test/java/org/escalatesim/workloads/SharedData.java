package org.escalatesim.workloads;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** The data folder beside the checkout, which is not part of the project; tests that need it are skipped without. */
public final class SharedData {
    private SharedData() {}

    /** A folder of the data, for example {@code data/resnet20-cifar10}; skips the test when it is absent. */
    public static Path folder(String name) {
        String variable = System.getenv("ESCALATE_SIM_SHARED");
        Path found = variable == null ? null : Path.of(variable).resolve(name);
        for (Path at = Path.of("").toAbsolutePath(); found == null && at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared").resolve("data"))) {
                found = at.resolve("shared").resolve(name);
            }
        }
        Assumptions.assumeTrue(
                found != null && Files.isDirectory(found),
                "skipped: ../shared/" + name + " is not there (set ESCALATE_SIM_SHARED to its parent)");
        return found;
    }

    /** Where a NumPy array of int8 or float32 in C order is not zero, flat. */
    public static boolean[] nonZero(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = bytes.getShort(8);
        String header = new String(bytes.array(), 10, headerLength, StandardCharsets.US_ASCII);
        Matcher type = Pattern.compile("'descr': '([^']*)'").matcher(header);
        if (!type.find() || header.contains("'fortran_order': True")) {
            throw new IOException("not a plain array: " + file);
        }
        int size = type.group(1).equals("<f4") ? 4 : 1;
        boolean[] result = new boolean[(bytes.capacity() - 10 - headerLength) / size];
        for (int i = 0; i < result.length; i++) {
            int at = 10 + headerLength + i * size;
            result[i] = size == 4 ? bytes.getFloat(at) != 0 : bytes.get(at) != 0;
        }
        return result;
    }
}
