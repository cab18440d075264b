package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CoefficientLoadsTest {
    @Test
    void theFirstLoadIsThereAtOnceAndCountsAsEntered() {
        CoefficientLoads loads = new CoefficientLoads(new int[] {3, 2}, false);
        assertThat(loads.count()).isEqualTo(2);
        assertThat(loads.ready(0, 0)).isTrue();
        assertThat(loads.ready(1, 1 << 30)).isFalse();
        assertThat(loads.readyFrom(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(loads.enteredLoads()).isEqualTo(1);
        assertThat(loads.entered(0)).isEqualTo(-1);
    }

    @Test
    void prefetchedLoadsAreAllThereAtCycleZero() {
        CoefficientLoads loads = new CoefficientLoads(new int[] {1, 1, 1}, true);
        assertThat(loads.ready(2, 0)).isTrue();
        assertThat(loads.readyFrom(2)).isZero();
    }

    @Test
    void aLoadIsThereFromTheCycleInWhichItArrives() {
        CoefficientLoads loads = new CoefficientLoads(new int[] {1, 1}, false);
        loads.arrives(1, 40);
        assertThat(loads.ready(1, 39)).isFalse();
        assertThat(loads.ready(1, 40)).isTrue();
        assertThat(loads.readyFrom(1)).isEqualTo(40);
    }

    /** Load 1 has two rows: entered in the cycle in which the second changes, 9. */
    @Test
    void aLoadIsEnteredWhenItsLastRowHasChangedToIt() {
        CoefficientLoads loads = new CoefficientLoads(new int[] {1, 2, 1}, true);
        loads.change(1, 5);
        assertThat(loads.enteredLoads()).isEqualTo(1);
        loads.change(1, 9);
        assertThat(loads.enteredLoads()).isEqualTo(2);
        assertThat(loads.entered(1)).isEqualTo(9);
        assertThat(loads.entered(2)).isEqualTo(-1);
    }

    /** A row may be two loads ahead; load 2, complete in cycle 4, is entered only when load 1 is, in cycle 8. */
    @Test
    void loadsAreEnteredInOrder() {
        CoefficientLoads loads = new CoefficientLoads(new int[] {1, 1, 1}, true);
        loads.change(2, 4);
        assertThat(loads.enteredLoads()).isEqualTo(1);
        loads.change(1, 8);
        assertThat(loads.enteredLoads()).isEqualTo(3);
        assertThat(loads.entered(2)).isEqualTo(8);
    }

    /** A load without rows (a pass whose channels have no coefficients) keeps nobody waiting. */
    @Test
    void aLoadWithoutRowsIsEnteredWithTheOneBefore() {
        CoefficientLoads loads = new CoefficientLoads(new int[] {0, 0, 1, 0}, false);
        assertThat(loads.enteredLoads()).isEqualTo(2);
        assertThat(loads.entered(1)).isEqualTo(-1);
        loads.change(2, 6);
        assertThat(loads.enteredLoads()).isEqualTo(4);
        assertThat(loads.entered(3)).isEqualTo(6);
    }

    @Test
    void aTileWithoutWorkHasNoLoads() {
        CoefficientLoads loads = new CoefficientLoads(new int[0], false);
        assertThat(loads.count()).isZero();
        assertThat(loads.enteredLoads()).isZero();
    }
}
