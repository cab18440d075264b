package org.escalatesim.second;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.escalatesim.escalate.EscalateSpec;
import org.escalatesim.fixture.RandomLayers;
import org.escalatesim.fixture.Seeds;
import org.escalatesim.fixture.TestMachine;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The machine, with and without values, takes exactly the cycles of the second simulator. */
class SecondSimulatorTest {
    private static final String[] PATTERNS = {"T<2,5>", "T<2,5>", "L<1,2>", "T<0,0>", "T<3,4>", "L<2,0>"};

    static LongStream seeds() {
        return Seeds.of(30_000, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bothSimulatorsTakeTheSameCycles(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        EscalateSpec spec = machine(random);
        String pattern = spec.channelAccumulation().pattern().name();
        int m = 1 + random.nextInt(spec.rows());
        LayerTrace layer = layer(seed, random, m);
        String drawn = "seed " + seed + ", " + pattern + ", M = " + m + ", " + layer.shape() + ", " + spec;
        long expected = SecondSimulator.cycles(spec, layer);
        assertThat(spec.build().run(layer, true).cycles())
                .as("with values: %s", drawn)
                .isEqualTo(expected);
        assertThat(spec.build().run(layer, false).cycles())
                .as("without values: %s", drawn)
                .isEqualTo(expected);
    }

    /** Reckoned by hand as timeline C of docs/microarchitecture.md. */
    @Test
    void aDocumentedTimelineTakesItsCycles() {
        EscalateSpec spec = TestMachine.small()
                .accumulation(2, 2, "L<0,0>")
                .fifoBeats(8)
                .mac(5, 4)
                .spec();
        LayerTrace layer = RandomLayers.layer(1)
                .shape(ConvShape.of(1, 2, 1, 3, 3, 3, 3, 1, 1))
                .coefficientDensity(1)
                .activationDensity(1)
                .build();
        assertThat(SecondSimulator.cycles(spec, layer)).isEqualTo(26);
    }

    static Stream<Arguments> beyondTheLimits() {
        LayerTrace layer = RandomLayers.layer(1).build();
        LayerTrace grouped = RandomLayers.layer(1)
                .shape(ConvShape.of(8, 16, 2, 3, 3, 6, 6, 1, 1))
                .build();
        LayerTrace large = RandomLayers.layer(1)
                .shape(ConvShape.of(8, 16, 1, 3, 3, 9, 9, 1, 1))
                .build();
        LayerTrace tall = RandomLayers.layer(1).m(2).build();
        return Stream.of(
                Arguments.of("ideal DRAM", TestMachine.small().dram(8, 10).spec(), layer),
                Arguments.of(
                        "channel split",
                        TestMachine.small()
                                .partition(EscalateSpec.Partition.MAP)
                                .spec(),
                        layer),
                Arguments.of(
                        "round-robin",
                        TestMachine.small()
                                .assignment(EscalateSpec.Assignment.BALANCED)
                                .spec(),
                        layer),
                Arguments.of(
                        "one-shot",
                        TestMachine.small()
                                .policy(EscalateSpec.Policy.FEWEST_FIRST)
                                .spec(),
                        layer),
                Arguments.of("write port", TestMachine.small().ports(128, 1).spec(), layer),
                Arguments.of("one group", TestMachine.small().spec(), grouped),
                Arguments.of("M <= 1 rows", TestMachine.small().spec(), tall),
                Arguments.of("Q <= 5 pixels", TestMachine.small().linePixels(5).spec(), layer),
                Arguments.of(
                        "global buffer", TestMachine.small().bufferBytes(1024).spec(), large));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beyondTheLimits")
    void whatIsBeyondItsLimitsIsRefused(String limit, EscalateSpec spec, LayerTrace layer) {
        assertThatThrownBy(() -> SecondSimulator.cycles(spec, layer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(limit);
    }

    private static EscalateSpec machine(Random random) {
        int chunk = 8 << random.nextInt(5);
        int lanes = Math.min(chunk, random.nextBoolean() ? 16 : 2 << random.nextInt(4));
        int slots = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1 << random.nextInt(7);
        return TestMachine.small()
                .size(1 + random.nextInt(3), 1 + random.nextInt(3), 1 + random.nextInt(6))
                .accumulation(lanes, chunk, PATTERNS[random.nextInt(PATTERNS.length)])
                .fifoBeats(1 + random.nextInt(12))
                .slotRegisters(1 + random.nextInt(3))
                .mac(1 + random.nextInt(9), 1 + random.nextInt(5))
                .ring(slots, 1 << random.nextInt(5))
                .ports(4 << random.nextInt(6), 1 << 16)
                .pixelsPerCycle(1 + random.nextInt(2))
                .spec();
    }

    private static LayerTrace layer(long seed, Random random, int m) {
        int r = 1 + random.nextInt(4);
        int s = 1 + random.nextInt(4);
        ConvShape shape = new ConvShape(
                1 + random.nextInt(24),
                1 + random.nextInt(150),
                1,
                r,
                s,
                r + random.nextInt(9),
                s + random.nextInt(9),
                1 + random.nextInt(2),
                1 + random.nextInt(2),
                random.nextInt(r),
                random.nextInt(s),
                random.nextInt(r),
                random.nextInt(s));
        return RandomLayers.layer(seed)
                .shape(shape)
                .m(m)
                .coefficientDensity(0.6 * random.nextDouble())
                .activationDensity(random.nextDouble())
                .emptyRows(random.nextInt(4) == 0 ? 0.5 : 0)
                .emptyPixels(random.nextInt(4) == 0 ? 0.3 : 0)
                .build();
    }
}
