package org.escalatesim.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.escalatesim.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintTest {
    @TempDir
    Path temp;

    /** Points of ring.slots 1, 4, 64 (in this order, outer) and mapping.refetch auto, activations; ring.banks is 16. */
    private Sweep sweep(String where) {
        return Small.sweep(temp, """
                seeds: [3]
                axes:
                """ + Small.DENSITIES + """
                  - ring.slots: [1, 4, 64]
                  - mapping.refetch: [auto, activations]
                where:
                  - %s
                """.formatted(where.equals("1") ? where : "'" + where + "'"));
    }

    private String points(String where) {
        Sweep sweep = sweep(where);
        List<String> rows = IntStream.rangeClosed(1, sweep.size())
                .mapToObj(number -> {
                    List<String> row = sweep.point(number).row();
                    return row.get(row.size() - 2) + row.get(row.size() - 1).substring(1, 2);
                })
                .toList();
        return String.join(" ", rows);
    }

    /** u stands for auto, c for activations. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ring.banks <= ring.slots ; 64u 64c",
                "ring.banks > ring.slots ; 1u 1c 4u 4c",
                "ring.slots * 4 == ring.banks ; 4u 4c",
                "ring.slots != 4 ; 1u 1c 64u 64c",
                "2 + ring.slots * 2 - 1 < 5 ; 1u 1c",
                "(2 + ring.slots) * 2 < 7 ; 1u 1c",
                "ring.slots / 8 >= 0.5 && ring.slots / 8 < 1 ; 4u 4c",
                "ring.slots < 2 || ring.slots > 60 && ring.banks == 16 ; 1u 1c 64u 64c",
                "(ring.slots < 2 || ring.slots > 60) && ring.banks != 16 || ring.slots == 4 ; 4u 4c",
                "'!(ring.slots == 4)' ; 1u 1c 64u 64c",
                "ring.slots % 3 == 1 && -ring.slots > -5 ; 1u 1c 4u 4c",
                "MIN(ring.slots, ring.banks) == 16 ; 64u 64c",
                "mapping.refetch == \"auto\" ; 1u 4u 64u",
                "machine == \"tile8\" && workload == \"tiny\" && seed == 3 && ring.slots <= 1 ; 1u 1c",
                "dram.ideal == false && ring.slots == 1 ; 1u 1c",
                "'!dram.ideal && ring.slots == 1' ; 1u 1c",
                "workload.activation_density * 2 == ring.slots ; 1u 1c",
                "true ; 1u 1c 4u 4c 64u 64c",
            })
    void keepsWhatHolds(String where, String points) {
        assertThat(points(where)).isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ring.bank < 3       | ring.bank is not a field; did you mean ring.banks? accepted: ring.slots, ring.banks",
                "ring < 3            | ring is a section; set one of ring.slots, ring.banks",
                "ring.slots < 3 < 4  | an operand of < must be a number, not true or false",
                "ring.slots + 1      | must be a comparison, not a number",
                "machine             | must be a comparison, not text",
                "machine < 3         | an operand of < must be a number, not text",
                "machine == 3        | an operand of == must be text, not a number",
                "dram.ideal > 0      | an operand of > must be a number, not true or false",
                "ring.slots && true  | an operand of && must be true or false, not a number",
                "ring.slots <        | missing second operand for operator (character 12)",
                "(ring.slots < 3     | closing brace not found (character 1)",
                "RANDOM() < 1        | undefined function 'RANDOM' (character 1)",
                "workload.m > 3      | workload.m is not an axis; a condition reads fields of the machine and of axes",
                "e < 3               | e is not a field; did you mean name? accepted: clock_mhz",
            })
    void refuses(String where, String problem) {
        assertThatThrownBy(() -> sweep(where))
                .isInstanceOf(InputException.class)
                .message()
                .startsWith(temp.resolve("sweep.yaml") + ":9:5: where: " + where + ": ")
                .contains(problem.startsWith("e is") ? "e is not a field" : problem)
                .doesNotContain("\n");
    }

    @Test
    void aNumberIsNoCondition() {
        assertThatThrownBy(() -> sweep("1"))
                .hasMessage(temp.resolve("sweep.yaml")
                        + ":9:5: where must be a condition, for example ring.banks <= ring.slots, not 1");
    }

    @Test
    void aDivisionByZeroNamesThePoint() {
        assertThatThrownBy(() -> sweep("8 / (ring.slots - 4) < 99"))
                .isInstanceOf(InputException.class)
                .hasMessage(temp.resolve("sweep.yaml") + ":9:5: where: 8 / (ring.slots - 4) < 99: division by zero at"
                        + " tile8, tiny, seed 3, workload.coefficient_density=0.3, workload.activation_density=0.5,"
                        + " ring.slots=4, mapping.refetch=auto");
    }

    @Test
    void nothingLeftIsAnEmptySweep() {
        assertThatThrownBy(() -> sweep("ring.slots > 64"))
                .hasMessage(temp.resolve("sweep.yaml")
                        + ":9:5: an empty sweep: where leaves none of its 6 combinations of values");
    }
}
