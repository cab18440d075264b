package org.escalatesim.sparten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.escalatesim.fixture.RandomLayers;
import org.escalatesim.machine.SpecException;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.sparten.SpartenSpec.Balance;
import org.escalatesim.sparten.SpartenSpec.Sparsity;
import org.escalatesim.trace.WeightForm;
import org.junit.jupiter.api.Test;

class SpartenSpecTest {
    private static void refused(String message, Consumer<TestSparten> change) {
        TestSparten machine = new TestSparten();
        change.accept(machine);
        assertThatThrownBy(machine::spec).isInstanceOf(SpecException.class).hasMessage(message);
    }

    @Test
    void impossibleMachines() {
        refused("clusters must be 1 to 1024, not 0", machine -> machine.clusters = 0);
        refused("units must be 1 to 256, not 257", machine -> machine.units = 257);
        refused("chunk must be a power of two from 8 to 1024, not 100", machine -> machine.chunk = 100);
        refused(
                "unit_buffer.input_bytes must be at least 288 (two chunks), not 287",
                machine -> machine.inputBytes = 287);
        refused("unit_buffer.filter_bytes must be at least 576 (two chunks of each of 2 filters), not 575", machine -> {
            machine.balance = Balance.GB_H;
            machine.filterBytes = 575;
        });
        refused(
                "unit_buffer.psum_bytes must be at least 3 (a partial sum of each of 1 filters), not 2",
                machine -> machine.psumBytes = 2);
        refused("collector.outputs_per_cycle must be 1 to 65536, not 0", machine -> machine.outputsPerCycle = 0);
        refused("permute.psums_per_cycle must be 1 to 65536, not 0", machine -> machine.psumsPerCycle = 0);
        refused("map_buffer.bytes must be 1024 to 1099511627776, not 1023", machine -> machine.mapBytes = 1023);
        refused(
                "balance must be none where weights are not compressed (filters then take equal time), not gb-s",
                machine -> machine.sparsity(Sparsity.ACTIVATIONS).balance(Balance.GB_S));
    }

    @Test
    void memoriesAndArithmetic() {
        SpartenSpec spec = new TestSparten().spec();
        // 32 x 32 units of 288 + 576 + 160 bytes, and 1 MiB for the maps.
        assertThat(spec.totalSram()).isEqualTo(1024 * 1024 + (1 << 20));
        assertThat(spec.multipliers()).isEqualTo(1024);
        assertThat(spec.arithmetic().stream()
                        .mapToDouble(unit -> unit.component().equals("mac") ? unit.in8x8() : 0)
                        .sum())
                .isEqualTo(1024);
        assertThat(spec.withTotalSram(3 << 19).totalSram()).isEqualTo(3 << 19);
        assertThatThrownBy(() -> spec.withTotalSram(1 << 20))
                .isInstanceOf(SpecException.class)
                .hasMessage("map_buffer.bytes has no room in 1048576 bytes: the other memories take 1048576");
        assertThat(spec.weightForms()).containsExactly(WeightForm.UNSTRUCTURED, WeightForm.DENSE);
        assertThat(new TestSparten().sparsity(Sparsity.NONE).spec().weightForms())
                .containsExactly(WeightForm.DENSE, WeightForm.UNSTRUCTURED);
    }

    @Test
    void decomposedLayersAreRefused() {
        assertThatThrownBy(() -> new TestSparten().build().run(RandomLayers.any(1), false))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageEndingWith("SparTen runs dense or unstructured weights");
    }
}
