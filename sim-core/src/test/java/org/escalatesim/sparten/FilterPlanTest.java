package org.escalatesim.sparten;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.escalatesim.sparten.SpartenSpec.Balance;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Test;

class FilterPlanTest {
    /** A 1 x 1 layer on one pixel whose filters have these numbers of weights. */
    private static LayerTrace layer(int channels, int... ones) {
        String[] weights = Arrays.stream(ones)
                .mapToObj(n -> "a".repeat(n) + ".".repeat(channels - n))
                .toArray(String[]::new);
        return HandKernels.layer(
                ConvShape.of(ones.length, channels, 1, 1, 1, 1, 1, 1, 0), weights, new String[] {"a".repeat(channels)});
    }

    private static FilterPlan plan(TestSparten machine, LayerTrace layer) {
        return FilterPlan.of(
                machine.spec(),
                layer.shape(),
                (org.escalatesim.trace.Kernels) layer.weights(),
                layer.input().density());
    }

    @Test
    void withoutBalancingFiltersStayInOrder() {
        FilterPlan plan = plan(TestSparten.of(1, 2, 8), layer(8, 1, 5, 3));
        assertThat(plan.passes).hasSize(2);
        assertThat(plan.passes[0].filters).containsExactly(0, 1);
        assertThat(plan.passes[1].filters).containsExactly(2);
    }

    @Test
    void foldingPairsDenseWithSparseAndLeavesTheDensestAlone() {
        // Two units. Six filters need four places, so the 2 * 4 - 6 = 2 densest stay alone, in a pass of their own;
        // then 4 + 1 and 3 + 2.
        FilterPlan plan = plan(TestSparten.of(1, 2, 8).balance(Balance.GB_S), layer(8, 1, 2, 3, 4, 5, 6));
        assertThat(plan.passes[0].filters).containsExactly(5, 4);
        assertThat(plan.passes[0].paired()).isFalse();
        FilterPass pairs = plan.passes[1];
        assertThat(pairs.filters).containsExactly(3, 2, 1, 0);
        // Places of unit 0: the first and the last of the pass; of unit 1 the two between.
        assertThat(pairs.filterOf).containsExactly(0, 3, 1, 2);
        assertThat(pairs.used).isEqualTo(2);
        assertThat(pairs.singles).isZero();
    }

    @Test
    void aPassCanHoldBothSinglesAndPairs() {
        // Two units, three filters: the densest alone, the others together.
        FilterPass pass = plan(TestSparten.of(1, 2, 8).balance(Balance.GB_S), layer(8, 2, 7, 4)).passes[0];
        assertThat(pass.filters).containsExactly(1, 2, 0);
        assertThat(pass.singles).isEqualTo(1);
        assertThat(pass.filterOf).containsExactly(0, 1, 2);
    }

    @Test
    void noUnitIsEmptyWhileOthersHavePairs() {
        // Two units, five filters, two passes: pairs need 3 places, but 4 are there: 3 filters alone, 2 + 1 together.
        FilterPlan plan = plan(TestSparten.of(1, 2, 8).balance(Balance.GB_S), layer(8, 1, 2, 3, 4, 5));
        assertThat(plan.passes[0].filters).containsExactly(4, 3);
        assertThat(plan.passes[1].filters).containsExactly(2, 1, 0);
        assertThat(plan.passes[1].singles).isEqualTo(1);
    }

    @Test
    void gbHSortsEveryChunk() {
        // Chunks of 8: (1, 4), (2, 3), (3, 2), (4, 0). Chunk 0 pairs filters 3, 0 and 2, 1; chunk 1 pairs 0, 3 and 1,
        // 2.
        LayerTrace layer = HandKernels.layer(
                ConvShape.of(4, 16, 1, 1, 1, 1, 1, 1, 0),
                new String[] {"a.......aaaa....", "aa......aaa.....", "aaa.....aa......", "aaaa............"},
                new String[] {"a".repeat(16)});
        FilterPass pass = plan(TestSparten.of(1, 2, 8).balance(Balance.GB_H), layer).passes[0];
        assertThat(pass.perChunk).isTrue();
        int[] k = Arrays.stream(pass.filterOf).map(i -> pass.filters[i]).toArray();
        assertThat(k).containsExactly(3, 0, 2, 1, 0, 3, 1, 2);
    }

    @Test
    void oneFilterPerUnitWhereTwoWouldLeaveClustersIdle() {
        // Two clusters of two units, one position, four filters: a pass of pairs would use one cluster.
        TestSparten machine = TestSparten.of(2, 2, 8).balance(Balance.GB_S).auto();
        FilterPlan plan = plan(machine, layer(8, 4, 4, 4, 4));
        assertThat(plan.passes).hasSize(2).noneMatch(FilterPass::paired);
        assertThat(plan.parts).isEqualTo(2);
        assertThat(plan.perPart).isEqualTo(1);
    }

    @Test
    void partsTakePassesThereAndBack() {
        // Two clusters of one unit, one position, four filters: passes 0 and 3, 1 and 2.
        FilterPlan plan = plan(TestSparten.of(2, 1, 8).auto(), layer(8, 8, 7, 6, 5));
        assertThat(plan.parts).isEqualTo(2);
        assertThat(plan.rounds()).isEqualTo(2);
        assertThat(plan.pass(0, 0)).isSameAs(plan.passes[0]);
        assertThat(plan.pass(0, 1)).isSameAs(plan.passes[3]);
        assertThat(plan.pass(1, 1)).isSameAs(plan.passes[2]);
    }
}
