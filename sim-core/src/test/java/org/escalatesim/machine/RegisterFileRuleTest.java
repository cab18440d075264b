package org.escalatesim.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegisterFileRuleTest {
    @Test
    void memoriesOfUpTo128BytesAreRegisters() {
        Activity activity = new Activity();
        activity.read("small", 24, 128, 5);
        activity.write("small", 24, 128, 7);
        activity.read("large", 24, 129, 5);
        activity.write("large", 24, 129, 7);
        assertThat(activity.counts())
                .containsEntry(new ActivityKey("small", Action.REGISTER_READ, 24, 0), 5L)
                .containsEntry(new ActivityKey("small", Action.REGISTER_WRITE, 24, 0), 7L)
                .containsEntry(new ActivityKey("large", Action.SRAM_READ, 24, 129), 5L)
                .containsEntry(new ActivityKey("large", Action.SRAM_WRITE, 24, 129), 7L)
                .hasSize(4);
    }
}
