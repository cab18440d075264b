package org.escalatesim.scnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.fixture.Seeds;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which maps stay in the activation RAMs. */
class ScnnMapsTest {
    /** A layer between others whose maps would fit anything. */
    private static LayerTrace between(LayerTrace layer, List<ConvShape> readers) {
        return new LayerTrace(
                layer.name(),
                layer.shape(),
                layer.weights(),
                layer.input(),
                layer.requant(),
                layer.post(),
                1,
                1,
                layer.outputDensity(),
                readers);
    }

    private static LayerTrace layer(ConvShape shape, ConvShape reader) {
        return between(RandomKernels.layer(1, shape, .5, .5, 0), List.of(reader));
    }

    private static LayerRun run(ScnnMachines machine, LayerTrace layer) {
        try {
            return new ScnnAccelerator(machine.spec()).run(layer, false);
        } catch (UnsupportedLayerException e) {
            Assumptions.abort(e.getMessage());
            throw e;
        }
    }

    private static boolean written(LayerRun run) {
        return run.activity().bits(Action.DRAM_WRITE) > 0;
    }

    private static boolean fetched(LayerRun run) {
        return run.activity().count("input_ram", Action.SRAM_WRITE)
                        + run.activity().count("input_ram", Action.REGISTER_WRITE)
                > 0;
    }

    @Test
    void mapsThatTheReaderCannotHoldAreWrittenAndFetched() {
        ScnnMachines machine = ScnnMachines.paper();
        // 10,240 bytes are 4,096 values of 20 bits. A tile of 14 x 14 on 8 x 8 PEs is 2 x 2.
        ConvShape held = ConvShape.of(8, 1024, 1, 1, 1, 14, 14, 1, 0);
        ConvShape over = ConvShape.of(8, 1025, 1, 1, 1, 14, 14, 1, 0);
        for (ConvShape reader : List.of(held, over)) {
            LayerRun producer = run(machine, layer(ConvShape.of(reader.c(), 2, 1, 1, 1, 14, 14, 1, 0), reader));
            LayerRun consumer = run(machine, layer(reader, held));
            assertThat(written(producer)).isEqualTo(reader == over);
            assertThat(fetched(consumer)).isEqualTo(reader == over);
        }
        // The output RAM is as large, whatever the input RAM leaves free.
        machine.ramBytes = 10_239;
        assertThat(fetched(run(machine, layer(held, held)))).isTrue();
    }

    static LongStream seeds() {
        return Seeds.of(6000, 200);
    }

    /** What a layer fetches the layer before it wrote, and the other way round; what RAM tiles cut is fetched. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsFetchedWasWritten(long seed) {
        LayerTrace random = RandomKernels.any(seed);
        ConvShape shape = random.shape();
        ScnnMachines machine = ScnnMachines.any(seed);
        LayerTrace reader = between(random, List.of());
        ConvShape before = ConvShape.of(shape.c(), 3, 1, 1, 1, shape.h(), shape.w(), 1, 0);
        LayerTrace writer = between(RandomKernels.layer(seed, before, .9, .9, 0), List.of(shape));
        LayerRun consumer = run(machine, reader);
        LayerRun producer = run(machine, writer);
        if (reader.input().density() > 0) {
            assertThat(fetched(consumer)).isEqualTo(!TilePlan.holdsInput(machine.spec(), shape));
        }
        if (writer.outputDensity() > 0) {
            assertThat(written(producer)).isEqualTo(!TilePlan.holdsInput(machine.spec(), shape));
        }
        TilePlan plan = TilePlan.of(machine.spec(), reader);
        machine.ramBytes = 1L << 30;
        TilePlan roomy = TilePlan.of(machine.spec(), reader);
        boolean cutForRoom =
                !plan.inputFits || plan.rows.size() * plan.columns.size() > roomy.rows.size() * roomy.columns.size();
        if (cutForRoom) {
            machine.ramBytes = ScnnMachines.any(seed).ramBytes;
            assertThat(TilePlan.holdsInput(machine.spec(), shape)).isFalse();
        }
    }
}
