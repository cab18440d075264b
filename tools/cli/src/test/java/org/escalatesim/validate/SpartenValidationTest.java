package org.escalatesim.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class SpartenValidationTest {
    /** The folder of references beside the checkout; skips the test when it is absent. */
    private static Path references() {
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

    @Test
    void orderingsAndBoundsHold() {
        List<Comparison> comparisons = new SpartenValidation().compare(new References(references()));
        comparisons.forEach(System.out::println);
        assertThat(comparisons).noneMatch(Comparison::failed);
        // Of each of two spreads, two figures and four orderings of three networks and two means; three gains.
        assertThat(comparisons).hasSize(2 * (3 * 6 + 2) + 3);
        assertThat(comparisons.stream().filter(comparison -> !Double.isNaN(comparison.bound())))
                .hasSize(2 * 3 * 4 + 3);
    }
}
