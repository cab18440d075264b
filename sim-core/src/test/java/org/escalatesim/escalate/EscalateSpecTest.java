package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.escalatesim.fixture.HandLayer;
import org.escalatesim.fixture.TestMachine;
import org.escalatesim.machine.SpecException;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EscalateSpecTest {
    /** Field, a machine at the lowest and at the highest value, and machines just outside. */
    static Stream<Arguments> fields() {
        return Stream.of(
                field("tiles", 1, 1024, (m, v) -> m.size(v, 1, 1)),
                field("blocks", 1, 256, (m, v) -> m.size(1, v, 1)),
                field("rows", 1, 64, (m, v) -> m.size(1, 1, v)),
                field("channel_accumulation.fifo_beats", 1, 1 << 16, TestMachine::fifoBeats),
                field("channel_accumulation.slot_registers", 1, 1024, TestMachine::slotRegisters),
                field("mac.multipliers", 1, 1024, (m, v) -> m.mac(v, 1)),
                field("mac.element_fifo", 1, 1 << 16, (m, v) -> m.mac(1, v)),
                field("mac.element_bits", 2, 32, (m, v) -> m.bits(v, 24)),
                field("mac.psum_bits", 2, 32, (m, v) -> m.bits(16, v)),
                field("mac.line_pixels", 1, 1 << 16, TestMachine::linePixels),
                field("ring.slots", 1, 1 << 20, (m, v) -> m.ring(v, 1)),
                field("ring.banks", 1, 1 << 16, (m, v) -> m.ring(1, v)),
                field("output.pixels_per_cycle", 1, 1 << 16, TestMachine::pixelsPerCycle),
                field("global_buffer.bytes", 1024, Integer.MAX_VALUE - 1, TestMachine::bufferBytes),
                field("global_buffer.read_port_bytes", 1, 1 << 16, (m, v) -> m.ports(v, 1)),
                field("global_buffer.write_port_bytes", 1, 1 << 16, (m, v) -> m.ports(1, v)),
                field("dram.bytes_per_cycle", 1, 1 << 20, (m, v) -> m.dram(v, 0)),
                field("dram.latency_cycles", 0, 1 << 20, (m, v) -> m.dram(1, v)));
    }

    private interface Change {
        TestMachine to(TestMachine machine, int value);
    }

    private static Arguments field(String path, int low, int high, Change change) {
        Consumer<Integer> make = value -> change.to(TestMachine.small(), value).spec();
        return Arguments.of(path, low, high, make);
    }

    @ParameterizedTest(name = "{0}: {1} to {2}")
    @MethodSource("fields")
    void aFieldHasItsRange(String path, int low, int high, Consumer<Integer> make) {
        assertThatCode(() -> make.accept(low)).doesNotThrowAnyException();
        assertThatCode(() -> make.accept(high)).doesNotThrowAnyException();
        assertThatThrownBy(() -> make.accept(low - 1))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining(path)
                .hasMessageContaining("must be " + low + " to ")
                .hasMessageContaining("not " + (low - 1));
        if (!path.equals("global_buffer.bytes")) {
            assertThatThrownBy(() -> make.accept(high + 1))
                    .hasMessageContaining("must be " + low + " to " + high + ", not " + (high + 1));
        }
    }

    @Test
    void lanesAndChunksArePowersOfTwo() {
        assertThatThrownBy(
                        () -> TestMachine.small().accumulation(12, 16, "L<0,0>").spec())
                .hasMessageContaining("channel_accumulation.lanes")
                .hasMessageContaining("must be a power of two from 1 to 32, not 12");
        assertThatThrownBy(() ->
                        TestMachine.small().accumulation(16, 100, "L<0,0>").spec())
                .hasMessageContaining("must be a power of two from 2 to 1024, not 100");
        assertThatThrownBy(
                        () -> TestMachine.small().accumulation(64, 64, "L<0,0>").spec())
                .hasMessageContaining("from 1 to 32, not 64");
        assertThatThrownBy(() ->
                        TestMachine.small().accumulation(1, 2048, "L<0,0>").spec())
                .hasMessageContaining("from 2 to 1024, not 2048");
        assertThatThrownBy(
                        () -> TestMachine.small().accumulation(1, 1, "L<0,0>").spec())
                .hasMessageContaining("from 2 to 1024, not 1");
        assertThatThrownBy(
                        () -> TestMachine.small().accumulation(32, 16, "L<0,0>").spec())
                .hasMessageContaining("must be at most channel_accumulation.chunk (16), not 32");
        assertThatCode(() -> TestMachine.small().accumulation(32, 32, "L<0,0>").spec())
                .doesNotThrowAnyException();
    }

    /** 8 x 4 x 6 x 5; a bank: 4 slots of 128 x 9 bits; lines of 64 pixels x 24 bits, 4 of them. */
    @Test
    void tile8HasItsMultipliersAndMemories() {
        EscalateSpec spec = TestMachine.tile8().spec();
        assertThat(spec.multipliers()).isEqualTo(960);
        assertThat(spec.memories())
                .extracting(memory -> memory.component() + " " + memory.bytes() + " x " + memory.count())
                .containsExactly(
                        "global_buffer 1048576 x 1",
                        "ring 576 x 128",
                        "coefficients 1024 x 192",
                        "psum_lines 768 x 192");
        assertThat(spec.build().spec()).isSameAs(spec);
    }

    /** 3 slots in 2 banks: the larger bank has 2, 2 x 9 x 16 bits = 36 bytes. */
    @Test
    void banksAreAsLargeAsTheLargest() {
        assertThat(EscalateMemories.ringBankBytes(TestMachine.small().ring(3, 2).spec()))
                .isEqualTo(36);
        assertThat(EscalateMemories.ringBankBytes(
                        TestMachine.small().ring(3, 64).spec()))
                .isEqualTo(18);
    }

    @Test
    void valuesNeedATraceWithValues() {
        LayerTrace layer = HandLayer.line(1, 16, 1).build();
        SparseMap presence = SparseMap.ofPresence(layer.input().presence(), 1, 1, 16, 1, false);
        LayerTrace bare =
                new LayerTrace(layer.name(), layer.shape(), layer.weights(), presence, null, layer.post(), 1, 1, 0.5);
        EscalateAccelerator machine =
                new EscalateAccelerator(TestMachine.small().spec());
        assertThatThrownBy(() -> machine.run(bare, true))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("no values");
        assertThat(machine.run(bare, false).cycles()).isEqualTo(11);
    }

    @Test
    void allSramsTogetherCanBeMadeToTakeSoManyBytes() {
        EscalateSpec spec = new TestMachine().bufferBytes(4096).spec();
        long others = spec.totalSram() - 4096;
        assertThat(spec.withTotalSram(others + 2048).totalSram()).isEqualTo(others + 2048);
        assertThatThrownBy(() -> spec.withTotalSram(others + 1023))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("global_buffer.bytes");
    }
}
