package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.escalatesim.fixture.HandLayer;
import org.escalatesim.fixture.RandomLayers;
import org.escalatesim.fixture.TestMachine;
import org.escalatesim.machine.ConservationException;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each law fires, by its name, when a count is off by one in either direction. */
class LawsTest {
    private static final EscalateSpec MACHINE =
            TestMachine.small().size(2, 2, 3).accumulation(16, 32, "T<2,5>").spec();

    static Stream<Arguments> laws() {
        return Stream.of(
                law("additions", by -> totals -> totals.matchedPairs += by),
                law("elements", by -> totals -> totals.elementsSent += by),
                law("elements taken", by -> totals -> totals.elementsTaken += by),
                law("multiplications", by -> totals -> totals.multiplications += by),
                law("slots written", by -> totals -> totals.slotsWritten += by),
                law("slots freed", by -> totals -> totals.slotsFreed += by),
                law("slot reads and marks", by -> totals -> totals.marks += by),
                law("slot reads and marks", by -> totals -> totals.reads += by),
                law("chunks entered", by -> totals -> totals.chunks += by),
                law("tokens taken", by -> totals -> totals.tokensTaken += by),
                law("slot register bits", by -> totals -> totals.readBits += by),
                law("beats", by -> totals -> totals.beats += by),
                law("left over", by -> totals -> totals.leftOver += by),
                law("tokens", by -> totals -> totals.tokens += by),
                law("output pixels", by -> totals -> totals.pixels += by),
                law("partial pixels", by -> totals -> totals.partialPixels += by));
    }

    private interface Change {
        Consumer<Totals> by(long amount);
    }

    private static Arguments law(String name, Change change) {
        return Arguments.of(name, change.by(1), change.by(-1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("laws")
    void firesWhenACountIsWrong(String name, Consumer<Totals> oneMore, Consumer<Totals> oneLess) {
        for (Consumer<Totals> change : java.util.List.of(oneMore, oneLess)) {
            FinishedRun run = new FinishedRun(MACHINE, layer());
            assertThatCode(run::check).doesNotThrowAnyException();
            change.accept(run.totals);
            assertThatThrownBy(run::check)
                    .isInstanceOf(ConservationException.class)
                    .hasMessageContaining("law '" + name + "'");
        }
    }

    /** One-tap layers bypass the multipliers: the law counts bypassed elements, not multiplications. */
    @Test
    void countsBypassedElementsOfOneTapLayers() {
        FinishedRun run = new FinishedRun(MACHINE, HandLayer.line(4, 40, 5).build());
        run.totals.multiplications++;
        assertThatCode(run::check).doesNotThrowAnyException();
        run.totals.bypassed++;
        assertThatThrownBy(run::check).hasMessageContaining("law 'multiplications'");
    }

    @Test
    void firesWhenAUnitDoesNotAccountForEveryCycle() {
        FinishedRun run = new FinishedRun(MACHINE, layer());
        long[] cycles = new long[State.values().length];
        cycles[State.WORKING.ordinal()] = run.cycles - 1;
        run.ledger.add("ca", "short", cycles);
        assertThatThrownBy(run::check)
                .hasMessageContaining("law 'cycle ledger'")
                .hasMessageContaining("ca short accounts for " + (run.cycles - 1) + " of " + run.cycles);
    }

    private static LayerTrace layer() {
        return RandomLayers.layer(7)
                .shape(ConvShape.of(7, 70, 1, 3, 3, 6, 5, 1, 1))
                .m(4)
                .emptyRows(0.2)
                .build();
    }
}
