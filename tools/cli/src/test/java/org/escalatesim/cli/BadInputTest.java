package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.escalatesim.config.InputException;
import org.escalatesim.machine.ConservationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input: exit code 2, lines that help, no stack trace, nothing written. */
class BadInputTest {
    @TempDir
    Path temp;

    static Stream<Arguments> commandLines() {
        return Stream.of(
                Arguments.of("rnu --net resnet50", "no command 'rnu'; did you mean run?"),
                Arguments.of("--nett resnet50", "no option '--nett'; did you mean --net?"),
                Arguments.of("infer --trce x", "no option '--trce'; did you mean --trace?"),
                Arguments.of("--frobnicate", "options: "),
                Arguments.of("", "nothing to run: give --net NAME or --trace DIR"),
                Arguments.of("run --net resnet50 --trace x", "cannot both be given"),
                Arguments.of("--net resnet50 --image 1", "--image needs --trace"),
                Arguments.of("--net resnet50 stray", "'stray' is not expected here"),
                Arguments.of("--net resnet50 --threads 0", "--threads must be 1 to 1024, not 0"),
                Arguments.of("--net resnet50 --threads many", "'many' is not an int"),
                Arguments.of("--net resnet5", "did you mean resnet50?"),
                Arguments.of("--net resnet50 --config tile9", "did you mean tile8?"),
                Arguments.of("--net resnet50 --set ring.slot=3", "did you mean ring.slots?"),
                Arguments.of("--net resnet50 --set ring.slots=0", "not 0"),
                Arguments.of("--net resnet50 --set channel_accumulation.chunk=100", "power of two"),
                Arguments.of("--net resnet50 --set workload.mm=3", "workload.m"),
                Arguments.of("--net resnet50 --set workload.m", "must be PATH=VALUE"),
                Arguments.of("--net resnet50 --energy 45nm-lpo", "did you mean 45nm-lop?"),
                Arguments.of("infer --trace x --input a.npy --verfy", "no option '--verfy'; did you mean --verify?"),
                Arguments.of("infer --trace x --input a.npy --net y", "no option '--net'"),
                Arguments.of("--net resnet50 --ver", "no option '--ver'; did you mean --verify?"),
                Arguments.of("--trace x --seed 1", "--seed needs --net: recorded data has no seed"),
                Arguments.of("--net resnet50 --seed 1 --set workload.seed=2", "--seed and --set workload.seed cannot"),
                Arguments.of("--net resnet50 --set workload=foo", "workload.m, workload.pointwise_terms"),
                Arguments.of(
                        "--net resnet50 --set workload.form=dense",
                        "workload.form: the machine does not run dense weights; it runs decomposed"),
                Arguments.of(
                        "--net resnet50 --set workload.form=pruned",
                        "workload.form: must be dense, unstructured, decomposed, grouped, not pruned"),
                Arguments.of(
                        "--net resnet50 --set workload.sparsity=90.23",
                        "workload.sparsity: decomposed weights, which run here, have no such option"),
                Arguments.of(
                        "--trace x --set workload.prune=layer",
                        "workload.prune: decomposed weights, which run here, have no such option"),
                Arguments.of("--trace x --set workload.prune=all", "workload.prune: must be layer or global, not all"),
                Arguments.of(
                        "--trace x --set workload.weight_density=2",
                        "workload.weight_density: must be a number from 0 to 1, not 2"),
                Arguments.of(
                        "infer --trace x --input a.npy --set workload.form=unstructured",
                        "the machine does not run unstructured weights; it runs decomposed"),
                Arguments.of("--trace no-such-folder", "no-such-folder"),
                Arguments.of("decompose", "--trace=DIR"),
                Arguments.of("infer --trace x", "--input"),
                Arguments.of("compare --net resnet50", "--machines"),
                Arguments.of("compare --machines tile8,tile8-lookahead4", "nothing to run"),
                Arguments.of("compare --net resnet50 --machines tile8", "give at least two, separated by commas"),
                Arguments.of("compare --net resnet50 --machines tile8,,tile8", "a name is empty"),
                Arguments.of("compare --net resnet50 --machines tile8,tile9", "did you mean tile8?"),
                Arguments.of(
                        "compare --net resnet50 --machines tile8,tile8.yaml",
                        "two machines are called tile8; give one another name, as in tile8-b=tile8.yaml"),
                Arguments.of("compare --net resnet50 --machines a/b=tile8,tile8", "a label must be a word of letters"),
                Arguments.of(
                        "compare --net resnet50 --machines tile8,b=tile8 --over tile9",
                        "no machine is called so; did you mean tile8? (machines: tile8, b)"),
                Arguments.of(
                        "compare --net resnet50 --machines tile8,b=tile8 --set c:ring.slots=3",
                        "--set c:ring.slots=3: no machine is called 'c'"),
                Arguments.of(
                        "compare --net resnet50 --machines tile8,b=tile8 --set b:ring.slot=3",
                        "machine b: --set ring.slot=3: ring.slot is not a field; did you mean ring.slots?"),
                Arguments.of(
                        "compare --net resnet50 --machines tile8,b=tile8 --set b:clock_mhz=400",
                        "machine b: clock_mhz is 400, machine tile8 has 800; a comparison needs the same"),
                Arguments.of(
                        "compare --net resnet50 --machines tile8,b=tile8 --set b:dram.latency_cycles=0",
                        "machine b: dram.latency_cycles is 0, machine tile8 has 100"),
                Arguments.of(
                        "compare --net resnet50 --machines systolic,eyeriss --set workload.m=4",
                        "--set workload.m=4: no form of weights that runs here has such an option (forms: dense)"),
                Arguments.of(
                        "compare --net resnet50 --machines tile8,eyeriss --set eyeriss:workload.m=4",
                        "workload.m: dense weights, which run here, have no such option"),
                Arguments.of(
                        "compare --net resnet50 --machines tile8,eyeriss --set workload.form=dense",
                        "machine tile8: workload.form: the machine does not run dense weights; it runs decomposed"),
                Arguments.of(
                        "compare --net resnet50 --machines tile8,b=tile8 --sram lots",
                        "--sram must be a number of bytes"),
                Arguments.of(
                        "compare --net resnet50 --machines tile8,b=tile8 --set workload=3", "workload is a section"),
                Arguments.of("compare --net resnet50 --machines tile8,b=tile8 --set b:workload.mm=3", "workload.m"),
                Arguments.of("reprice no-such.json --energy 45nm-hp", "no-such.json: cannot be read"),
                Arguments.of("reprice no-such.json", "--energy"));
    }

