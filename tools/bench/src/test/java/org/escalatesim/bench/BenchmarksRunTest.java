package org.escalatesim.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.escalatesim.config.Machines;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.LayerRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Param;

/** Every benchmark's set-up and method run once, without JMH, and do what they are said to measure. */
class BenchmarksRunTest {
    @Test
    void waysToGatherAgree() {
        GatherBenchmark benchmark = new GatherBenchmark();
        benchmark.fill();
        long gathered = benchmark.gather128();
        assertThat(gathered).isNotZero().isEqualTo(benchmark.gatherAnyWidth());
        assertThat(benchmark.gatherByNetwork()).isEqualTo(gathered + benchmark.gatherCrossings());
        assertThat(benchmark.prepareGather()).isNotZero();
    }

    @Test
    void rowIsBoundByTheChannelAccumulation() {
        RowBenchmark benchmark = new RowBenchmark();
        benchmark.make();
        RowBenchmark.Steps steps = new RowBenchmark.Steps();
        LayerRun run = benchmark.row(steps);
        assertThat(run.ledger().units("ca")).isEqualTo(6);
        assertThat(steps.rowCycles).isEqualTo(6 * run.cycles());
        assertThat(run.ledger().sum("ca", State.WORKING) / (double) steps.rowCycles)
                .isGreaterThan(0.8);
        assertThat(run.ledger().sum("mac", State.WORKING) / (double) steps.rowCycles)
                .isLessThan(0.5);
    }

    static Stream<String> layers() throws NoSuchFieldException {
        return Stream.of(LayerBenchmark.class
                .getField("layer")
                .getAnnotation(Param.class)
                .value());
    }

    @ParameterizedTest
    @MethodSource("layers")
    void everyLayerIsThere(String layer) {
        LayerBenchmark benchmark = new LayerBenchmark();
        benchmark.layer = layer;
        benchmark.make();
    }

    @Test
    void layerCountsItsWork() {
        LayerBenchmark benchmark = new LayerBenchmark();
        benchmark.layer = "fc";
        benchmark.make();
        Work work = new Work();
        LayerRun run = benchmark.layer(work);
        assertThat(List.of(work.denseMacs, work.matchedPairs, work.rowChunks))
                .isEqualTo(List.of(2048L * 1000, run.matchedPairs(), run.chunks()));
        assertThat(run.matchedPairs()).isPositive();
        benchmark.layer(work);
        assertThat(work.denseMacs).isEqualTo(2 * 2048L * 1000);
    }

    @Test
    void unknownLayerIsNamed() {
        LayerBenchmark benchmark = new LayerBenchmark();
        benchmark.layer = "layer9";
        assertThatThrownBy(benchmark::make).hasMessage("resnet50 has no layer layer9");
    }

    /** The configurations for comparisons; variants and published ones have a suffix, and some do not run every layer. */
    static Stream<String> machines() {
        return Machines.bundled().keySet().stream().filter(name -> !name.contains("-"));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void networkCountsTheWorkOfAllLayers(String machine) {
        NetworkBenchmark benchmark = new NetworkBenchmark();
        benchmark.machine = machine;
        benchmark.network = "resnet20-cifar";
        benchmark.make();
        Work work = new Work();
        long cycles = benchmark.network(work);
        // 3*16*9*1024 + 6*16*16*9*1024 + 16*32*9*256 + 5*32*32*9*256 + 32*64*9*64 + 5*64*64*9*64 + 64*10
        assertThat(work.denseMacs).isEqualTo(40_551_040);
        assertThat(cycles).isPositive().isEqualTo(work.cycles);
        assertThat(work.products).isPositive();
        assertThat(work.matchedPairs).isPositive();
    }

    @Test
    void scnnCountsItsProducts() {
        ScnnBenchmark benchmark = new ScnnBenchmark();
        benchmark.layer = "conv5";
        benchmark.make();
        Products products = new Products();
        LayerRun run = benchmark.layer(products);
        assertThat(products.products).isEqualTo(run.matchedPairs());
        assertThat(products.denseMacs).isEqualTo(256L * 192 * 9 * 169);
        // Densities .369 and .429 of the pairs whose taps lie on the map: (3 x 13 - 2)^2 of 39^2.
        assertThat(products.products / (256 * 192 * 37.0 * 37 * .369 * .429)).isBetween(.98, 1.02);
        assertThat(products.slots).isEqualTo(1024 * run.cycles());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void spartenCountsItsMatches(boolean values) {
        SpartenBenchmark benchmark = new SpartenBenchmark();
        benchmark.shape = "24,1,3,4";
        benchmark.values = values;
        benchmark.make();
        Work work = new Work();
        LayerRun run = benchmark.layer(work);
        assertThat(run.values() != null).isEqualTo(values);
        assertThat(work.denseMacs).isEqualTo(24 * 9 * 16);
        assertThat(work.matchedPairs).isEqualTo(run.multiplications()).isPositive();
    }
}
