package org.escalatesim.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.escalatesim.config.Machines;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.network.NetworkOptions;
import org.escalatesim.workloads.network.Networks;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Every layer on the scaled configuration; the machine checks its laws and its ledger in each run. */
    @ParameterizedTest
    @ValueSource(strings = {"alexnet", "vgg16", "googlenet", "resnet18", "resnet50", "mobilenetv2"})
    void everyLayerOfTheNetworksRuns(String network) {
        Workload workload = Networks.load(network, NetworkOptions.DEFAULTS);
        Accelerator machine = Machines.load("sparten", List.of()).build();
        IntStream.range(0, workload.size()).parallel().forEach(i -> {
            LayerTrace layer = MaskedLayers.of(workload.layerName(i), workload.shape(i), 0.3, 0.5, 0.5, i);
            LayerRun run = machine.run(layer, false);
            assertThat(run.cycles())
                    .as(network + " " + layer.name() + " " + run.mapping())
                    .isGreaterThan(run.counters().get("ideal_cycles"));
        });
    }

    @Test
    void orderingsAndBoundsHold() {
        List<Comparison> comparisons = new SpartenValidation().compare(new References(references()));
        assertThat(comparisons).noneMatch(Comparison::failed);
        // Of each of two spreads, three figures and four orderings of three networks and three means; three gains.
        assertThat(comparisons).hasSize(2 * (3 * 7 + 3) + 3);
        assertThat(comparisons.stream().filter(comparison -> !Double.isNaN(comparison.bound())))
                .hasSize(2 * 3 * 4 + 3);
    }
}
