package org.escalatesim.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Holds SCNN to the published figures and to the public simulator; needs ../shared/references. */
class ScnnValidationTest {
    @Test
    void everyBoundHolds() {
        List<Comparison> all = new ScnnValidation().compare(new References(folder()));
        assertThat(all).filteredOn(Comparison::failed).isEmpty();
        // 6 files of masks, 5 layers and the total of AlexNet, dense GoogLeNet.
        assertThat(all).filteredOn(c -> !Double.isNaN(c.bound())).hasSize(6 + 6 + 1);
        // Compressing both sides beats compressing weights, which beats compressing activations.
        assertThat(ours(all, "speedup over weights alone compressed, x"))
                .isGreaterThan(1)
                .isLessThan(ours(all, "speedup over activations alone compressed, x"));
    }

    private static double ours(List<Comparison> all, String quantity) {
        return all.stream()
                .filter(c -> c.quantity().equals(quantity))
                .findFirst()
                .orElseThrow()
                .ours();
    }

    private static Path folder() {
        String given = System.getenv("ESCALATE_SIM_SHARED");
        Path found = given == null ? null : Path.of(given, "references");
        for (Path at = Path.of("").toAbsolutePath(); found == null && at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve("references");
            found = Files.isDirectory(candidate) ? candidate : null;
        }
        Assumptions.assumeTrue(
                found != null && Files.isDirectory(found),
                "skipped: needs ../shared/references (or ESCALATE_SIM_SHARED)");
        return found;
    }
}
