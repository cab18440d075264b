package org.escalatesim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.escalatesim.fixture.RandomLayers;
import org.escalatesim.fixture.TestMachine;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Workload;
import org.junit.jupiter.api.Test;

class NetworkRunnerTest {
    /** Ten random layers. */
    private static final Workload LAYERS = new Workload() {
        @Override
        public String name() {
            return "ten";
        }

        @Override
        public int size() {
            return 10;
        }

        @Override
        public String layerName(int i) {
            return load(i, true).name();
        }

        @Override
        public ConvShape shape(int i) {
            return RandomLayers.any(i).shape();
        }

        @Override
        public LayerTrace load(int i, boolean values) {
            return RandomLayers.any(i);
        }

        @Override
        public List<String> notes() {
            return List.of();
        }
    };

    @Test
    void resultsAreInNetworkOrderForAnyNumberOfThreads() {
        Accelerator machine = TestMachine.small().size(2, 2, 2).spec().build();
        List<LayerRun> one = NetworkRunner.run(machine, LAYERS, 1, true, (index, trace, run) -> {});
        for (int threads : new int[] {2, 5}) {
            List<LayerRun> runs = NetworkRunner.run(machine, LAYERS, threads, true, (index, trace, run) -> {});
            for (int i = 0; i < 10; i++) {
                assertThat(runs.get(i).layer()).isEqualTo(LAYERS.layerName(i));
                assertThat(runs.get(i).cycles()).isEqualTo(one.get(i).cycles());
                assertThat(runs.get(i).values().sums())
                        .isEqualTo(one.get(i).values().sums());
                assertThat(runs.get(i).activity().counts())
                        .isEqualTo(one.get(i).activity().counts());
            }
        }
    }

    @Test
    void theObserverSeesEveryLayerOnceWithItsRun() {
        Accelerator machine = TestMachine.small().spec().build();
        Map<Integer, LayerRun> seen = new ConcurrentHashMap<>();
        List<LayerRun> runs = NetworkRunner.run(machine, LAYERS, 3, false, (index, trace, run) -> {
            assertThat(trace.name()).isEqualTo(run.layer());
            assertThat(seen.put(index, run)).isNull();
        });
        assertThat(seen).hasSize(10);
        for (int i = 0; i < 10; i++) {
            assertThat(seen.get(i)).isSameAs(runs.get(i));
            assertThat(runs.get(i).values()).isNull();
        }
    }

    @Test
    void anErrorOfALayerIsTheErrorOfTheRun() {
        Accelerator machine = TestMachine.small().spec().build();
        assertThatThrownBy(() -> NetworkRunner.run(machine, LAYERS, 2, false, (index, trace, run) -> {
                    throw new IllegalArgumentException("layer " + index);
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("layer ");
        assertThatThrownBy(() -> NetworkRunner.run(machine, LAYERS, 2, false, (index, trace, run) -> {
                    throw new AssertionError("error");
                }))
                .isInstanceOf(AssertionError.class);
    }
}
