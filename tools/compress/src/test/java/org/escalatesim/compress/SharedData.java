package org.escalatesim.compress;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The real data, which is not part of the project: ../shared/data beside the checkout. */
final class SharedData {
    private SharedData() {}

    /** A folder of the real data; skips the test when it is absent. */
    static Path folder(String name) {
        String given = System.getenv("ESCALATE_SIM_SHARED");
        Path found = given == null ? null : Path.of(given, "data", name);
        for (Path at = Path.of("").toAbsolutePath(); found == null && at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve("data").resolve(name);
            found = Files.isDirectory(candidate) ? candidate : null;
        }
        Assumptions.assumeTrue(
                found != null && Files.isDirectory(found),
                "skipped: needs the real data in ../shared/data/" + name + " (or ESCALATE_SIM_SHARED)");
        return found;
    }
}
