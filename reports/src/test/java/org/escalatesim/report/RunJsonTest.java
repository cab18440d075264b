package org.escalatesim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.escalatesim.energy.Quantity;
import org.escalatesim.energy.UnitEnergies;
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
                Arguments.of("escalate-sim run 2", "escalate-sim run 1", "format must be 'escalate-sim run 2'"),
                Arguments.of(
                        "\"weight_form\" : \"decomposed\"", "\"weight_form\" : \"dsp\"", "no form of weights 'dsp'"),
                Arguments.of("\"clock_mhz\" : 800", "\"clock\" : 800", "machine.clock_mhz must be"),
                Arguments.of("\"k\" : 2", "\"k\" : 0", "layers[0].shape: K must be at least 1, not 0"),
                Arguments.of("(?s)\"layers\" : .*\\],", "\"layers\" : [],", "layers must be a list of at least one"),
                Arguments.of("\"bytes\" : 8192", "\"bytes\" : 0", "machine.memories[0].bytes must be at least 1"),
                Arguments.of("\"tiles\" : 8", "\"tiles\" : 1e999", "machine.configuration must be made of finite"),
                Arguments.of("\"layers\" :", "\"layers\" ;", "run.json:"));
    }

    @ParameterizedTest
    @MethodSource("damage")
    void aDamagedFileIsRefusedNamingTheField(String good, String bad, String message) {
        String text = RunJson.write(Samples.priced(Samples.run()));
        assertThat(text).containsPattern(good);
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

    /** Every number in turn by every bad one: either the file is refused, or all results can be written. */
    @Test
    void noDamagedNumberGetsAsFarAsTheResults() {
        Map<Quantity, List<UnitEnergies.Row>> rows = new EnumMap<>(Quantity.class);
        for (Quantity quantity : Quantity.values()) {
            int bits = quantity == Quantity.SRAM_LEAKAGE ? 0 : 8;
            UnitEnergies.Row row = new UnitEnergies.Row(bits, quantity.byCapacity() ? 1024 : 0, 1, false);
            rows.put(
                    quantity,
                    quantity.byCapacity() ? List.of(row, new UnitEnergies.Row(bits, 2048, 2, false)) : List.of(row));
        }
        UnitEnergies table = new UnitEnergies("t", rows);
        String text = RunJson.write(Samples.priced(Samples.run(0, 3)));
        Matcher number =
                Pattern.compile("(?<=: |\\[ |  )-?[0-9][0-9.E-]*(?=[,\\s])").matcher(text);
        int refused = 0;
        while (number.find()) {
            for (String bad :
                    List.of("0", "-1", "1e400", "0.5", "2147483647", "9223372036854775807", "null", "\"x\"")) {
                String damaged = text.substring(0, number.start()) + bad + text.substring(number.end());
                RunRecord run;
                try {
                    run = RunJsonReader.read("run.json", damaged);
                } catch (ResultException e) {
                    assertThat(e).hasMessageStartingWith("run.json: ");
                    refused++;
                    continue;
                }
                PricedRun priced = PricedRun.of(run, table, Map.of());
                assertThat(RunJson.write(priced) + LayersCsv.write(priced) + RunTable.lines(priced))
                        .as(damaged)
                        .doesNotContain("NaN")
                        .doesNotContain("Infinity");
            }
        }
        assertThat(refused).isGreaterThan(500);
    }
}
