package org.escalatesim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.escalatesim.report.plot.Figure;
import org.escalatesim.report.plot.Plots;
import org.escalatesim.report.plot.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures show the numbers of the files, and say what made them. */
class FiguresTest {
    private static final String NOT_ISO = "* not iso-accuracy: accuracy differs from that of base, or is not known.";

    @TempDir
    Path folder;

    private static Request request(String x, String y, String series, boolean heat, boolean ci, Path... inputs) {
        return new Request(
                List.of(inputs),
                null,
                List.of(),
                new Request.Columns(x, y, null, series, null, null),
                heat,
                false,
                false,
                Map.of(),
                ci,
                null,
                (name, names) -> "");
    }

    private static Request request(Path... inputs) {
        return request(null, null, null, false, false, inputs);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Reference of 200 cycles; the other of {@code cycles}, of another accuracy unless {@code same}. */
    private Path comparison(String network, boolean same, long... cycles) throws IOException {
        MachineComparison comparison = Comparisons.of(
                Comparisons.machine("base", "systolic", 800, 16, 0, Comparisons.known(70), 100, 100),
                Comparisons.machine("fast", "scnn", 800, 16, 25, Comparisons.known(same ? 70 : 60), cycles));
        String text =
                CompareJson.write(comparison).replace("\"network\" : \"hand\"", "\"network\" : \"" + network + "\"");
        return file(network + ".json", text);
    }

    @Test
    void speedupsAreThoseOfTheFilesAndTheirGeometricMean() throws IOException {
        // 200 / 100 = 2 and 200 / 25 = 8, whose geometric mean is sqrt(16) = 4.
        Figure figure =
                Plots.figure("speedup", request(comparison("one", true, 60, 40), comparison("two", false, 15, 10)));
        Figure.Bars bars = (Figure.Bars) figure.panels().get(0);
        assertThat(bars.categories()).containsExactly("one", "two", "geo. mean");
        assertThat(bars.series()).hasSize(1);
        assertThat(bars.series().get(0).name()).isEqualTo("fast");
        double[] values =
                bars.series().get(0).values().stream().mapToDouble(v -> v).toArray();
        assertThat(values).containsExactly(new double[] {2, 8, 4}, within(1e-9));
        assertThat(bars.series().get(0).marked()).containsExactly(false, true, true);
        assertThat(figure.notes().get(0)).contains("not iso-accuracy");
        assertThat(bars.yTitle()).isEqualTo("speedup (x, log)");
    }

    @Test
    void aNetworkThatComesTwiceIsRefused() throws IOException {
        Path one = comparison("one", true, 60, 40);
        assertThatThrownBy(() -> Plots.figure("speedup", request(one, one)))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("one again");
    }

    @Test
    void seedsOfANetworkAreAveragedAsLogarithms() throws IOException {
        // Speedups 200 / 100 = 2 and 200 / 25 = 8: geometric mean 4; deviation of ln 2 and ln 8: ln 4 / sqrt 2.
        Path one = comparison("one", true, 60, 40);
        Path again = file(
                "again.json",
                Files.readString(comparison("other", true, 15, 10))
                        .replace("\"network\" : \"other\"", "\"network\" : \"one\"")
                        .replace("\"seed\" : 7", "\"seed\" : 8"));
        Figure figure = Plots.figure("speedup", request(one, again));
        Figure.Series fast = ((Figure.Bars) figure.panels().get(0)).series().get(0);
        assertThat(fast.values().get(0)).isEqualTo(4, within(1e-9));
        assertThat(Math.log(fast.errors().get(0))).isEqualTo(Math.log(4) / Math.sqrt(2), within(1e-9));
        assertThat(String.join(" ", figure.notes()))
                .contains("2 seeds or images")
                .contains("standard deviation");
    }

    @Test
    void resultsOfDifferentVersionsDoNotMix() throws IOException {
        Path one = comparison("one", true, 60, 40);
        Path old = comparison("two", true, 60, 40);
        Files.writeString(old, Files.readString(old).replace("\"version\" : \"0.1.0\"", "\"version\" : \"0.0.9\""));
        assertThatThrownBy(() -> Plots.figure("speedup", request(one, old)))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("two.json: written by version 0.0.9")
                .hasMessageContaining("by version 0.1.0");
    }

    @Test
    void energyStacksTheComponents() throws IOException {
        // Two layers of 1 uJ in the ring and .5 uJ in the mac each.
        Path run = file("run.json", RunJson.write(Samples.priced(Samples.run())));
        Figure.Bars bars =
                (Figure.Bars) Plots.figure("energy", request(run)).panels().get(0);
        assertThat(bars.yTitle()).isEqualTo("energy (µJ)");
        assertThat(bars.series()).extracting(Figure.Series::name).containsExactly("ring", "mac");
        assertThat(bars.series().get(0).values().get(0)).isEqualTo(2, within(1e-9));
        assertThat(bars.series().get(1).values().get(0)).isEqualTo(1, within(1e-9));
    }

    @Test
    void energiesOfOtherAccuracyThanTheReferenceHaveAnAsterisk() throws IOException {
        Path same = comparison("one", true, 60, 40);
        Path other = comparison("two", false, 60, 40);
        for (Boolean relative : new Boolean[] {true, false}) {
            Request both = new Request(
                    List.of(same, other),
                    relative,
                    List.of(),
                    Request.Columns.NONE,
                    false,
                    false,
                    false,
                    Map.of(),
                    false,
                    null,
                    (name, names) -> "");
            Figure figure = Plots.figure("energy", both);
            Figure.Bars bars = (Figure.Bars) figure.panels().get(0);
            assertThat(bars.categories()).containsExactly("base", "fast", "base", "fast");
            assertThat(bars.series().get(bars.series().size() - 1).marked()).containsExactly(false, false, false, true);
            assertThat(figure.notes()).contains(NOT_ISO);
        }
        assertThat(Plots.figure("energy", request(same)).notes()).doesNotContain(NOT_ISO);
    }

    @Test
    void energyOfLayersIsSummedOverImages() throws IOException {
        Path run = file("run.json", RunJson.write(Samples.priced(Samples.run(1, 3))));
        Request layers = new Request(
                List.of(run),
                null,
                List.of(),
                Request.Columns.NONE,
                false,
                true,
                false,
                Map.of(),
                false,
                null,
                (name, names) -> "");
        Figure.Bars bars = (Figure.Bars) Plots.figure("energy", layers).panels().get(0);
        assertThat(bars.categories()).containsExactly("first", "second");
        assertThat(bars.series()).extracting(Figure.Series::name).containsExactly("ring", "mac");
        assertThat(bars.series().get(0).values()).containsExactly(2.0, 2.0);
        assertThat(bars.series().get(1).values()).containsExactly(1.0, 1.0);
    }

    @Test
    void runsAndComparisonsDoNotMix() throws IOException {
        Path run = file("run.json", RunJson.write(Samples.priced(Samples.run())));
        Path comparison = comparison("one", true, 60, 40);
        assertThatThrownBy(() -> Plots.figure("energy", request(run, comparison)))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("do not mix");
        assertThatThrownBy(() -> Plots.figure("energy", request(comparison, run)))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("do not mix");
    }

    @Test
    void cyclesAreSharesOfTheLedgerThatSumToOne() throws IOException {
        Path run = file("run.json", RunJson.write(Samples.priced(Samples.run())));
        Figure figure = Plots.figure("cycles", request(run));
        assertThat(figure.panels()).hasSize(2);
        Figure.Bars ca = (Figure.Bars) figure.panels().get(0);
        assertThat(ca.categories()).containsExactly("first", "second");
        // Two units of 100 cycles: 70 working and 10 each of three waits in one, 100 idle in the other.
        List<Double> first = ca.series().stream().map(s -> s.values().get(0)).toList();
        assertThat(first).containsExactly(0.35, 0.05, 0.05, 0.05, 0.5);
        // None waits for memory: the legend does not name it.
        assertThat(ca.series())
                .extracting(Figure.Series::name)
                .containsExactly("working", "waiting for input", "blocked downstream", "waiting for siblings", "idle");
    }

    @Test
    void utilisationHasErrorBarsOverImages() throws IOException {
        // ca works (cycles - 30) / (2 cycles): image 1: 171 / 402, image 3: 173 / 406 in the second layer.
        Path run = file("run.json", RunJson.write(Samples.priced(Samples.run(1, 3))));
        Figure figure = Plots.figure("utilisation", request(run));
        Figure.Line ca = ((Figure.Lines) figure.panels().get(0)).lines().get(0);
        double a = 171 / 402.0;
        double b = 173 / 406.0;
        assertThat(ca.y().get(1)).isEqualTo((a + b) / 2, within(1e-12));
        assertThat(ca.errors().get(0)).isZero();
        // The deviation of two samples is their distance / sqrt(2).
        assertThat(ca.errors().get(1)).isEqualTo(Math.abs(a - b) / Math.sqrt(2), within(1e-12));
        assertThat(figure.notes().get(1)).contains("2 images").contains("standard deviation");
    }

    private static final String SWEEP = """
            point,machine,energy_table,workload,image,seed,ring.slots,pattern,failure,cycles,energy_pj
            1,tile8,lop,net,,1,8,A,,100,1000
            2,tile8,lop,net,,2,8,A,,104,1000
            3,tile8,lop,net,,1,8,B,,90,1000
            4,tile8,lop,net,,1,128,A,,80,1000
            5,tile8,lop,net,,1,128,B,no room,,
            """;

    @Test
    void sweepsAreAveragedOverSeedsAndFailuresCounted() throws IOException {
        Path csv = file("points.csv", SWEEP);
        Figure figure = Plots.figure("sensitivity", request("ring.slots", "cycles", "pattern", false, true, csv));
        Figure.Lines lines = (Figure.Lines) figure.panels().get(0);
        assertThat(lines.lines()).extracting(Figure.Line::name).containsExactly("A", "B");
        assertThat(lines.lines().get(0).x()).containsExactly(8.0, 128.0);
        assertThat(lines.lines().get(0).y()).containsExactly(102.0, 80.0);
        // t(1) = 12.706; deviation sqrt(8) of 2 samples: 12.706 * sqrt(8) / sqrt(2) = 25.412.
        assertThat(lines.lines().get(0).errors().get(0)).isEqualTo(25.412, within(1e-9));
        assertThat(lines.lines().get(1).y()).containsExactly(90.0);
        assertThat(lines.logX()).isTrue();
        assertThat(String.join(" ", figure.notes()))
                .contains("2 seeds")
                .contains("95 % confidence")
                .contains("failed and are not shown: 1");

        Figure heat = Plots.figure("sensitivity", request("ring.slots", "cycles", "pattern", true, false, csv));
        assertThat(((Figure.Heat) heat.panels().get(0)).values())
                .containsExactly(List.of(102.0, 80.0), List.of(90.0, Double.NaN));
    }

    @Test
    void speedupsOfASweepSayOverWhat() throws IOException {
        String head =
                "point,machine,workload,seed,ring.slots,failure,speedup,ideal_dense_cycles,ideal_dense_multipliers\n";
        Path csv = file("points.csv", head + "1,tile8,net,1,8,,2.5,100,512\n2,tile8,net,1,16,,3,100,512\n");
        for (boolean heat : new boolean[] {false, true}) {
            Request asked = request("ring.slots", "speedup", heat ? "workload" : null, heat, false, csv);
            assertThat(Plots.figure("sensitivity", asked).notes())
                    .contains("Speedup over the ideal dense machine of 512 multipliers.");
        }
        Path two = file("two.csv", head + "1,tile8,net,1,8,,2.5,100,512\n2,tile8,net,1,16,,3,50,1024\n");
        assertThatThrownBy(() -> Plots.figure("sensitivity", request("ring.slots", "speedup", null, false, false, two)))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("of 512 multipliers; the ideal dense machine of 1024 multipliers; choose");
        Path old = file("old.csv", head.replace("ideal_dense_multipliers", "note") + "1,tile8,net,1,8,,2.5,100,x\n");
        assertThat(Plots.figure("sensitivity", request("ring.slots", "speedup", null, false, false, old))
                        .notes())
                .contains("Speedup over the ideal dense machine.");
    }

    @Test
    void theLineOfABadCellIsNamed() throws IOException {
        Path csv = file("points.csv", SWEEP.replace("2,tile8,lop,net,,2,8,A,,104", "2,tile8,lop,net,,2,8,A,,lots"));
        assertThatThrownBy(() ->
                        Plots.figure("sensitivity", request("ring.slots", "cycles", "pattern", false, false, csv)))
                .isInstanceOf(ResultException.class)
                .hasMessageEndingWith("points.csv:3: cycles must be a number, not 'lots'");
        Path cut = file("cut.csv", SWEEP.replace(",,80,1000", ""));
        assertThatThrownBy(() -> Plots.figure("sensitivity", request("ring.slots", "cycles", null, false, false, cut)))
                .isInstanceOf(ResultException.class)
                .hasMessageEndingWith("cut.csv:5: must have 11 cells as the header has, not 8");
    }

    @Test
    void scalesOfLinesBeginAtZeroIfAsked() throws IOException {
        Path csv = file("points.csv", SWEEP);
        for (boolean zero : new boolean[] {false, true}) {
            Request.Columns columns = new Request.Columns("ring.slots", "cycles", null, "pattern", null, null);
            Figure figure = Plots.figure(
                    "sensitivity",
                    new Request(
                            List.of(csv),
                            null,
                            List.of(),
                            columns,
                            false,
                            false,
                            zero,
                            Map.of("seed", "1"),
                            false,
                            null,
                            (name, names) -> ""));
            assertThat(figure.notes()).contains("Only: seed = 1.");
            assertThat(((Figure.Lines) figure.panels().get(0)).fromZero()).isEqualTo(zero);
            assertThat(figure.notes().contains("The scale need not begin at 0."))
                    .isEqualTo(!zero);
        }
    }

    @Test
    void anAxisThatIsNotShownMustBeChosen() throws IOException {
        Path csv = file("points.csv", SWEEP);
        assertThatThrownBy(() -> Plots.figure("sensitivity", request("ring.slots", "cycles", null, false, false, csv)))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("points differ in pattern too (A, B)");
    }

    @Test
    void lookAheadAndLookAsideAreAxesOfTheirOwn() throws IOException {
        Path csv = file("points.csv", """
                point,machine,workload,seed,pattern,failure,cycles
                1,tile8,net,1,"T<1,2>",,100
                2,tile8,net,1,"T<4,2>",,80
                3,tile8,net,1,"T<1,5>",,90
                """);
        Figure figure = Plots.figure("sensitivity", request("pattern.h", "cycles", "pattern.d", false, false, csv));
        Figure.Lines lines = (Figure.Lines) figure.panels().get(0);
        assertThat(lines.lines()).extracting(Figure.Line::name).containsExactly("2", "5");
        assertThat(lines.lines().get(0).x()).containsExactly(1.0, 4.0);
        assertThat(lines.lines().get(0).y()).containsExactly(100.0, 80.0);
        assertThatThrownBy(() -> Plots.figure("sensitivity", request("pattern.h", "cycles", null, false, false, csv)))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("points differ in pattern.d too (2, 5)");
    }
}
