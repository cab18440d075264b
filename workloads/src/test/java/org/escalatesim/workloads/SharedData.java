package org.escalatesim.workloads;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the real data, which is not part of the project; tests that need it are skipped where it is absent. */
public final class SharedData {
    private SharedData() {}

    /**
     * A folder of {@code shared/data}, which lies beside the checkout ({@code ../shared}) or where the environment
     * variable ESCALATE_SIM_SHARED says.
     */
    public static Path folder(String name) {
        String given = System.getenv("ESCALATE_SIM_SHARED");
        Path found = given == null ? null : Path.of(given, "data", name);
        for (Path at = Path.of("").toAbsolutePath(); found == null && at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve("data").resolve(name);
            found = Files.isDirectory(candidate) ? candidate : null;
        }
        assumeTrue(
                found != null && Files.isDirectory(found),
                "skipped: no ../shared/data/" + name + " beside the checkout (or set ESCALATE_SIM_SHARED)");
        return found;
    }
}
