package org.escalatesim.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.escalatesim.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SweepReaderTest {
    @TempDir
    Path temp;

    private static List<String> rows(Sweep sweep) {
        return IntStream.rangeClosed(1, sweep.size())
                .mapToObj(number -> String.join(" ", sweep.point(number).row()))
                .toList();
    }

    @Test
    void pointsAreAllCombinationsTheLastAxisFastest() {
        Small.network(temp);
        Small.trace(temp);
        Small.write(temp.resolve("narrow.yaml"), "extends: tile8\nname: narrow\ndescription: fewer tiles\ntiles: 2\n");
        Sweep sweep = Sweep.open(Small.write(temp.resolve("s.yaml"), """
                name: all
                description: everything a sweep can have
                machines: [tile8, narrow.yaml]
                energy: [45nm-lop, 45nm-hp]
                networks: [resnet20-cifar]
                traces:
                  - {folder: recorded, images: all}
                seeds: {from: 1, to: 2, step: 1}
                axes:
                  - {ring.slots: [4, 8], ring.banks: [2, 4]}
                  - workload.m: [3]
                notes: read by nobody
                """));
        assertThat(sweep.columns())
                .containsExactly(
                        "machine",
                        "energy_table",
                        "workload",
                        "image",
                        "seed",
                        "ring.slots",
                        "ring.banks",
                        "workload.m");
        // 2 machines x 2 tables x (2 seeds + 2 images) x 2 steps of the zipped axis
        assertThat(rows(sweep))
                .hasSize(32)
                .startsWith(
                        "tile8 45nm-lop resnet20-cifar  1 4 2 3",
                        "tile8 45nm-lop resnet20-cifar  1 8 4 3",
                        "tile8 45nm-lop resnet20-cifar  2 4 2 3",
                        "tile8 45nm-lop resnet20-cifar  2 8 4 3",
                        "tile8 45nm-lop recorded 0  4 2 3",
                        "tile8 45nm-lop recorded 0  8 4 3",
                        "tile8 45nm-lop recorded 1  4 2 3",
                        "tile8 45nm-lop recorded 1  8 4 3",
                        "tile8 45nm-hp resnet20-cifar  1 4 2 3")
                .endsWith("narrow 45nm-hp recorded 1  8 4 3")
                .doesNotHaveDuplicates();
    }

    @Test
    void aSweepNeedsNoMoreThanANameAndSomethingToRun() {
        Sweep sweep = Sweep.open(Small.write(temp.resolve("s.yaml"), "name: a\nnetworks: [resnet20-cifar]\n"));
        assertThat(rows(sweep)).containsExactly("tile8 45nm-lop resnet20-cifar  1");
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of(
                        "- ring.slot: [1]",
                        "4:3: ring.slot is not a field; did you mean ring.slots? accepted: ring.slots, ring.banks"),
                Arguments.of(
                        "- compression.m: [4, 8]",
                        "4:3: compression.m is not a field; did you mean workload.m? options of the compression are the"
                                + " workload's; accepted: workload.activation_density, ..."),
                Arguments.of(
                        "- compression: [4, 8]",
                        "4:3: compression is not a field; options of the compression are the workload's; accepted:"
                                + " workload.activation_density, ..."),
                Arguments.of("- m: [4]", "4:3: m is not a field; did you mean workload.m? accepted: workload.activ..."),
                Arguments.of("- ring: [1]", "4:3: ring is a section; set one of ring.slots, ring.banks"),
                Arguments.of(
                        "- ring.slots: [1, many]",
                        "4:19: ring.slots must be an integer of at most 32 bits, not 'many'"),
                Arguments.of(
                        "- ring.slots: {from: 1, to: 2, step: 0.5}",
                        "4:15: ring.slots must be an integer of at most 32 bits, not 1.5"),
                Arguments.of("- dram.ideal: [maybe]", "4:16: dram.ideal must be true or false, not 'maybe'"),
                Arguments.of(
                        "- mapping.refetch: [autto]",
                        "4:21: mapping.refetch must be one of coefficients, activations, auto, not 'autto'; did you mean auto?"),
                Arguments.of("- workload.mm: [1]", "4:3: workload.mm: no such option; did you mean workload.m?..."),
                Arguments.of(
                        "- workload.activation_density: [0.5, 1.5]",
                        "4:38: workload.activation_density: must be a number from 0 to 1, not 1.5"),
                Arguments.of("- workload.seed: [1]", "4:3: workload.seed is no axis; give the key seeds"),
                Arguments.of("- seed: [1]", "4:3: seed is no axis; give the key seeds"),
                Arguments.of("- name: [a]", "4:3: name cannot be an axis"),
                Arguments.of(
                        "- {ring.slots: [1, 2], ring.banks: [1]}",
                        "4:24: ring.banks has 1 values, ring.slots has 2; fields of one entry move together"),
                Arguments.of("- ring.slots: 1\n- ring.slots: 2", "5:3: ring.slots is in two axes"),
                Arguments.of("- ring.slots: [1]\nwhere: 3", "5:8: where must be a list, not 3"),
                Arguments.of(
                        "- ring.slots: [1]\naxis: 3",
                        "5:1: axis is not a field; did you mean axes? accepted: name, description, machines, energy, networks, traces, seeds, axes, where, notes"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void badAxesHaveOneLineThatNamesThePlace(String axes, String message) {
        Path file = Small.write(temp.resolve("s.yaml"), "name: a\nnetworks: [resnet20-cifar]\naxes:\n" + axes + "\n");
        refuses(file, message);
    }

    /** Three dots stand for names that are listed, of which there will be more. */
    private static void refuses(Path file, String message) {
        boolean whole = !message.endsWith("...");
        String line = file + ":" + (whole ? message : message.substring(0, message.length() - 3));
        assertThatThrownBy(() -> Sweep.open(file))
                .isInstanceOf(InputException.class)
                .message()
                .startsWith(line)
                .hasSizeBetween(line.length(), whole ? line.length() : 1000)
                .doesNotContain("\n");
    }

    static Stream<Arguments> badNames() {
        return Stream.of(
                Arguments.of("name: a", "1:1: an empty sweep: give networks or traces to run"),
                Arguments.of(
                        "networks: [x]",
                        "1:1: name is missing; it must be text (in quotes if it looks like a number, true, false or null)"),
                Arguments.of(
                        "name: a/b\nnetworks: [x]",
                        "1:7: name must be a word of letters, digits, '.', '_' and '-', not beginning with '.', not 'a/b'"),
                Arguments.of("name: a\nnetworks: [3]", "2:12: networks must be names or paths, not 3"),
                Arguments.of(
                        "name: a\nnetworks: [resnet20-cifar]\nmachines: [tile9]",
                        "3:12: 'tile9' is neither a file nor a bundled machine; did you mean tile8?..."),
                Arguments.of(
                        "name: a\nnetworks: [resnet20-cifar]\nmachines: [tile8, tile8.yaml]",
                        "3:19: machines: two are called tile8, and results could not be told apart"),
                Arguments.of(
                        "name: a\nnetworks: [resnet20-cifar]\nenergy: [45nm-lpo]",
                        "3:10: '45nm-lpo' is neither a file nor a bundled energy table; did you mean 45nm-lop?..."),
                Arguments.of("name: a\ntraces: [{folder: nowhere}]", "2:19: nowhere: no such folder"),
                Arguments.of(
                        "name: a\ntraces: [{folder: recorded, images: [2]}]",
                        "2:38: images must be 0 to 1 or all, not 2"),
                Arguments.of(
                        "name: a\ntraces: [{folder: recorded}]\nseeds: [1]",
                        "3:8: seeds need networks: recorded data has no seed"),
                Arguments.of(
                        "name: a\nnetworks: [resnet20-cifar]\nseeds: [1, 1.5]",
                        "3:12: seeds must be a whole number of at most 64 bits, not 1.5"),
                Arguments.of(
                        "name: a\ntraces: [{folder: recorded}]\naxes:\n- workload.uniform: [true]",
                        "4:3: workload.uniform: a trace has no such option..."));
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void badNamesHaveOneLineThatNamesThePlace(String text, String message) {
        Small.trace(temp);
        Path file = Small.write(temp.resolve("s.yaml"), text + "\n");
        refuses(file, message);
    }

    @Test
    void aSweepThatCannotEndIsRefused() {
        Path file = Small.write(temp.resolve("s.yaml"), """
                name: a
                networks: [resnet20-cifar]
                seeds: {from: 1, to: 10000, step: 1}
                axes:
                  - ring.slots: {from: 1, to: 10000, step: 1}
                """);
        assertThatThrownBy(() -> Sweep.open(file))
                .hasMessage(file + ": more than 10,000,000 combinations of values; a sweep has at most that many");
    }
}
