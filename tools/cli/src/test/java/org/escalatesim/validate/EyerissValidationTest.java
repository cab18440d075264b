package org.escalatesim.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.escalatesim.config.Machines;
import org.escalatesim.eyeriss.EyerissSpec;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class EyerissValidationTest {

    /** The published figures, which are not part of the project: ../shared/references beside the checkout. */
    private static References references() {
        String given = System.getenv("ESCALATE_SIM_SHARED");
        Path found = given == null ? null : Path.of(given, "references");
        for (Path at = Path.of("").toAbsolutePath(); found == null && at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve("references");
            found = Files.isDirectory(candidate) ? candidate : null;
        }
        Assumptions.assumeTrue(
                found != null && Files.isDirectory(found),
                "skipped: needs the published figures in ../shared/references (or ESCALATE_SIM_SHARED)");
        return new References(found);
    }

    @Test
    void alexNetAgreesWithTheChip() {
        List<Comparison> comparisons = new EyerissValidation().compare(references());

        // Five figures for each of five layers, and the total.
        assertThat(comparisons).hasSize(26).filteredOn(Comparison::failed).isEmpty();
        for (Comparison comparison : comparisons) {
            if (comparison.quantity().startsWith("global buffer")) {
                // Beside the rounding of 18.5 from 18.45 (.27 %), the traffic is exact to .1 %.
                assertThat(Math.abs(comparison.deviation()))
                        .as(comparison.workload())
                        .isLessThan(comparison.workload().endsWith("conv1") ? 0.003 : 0.001);
            }
        }
    }

    @Test
    void vgg16RunsWithItsPublishedMappings() {
        EyerissSpec spec =
                (EyerissSpec) Machines.load("eyeriss-chip", List.of("batch=3", "mapping.choice=published-vgg16"));
        int[][] layers = {
            {64, 3, 224},
            {64, 64, 224},
            {128, 64, 112},
            {128, 128, 112},
            {256, 128, 56},
            {256, 256, 56},
            {512, 256, 28},
            {512, 512, 28},
            {512, 512, 14}
        };
        for (int[] sizes : layers) {
            ConvShape shape = ConvShape.of(sizes[0], sizes[1], 1, 3, 3, sizes[2], sizes[2], 1, 1);
            LayerRun run = spec.build().run(EyerissValidation.layer("conv", shape, 0.5, 0.5), false);

            assertThat(run.mapping()).contains("published for vgg16");
            // conv1 to conv3: 3 x 13 PEs in 4 sets; conv4 and conv5: 3 x 14 in 4.
            assertThat(run.counters().get("active_pes")).isEqualTo(sizes[2] > 28 ? 156 : 168);
            if (sizes[1] == 3) {
                // 3 images x 2 filter groups x 3 channels x 2 column tiles = 36 passes of each strip. 17 strips of 13
                // rows: psums 32 x 13 x 112 / 4 = 11,648, ramp 32 x 9 / 4 + 15 x 3 = 117. One of 3 rows: compute
                // 8 x 3 x 112 = 2,688, psums the same, ramp 72 + 5 x 3 = 87.
                assertThat(run.cycles()).isEqualTo(36 * (17 * 11_765 + 2775));
            } else if (sizes[2] == 14) {
                // 16 filter groups x 64 channel groups: compute 3 x 16 x 4 x 3 x 14 = 8,064, ramp 32 x 8 x 9 / 4 + 16 x
                // 3 x 8 = 960.
                assertThat(run.cycles()).isEqualTo(1024 * 9024);
            }
        }
    }
}
