package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromotionBenchmarkTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 0.5})
    void allWaysLeaveTheSameAndTheBoundLeavesOtherValues(double density) {
        PromotionBenchmark benchmark = new PromotionBenchmark();
        benchmark.density = density;
        benchmark.fill();
        long left = benchmark.packedWindows();
        assertThat(left).isNotZero().isEqualTo(benchmark.plainRule()).isNotEqualTo(benchmark.fewestFirst());
        assertThat(benchmark.slicedWindows()).isEqualTo(left);
        // The windows are there again for the next invocation.
        assertThat(benchmark.packedWindows()).isEqualTo(left);
        assertThat(benchmark.slicedWindows()).isEqualTo(left);
    }
}
