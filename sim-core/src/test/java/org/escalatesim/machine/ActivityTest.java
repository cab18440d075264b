package org.escalatesim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ActivityTest {
    @Test
    void countsOfOneKeyAddUpAndZeroIsNotRecorded() {
        Activity activity = new Activity();
        activity.add("ring", Action.SRAM_READ, 8, 512, 3);
        activity.add("ring", Action.SRAM_READ, 8, 512, 4);
        activity.add("ring", Action.SRAM_READ, 16, 512, 1);
        activity.add("mac", Action.ADD, 24, 0);
        assertThat(activity.counts()).hasSize(2);
        assertThat(activity.counts()).containsEntry(new ActivityKey("ring", Action.SRAM_READ, 8, 512), 7L);
        assertThat(activity.count("ring", Action.SRAM_READ)).isEqualTo(8);
        assertThat(activity.count("ring", Action.SRAM_WRITE)).isZero();
        assertThat(activity.count("mac", Action.SRAM_READ)).isZero();
        assertThat(activity.bits(Action.SRAM_READ)).isEqualTo(7 * 8 + 16);
    }

    @Test
    void countsAreSortedByComponentActionWidthAndSize() {
        Activity activity = new Activity();
        activity.add("ring", Action.SRAM_READ, 8, 2, 1);
        activity.add("ring", Action.SRAM_READ, 8, 1, 1);
        activity.add("ring", Action.SRAM_READ, 4, 9, 1);
        activity.add("mac", Action.MULTIPLY, 9, 8, 1);
        activity.add("mac", Action.ADD, 24, 1);
        assertThat(activity.counts().keySet())
                .extracting(key -> key.component() + " " + key.action() + " " + key.width() + " " + key.size())
                .containsExactly(
                        "mac ADD 24 0",
                        "mac MULTIPLY 9 8",
                        "ring SRAM_READ 4 9",
                        "ring SRAM_READ 8 1",
                        "ring SRAM_READ 8 2");
    }

    @Test
    void addingAnotherActivityAddsItsCounts() {
        Activity one = new Activity();
        one.add("mac", Action.ADD, 24, 5);
        Activity two = new Activity();
        two.add("mac", Action.ADD, 24, 6);
        two.add("dram", Action.DRAM_READ, 1, 7);
        one.addAll(two);
        assertThat(one.count("mac", Action.ADD)).isEqualTo(11);
        assertThat(one.count("dram", Action.DRAM_READ)).isEqualTo(7);
    }

    @Test
    void negativeCountsAndOverflowsAreErrors() {
        Activity activity = new Activity();
        assertThatThrownBy(() -> activity.add("mac", Action.ADD, 24, -1)).hasMessageContaining("negative count -1");
        activity.add("mac", Action.ADD, 24, Long.MAX_VALUE);
        assertThatThrownBy(() -> activity.add("mac", Action.ADD, 24, 1)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void countsCannotBeChangedFromOutside() {
        Activity activity = new Activity();
        activity.add("mac", Action.ADD, 24, 1);
        assertThatThrownBy(() -> activity.counts().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
