package org.escalatesim.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.config.YamlReader;
import org.escalatesim.config.YamlValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
    record File(Map<String, YamlValue> of) {}

    private static YamlValue yaml(String text) {
        return YamlReader.read("f.yaml", "of: {x: " + text + "}", File.class)
                .of()
                .get("x");
    }

    private static String values(String text, boolean integral) {
        List<String> texts =
                Values.of("x", yaml(text), integral).stream().map(Value::text).toList();
        return String.join(" ", texts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7                                               | true  | 7",
                "[16, 0x20, 4]                                   | true  | 16 32 4",
                "[true, false]                                   | false | true false",
                "['T<2,5>', auto]                                | false | T<2,5> auto",
                // 0.1 + 3 * 0.1 is 0.4 here, and .30000000000000004 + .1 in binary.
                "{from: 0.1, to: 0.4, step: 0.1}                 | false | 0.1 0.2 0.3 0.4",
                "{from: 1, to: 8, step: 3}                       | true  | 1 4 7",
                "{from: 1, to: 9, factor: 2}                     | true  | 1 2 4 8",
                // 1, 1.5, 2.25, 3.375, 5.0625, 7.59 rounded, each once
                "{from: 1, to: 8, factor: 1.5}                   | true  | 1 2 3 5 8",
                "{from: 0.5, to: 2, factor: 2}                   | false | 0.5 1 2",
                // ratios of 100 ^ (1/4) = 3.1623
                "{from: 1, to: 100, points: 5, scale: log}       | true  | 1 3 10 32 100",
                "{from: 1, to: 100, points: 5, scale: log}       | false | 1 3.16227766017 10 31.6227766017 100",
                "{from: 0, to: 1, points: 5, scale: linear}      | false | 0 0.25 0.5 0.75 1",
                "{from: 3, to: 3, step: 1}                       | true  | 3",
            })
    void expands(String text, boolean integral, String expected) {
        assertThat(values(text, integral)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                | f.yaml:1:9: x has no values",
                "[1, [2]]                          | f.yaml:1:13: x must be a number, text, true or false, not a list",
                "[1, ~]                            | f.yaml:1:13: x must be a number, text, true or false, not nothing",
                "[1, .inf]                         | f.yaml:1:13: x must be a number, text, true or false, not .inf",
                "[1, 2, 1.0]                       | f.yaml:1:16: x has the value 1 twice",
                "{from: 1, to: 4}                  | f.yaml:1:9: a range needs one of step, factor and points",
                "{from: 1, to: 4, step: 1, factor: 2} | f.yaml:1:9: a range needs one of step, factor and points",
                "{to: 4, step: 1}                  | f.yaml:1:9: from is missing; it must be a number",
                "{from: 5, to: 4, step: 1}         | f.yaml:1:9: to must be at least from (5), not 4",
                "{from: 1, to: 4, step: 0}         | f.yaml:1:9: step must be above 0, not 0",
                "{from: 1, to: 4, factor: 1}       | f.yaml:1:9: factor must be above 1, not 1",
                "{from: 0, to: 4, factor: 2}       | f.yaml:1:9: from must be above 0, not 0",
                "{from: 0, to: 4, points: 3, scale: log} | f.yaml:1:9: from must be above 0, not 0",
                "{from: 1, to: 4, points: 1, scale: log} | f.yaml:1:9: points must be 2 to 100000, not 1",
                "{from: 1, to: 4, points: 3}       | f.yaml:1:9: points needs scale: linear or scale: log",
                "{from: 1, to: 4, step: 1, scale: log} | f.yaml:1:9: scale goes with points alone",
                "{from: 1, to: 4, stp: 1}          | f.yaml:1:26: stp is not a field; did you mean step? accepted: from,"
                        + " to, step, factor, points, scale",
                "{from: 1, to: 200000, step: 1}    | f.yaml:1:9: a range must have at most 100000 values",
                "{from: 1, to: 2, factor: 1.0000001} | f.yaml:1:9: a range must have at most 100000 values",
            })
    void refuses(String text, String message) {
        assertThatThrownBy(() -> values(text, true))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
    }

    @Test
    void valuesOfARangeStandWhereTheRangeStands() {
        assertThat(Values.of("x", yaml("{from: 1, to: 2, step: 1}"), true)
                        .get(1)
                        .yaml()
                        .place())
                .isEqualTo("f.yaml:1:9");
    }
}
