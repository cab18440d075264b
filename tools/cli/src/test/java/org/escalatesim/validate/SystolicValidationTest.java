package org.escalatesim.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class SystolicValidationTest {
    /** ../shared/references beside the checkout; skips the test when it is absent. */
    private static References references() {
        String given = System.getenv("ESCALATE_SIM_SHARED");
        Path found = given == null ? null : Path.of(given, "references");
        for (Path at = Path.of("").toAbsolutePath(); found == null && at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve("references");
            found = Files.isDirectory(candidate) ? candidate : null;
        }
        Assumptions.assumeTrue(
                found != null && Files.isDirectory(found),
                "skipped: needs the figures in ../shared/references (or ESCALATE_SIM_SHARED)");
        return new References(found);
    }

    @Test
    void everyRowOfScaleSimIsEqual() {
        List<Comparison> comparisons = new SystolicValidation().compare(references());
        assertThat(comparisons).filteredOn(Comparison::failed).isEmpty();
        // os: 5 layers x (8 + 3 + 2) = 65; ws: (5 + 21) x (8 + 2 + 3) = 338; is: 5 x (8 + 3 + 3) = 70.
        assertThat(comparisons).hasSize(65 + 338 + 70);
        assertThat(comparisons).noneMatch(comparison -> Double.isNaN(comparison.bound()));
    }
}
