package org.escalatesim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.scnn.DcnnSpec;
import org.escalatesim.scnn.ScnnSpec;
import org.escalatesim.trace.WeightForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bundled SCNN and DCNN machines. */
class ScnnFileTest {
    @Test
    void scaledMachinesDifferInWidthsClockAndDramAlone() {
        ScnnSpec paper = (ScnnSpec) Machines.load("scnn-paper", List.of());
        ScnnSpec scaled = (ScnnSpec) Machines.load("scnn", List.of());
        assertThat(scaled.multipliers()).isEqualTo(1024).isEqualTo(paper.multipliers());
        assertThat(scaled.weightForms()).containsExactly(WeightForm.UNSTRUCTURED, WeightForm.DENSE);
        assertThat(scaled.pes()).isEqualTo(paper.pes());
        assertThat(scaled.accumulators()).isEqualTo(paper.accumulators());
        // 10 KB of 16 + 4 bits and 6 KB of 8 + 4 bits are 4,096 elements.
        assertThat(paper.activationRam().inputBytes() * 8 / 20).isEqualTo(4096);
        assertThat(scaled.activationRam().inputBytes() * 8 / 12).isEqualTo(4096);
        // 50 entries of 4 weights of 12 bits; 32 accumulators of 24 bits per bank, 2 x 32 banks in 64 PEs.
        assertThat(scaled.memories())
                .containsExactly(
                        new MemoryInstance("input_ram", 6144, 64),
                        new MemoryInstance("output_ram", 6144, 64),
                        new MemoryInstance("weight_fifo", 300, 64),
                        new MemoryInstance("accumulators", 96, 4096));
    }

    @Test
    void dcnnOptDiffersInOneField() {
        DcnnSpec dcnn = (DcnnSpec) Machines.load("dcnn", List.of());
        DcnnSpec opt = (DcnnSpec) Machines.load("dcnn-opt", List.of());
        assertThat(opt.opt()).isTrue();
        assertThat(dcnn.opt()).isFalse();
        assertThat(opt.memories()).isEqualTo(dcnn.memories());
        assertThat(opt.multipliers()).isEqualTo(1024);
        // 2 MB of activations at 16 bits.
        assertThat(Machines.load("dcnn-paper", List.of()).memories())
                .contains(new MemoryInstance("activation_ram", 32_768, 64));
    }

    @ParameterizedTest
    @CsvSource({"scnn", "scnn-compatible", "dcnn"})
    void theMapBufferIsResized(String name) {
        MachineSpec spec = Machines.load(name, List.of());
        MachineSpec resized = spec.withTotalSram(4 << 20);
        assertThat(resized.totalSram()).isLessThanOrEqualTo(4 << 20).isGreaterThan((4 << 20) - 128);
        assertThat(resized.getClass()).isEqualTo(spec.getClass());
        assertThat(Machines.describe(spec)).containsEntry("machine", spec instanceof ScnnSpec ? "scnn" : "dcnn");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scnn | accumulators.banks=12 | accumulators.banks must be a power of two from 1 to 32, not 12",
                "scnn | data_bits=12 | data_bits must be 8 or 16, not 12",
                "scnn | barrier=never | barrier must be one of channel, fifo, group, not 'never'",
                "scnn-compatible | accumulators.queue_depth=4 | accumulators.queue_depth must be 0 in the compatible mode, not 4",
                "scnn-compatible | barrier=group | barrier must be channel in the compatible mode",
                "dcnn | array.lanes=0 | array.lanes must be 1 to 256, not 0",
            })
    void badFieldsAreNamed(String name, String set, String message) {
        assertThat(catchThrowableOfType(InputException.class, () -> Machines.load(name, List.of(set)))
                        .problems())
                .containsExactly("--set " + set + ": " + message);
    }
}