    @ParameterizedTest
    @MethodSource("commandLines")
    void oneLineThatHelps(String line, String message) {
        Cli cli = Cli.run(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(cli.err()).contains(message);
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.errors()).hasSize(1).allMatch(error -> error.startsWith("error: "));
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void anUnwritableFolderIsFoundBeforeTheSimulation() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        Cli cli = Cli.run("--net", "resnet50", "--out", file.resolve("below").toString());
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.errors()).singleElement().asString().contains("cannot be written");
        assertThat(file).isEmptyFile();
    }

    @Test
    void everyFieldThatMakesAComparisonUnfairIsNamed() {
        Cli cli = Cli.run("compare", "--net", "resnet50", "--machines", "systolic,eyeriss-chip");
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.errors())
                .anyMatch(line -> line.startsWith("error: machine eyeriss-chip: data_bits is 16, comparisons have 8;"))
                .anyMatch(line ->
                        line.startsWith("error: machine eyeriss-chip: clock_mhz is 200, machine systolic has 800;"))
                .anyMatch(line -> line.startsWith(
                        "error: machine eyeriss-chip: dram.ideal is true, machine systolic has false;"));
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void emptyPathsNameTheirOption() {
        assertThat(Cli.run("--net", "resnet50", "--out", "").errors())
                .containsExactly("error: --out must not be empty");
        assertThat(Cli.run("--net", "").errors()).containsExactly("error: --net must not be empty");
        assertThat(Cli.run("--trace", "").errors()).containsExactly("error: --trace must not be empty");
        assertThat(Cli.run("decompose", "--trace", "").errors()).containsExactly("error: --trace must not be empty");
    }

    @Test
    void severalProblemsHaveALineEachAndManyAreCounted() {
        StringWriter err = new StringWriter();
        List<String> problems =
                IntStream.range(0, 12).mapToObj(i -> "problem " + i).toList();
        assertThat(Failures.report(new InputException(problems), new PrintWriter(err), false))
                .isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(11).endsWith("error: and 2 more");
    }

    @Test
    void internalErrorsExitWithOneAndShowAStackTraceOnlyWhenAsked() {
        StringWriter err = new StringWriter();
        ConservationException broken = new ConservationException("additions", "3 and 4");
        assertThat(Failures.report(broken, new PrintWriter(err), false)).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("error: internal error: conservation law 'additions' is broken: 3 and 4");
        assertThat(Failures.report(new ArithmeticException("/ by zero"), new PrintWriter(err), true))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("error: internal error: ArithmeticException: / by zero")
                .contains("\tat org.escalatesim.cli.BadInputTest");
    }
}
