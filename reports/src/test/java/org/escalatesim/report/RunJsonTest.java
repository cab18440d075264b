package org.escalatesim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RunJsonTest {
    @Test
    void equalRunsGiveEqualBytes() {
        assertThat(RunJson.write(Samples.priced(Samples.run(0, 3))))
                .isEqualTo(RunJson.write(Samples.priced(Samples.run(0, 3))))
                .isNotEqualTo(RunJson.write(Samples.priced(Samples.run(0, 2))));
    }

    @Test
    void whatIsReadBackIsWhatWasWritten() {
        String text = RunJson.write(Samples.priced(Samples.run(0, 3)));
        assertThat(RunJson.write(Samples.priced(RunJsonReader.read("run.json", text))))
                .isEqualTo(text);
    }

    @Test
    void everyCountIsThere() {
        assertThat(RunJson.write(Samples.priced(Samples.run())))
                .contains("\"table\" : \"test-table\"")
                .contains("\"energy_table\" : {\n    \"rows\" : [")
                .contains("\"value\" : 0.25")
                .contains("\"seed\" : 7")
                .contains("\"slots\" : 64")
                .contains("\"action\" : \"multiply\", \"width_bits\" : 16, \"size\" : 8, \"count\" : 360 }")
                .contains("\"kind\" : \"ca\", \"units\" : 2, \"working\" : 70, \"input\" : 10,")
                .contains("\"units\" : {\n    \"clock_mhz\" : \"MHz\"");
    }

    static Stream<Arguments> damage() {
        return Stream.of(
                Arguments.of("\"cycles\" : 100", "\"cycles\" : -1", "run.json: layers[0].cycles must be"),
                Arguments.of("\"cycles\" : 100", "\"cycles\" : 0", "run.json: layers[0].cycles must be at least 1"),
                Arguments.of("\"action\" : \"multiply\"", "\"action\" : \"mulitply\"", "no action 'mulitply'"),
                Arguments.of("escalate-sim run 1", "escalate-sim run 9", "format must be 'escalate-sim run 1'"),
                Arguments.of("\"clock_mhz\" : 800", "\"clock\" : 800", "machine.clock_mhz must be"),
                Arguments.of("\"k\" : 2", "\"k\" : 0", "layers[0].shape: K must be at least 1, not 0"),
                Arguments.of("\"layers\" :", "\"layers\" ;", "run.json:"));
    }

    @ParameterizedTest
    @MethodSource("damage")
    void aDamagedFileIsRefusedNamingTheField(String good, String bad, String message) {
        String text = RunJson.write(Samples.priced(Samples.run()));
        assertThat(text).contains(good);
        assertThatThrownBy(() -> RunJsonReader.read("run.json", text.replaceFirst(good, bad)))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> RunJsonReader.read(Path.of("no", "run.json")))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("run.json: cannot be read");
    }
}
