package org.escalatesim.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key changes with everything that a result depends on, and with nothing else. */
class PlannerTest {
    @TempDir
    Path temp;

    private static final String BASE = """
            name: a
            networks: [tiny.yaml]
            axes:
              - {workload.coefficient_density: 0.3, workload.activation_density: 0.5}
              - ring.slots: 8
            """;

    @BeforeEach
    void files() {
        Small.network(temp);
        Small.trace(temp);
    }

    private String key(String text) {
        return keys(text).get(0);
    }

    private List<String> keys(String text) {
        return Small.plan(Sweep.open(Small.write(temp.resolve("s.yaml"), text))).stream()
                .map(PlannedPoint::key)
                .toList();
    }

    @Test
    void aKeyIsTwentyHexadecimalDigitsAndStays() {
        assertThat(key(BASE)).matches("[0-9a-f]{20}").isEqualTo(key(BASE));
    }

    @Test
    void spellingOrderAndNamesOfTheSweepDoNotMatter() throws IOException {
        String base = key(BASE);
        assertThat(key("# a comment\n" + BASE.replace("name: a", "name: other")))
                .isEqualTo(base);
        assertThat(key(BASE.replace("slots: 8", "slots: 0x8"))).isEqualTo(base);
        assertThat(key(BASE.replace("  - ring.slots: 8\n", "") + "  - ring.slots: {from: 8, to: 8, step: 1}\n"))
                .isEqualTo(base);
        assertThat(key(BASE + "  - ring.banks: 16\n"))
                .as("16 is what tile8 has")
                .isEqualTo(base);
        Files.createDirectory(temp.resolve("elsewhere"));
        Files.move(temp.resolve("tiny.yaml"), temp.resolve("elsewhere/renamed.yaml"));
        assertThat(key(BASE.replace("tiny.yaml", "elsewhere/renamed.yaml"))).isEqualTo(base);
    }

    @Test
    void whatTheResultDependsOnMatters() throws IOException {
        String base = key(BASE);
        assertThat(List.of(
                        key(BASE.replace("slots: 8", "slots: 9")),
                        key(BASE.replace("0.5", "0.6")),
                        key(BASE + "seeds: [2]\n"),
                        key(BASE + "energy: [45nm-hp]\n"),
                        key(BASE + "machines: [tile8-lookahead4]\n"),
                        new Planner("1.2.4")
                                .plan(Sweep.open(Small.write(temp.resolve("s.yaml"), BASE))
                                        .point(1))
                                .key()))
                .doesNotContain(base)
                .doesNotHaveDuplicates();
        Path network = temp.resolve("tiny.yaml");
        Files.writeString(network, Files.readString(network).replace("out: [10, 1, 1]", "out: [11, 1, 1]"));
        assertThat(key(BASE)).isNotEqualTo(base);
    }

    @Test
    void theContentOfATraceMattersAndItsPlaceDoesNot() throws IOException {
        String text = "name: a\ntraces: [{folder: recorded, images: all}]\n";
        List<String> keys = keys(text);
        assertThat(keys).hasSize(2).doesNotHaveDuplicates();
        Files.move(temp.resolve("recorded"), temp.resolve("moved"));
        Small.write(temp.resolve("moved/README.md"), "not part of it");
        assertThat(keys(text.replace("recorded", "moved"))).isEqualTo(keys);
        byte[] array = Files.readAllBytes(temp.resolve("moved/w1.npy"));
        array[array.length - 2] ^= 1;
        Files.write(temp.resolve("moved/w1.npy"), array);
        assertThat(keys(text.replace("recorded", "moved"))).doesNotContainAnyElementsOf(keys);
    }

    @Test
    void anImpossibleMachineHasAKeyToo() {
        List<String> keys = keys(BASE.replace("slots: 8", "slots: [0, -1, 8]"));
        assertThat(keys).hasSize(3).doesNotHaveDuplicates();
        assertThat(keys.get(2)).isEqualTo(key(BASE));
    }

    @Test
    void pointsOfOneWorkloadShareItsTracesAndOfOneMachineTheirSimulation() {
        List<PlannedPoint> points = Small.plan(Sweep.open(Small.write(
                temp.resolve("s.yaml"), BASE.replace("slots: 8", "slots: [8, 9]") + "energy: [45nm-lop, 45nm-hp]\n")));
        assertThat(points.stream().map(PlannedPoint::key)).hasSize(4).doesNotHaveDuplicates();
        assertThat(points.stream().map(PlannedPoint::workKey).distinct()).hasSize(1);
        assertThat(points.stream().map(PlannedPoint::machineKey).distinct()).hasSize(2);
        assertThat(Flight.group(points, 8))
                .as("one flight: its traces are made once")
                .hasSize(1);
        // Each of two machines runs the network once: 27,648 + 147,456 + 10,240 = 185,344 dense MACs
        assertThat(LocalRunner.denseMacs(points)).isEqualTo(2 * (16 * 3 * 9 * 64 + 16 * 16 * 9 * 64 + 10 * 1024));
    }
}
