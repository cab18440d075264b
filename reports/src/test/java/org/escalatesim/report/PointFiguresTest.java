package org.escalatesim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.escalatesim.report.plot.Densities;
import org.escalatesim.report.plot.Figure;
import org.escalatesim.report.plot.Plots;
import org.escalatesim.report.plot.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points, rooflines and histograms against numbers worked out by hand. */
class PointFiguresTest {
    private static final String POINTS = """
            name,family,cycles,energy_pj,area_mm2,accuracy
            a,x,100,900,5,70
            b,x,200,500,9,69
            c,y,300,600,4,68
            d,y,400,500,9,
            """;

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Figure figure(String kind, Request.Columns columns, Path... inputs) {
        return Plots.figure(
                kind,
                new Request(
                        List.of(inputs),
                        null,
                        List.of(),
                        columns,
                        false,
                        false,
                        false,
                        Map.of(),
                        false,
                        null,
                        (name, names) -> ""));
    }

    private static List<Figure.Line> lines(Figure figure) {
        return ((Figure.Lines) figure.panels().get(0)).lines();
    }

    @Test
    void aFrontHasThePointsThatNoneBeats() throws IOException {
        // In two aims b beats c and d. Steps: level from a to b's cycles, then down.
        Path csv = file("points.csv", POINTS.replace(",area_mm2", ",size"));
        List<Figure.Line> lines = lines(figure("pareto", Request.Columns.NONE, csv));
        // Later lines lie on top: the front's points.
        assertThat(lines.get(0).labels()).containsExactly("c", "d");
        assertThat(lines.get(1).x()).containsExactly(100.0, 200.0, 200.0);
        assertThat(lines.get(1).y()).containsExactly(900.0, 900.0, 500.0);
        assertThat(lines.get(2).labels()).containsExactly("a", "b");
    }

    /** All of them on the front of three aims, the first {@code rest} of two beaten by the last. */
    private static String many(int points, int rest) {
        StringBuilder text = new StringBuilder("name,cycles,energy_pj,area_mm2\n");
        for (int i = 0; i < points; i++) {
            int cycles = i < rest ? 1000 + i : 500 - i;
            text.append("p" + i + "," + cycles + "," + (i < rest ? 1000 : 500 + i) + "," + (900 - i) + "\n");
        }
        return text.toString();
    }

    @Test
    void aboveSixteenPointsTheFrontAloneHasNames() throws IOException {
        Request.Columns two = new Request.Columns(null, null, "none", null, null, null);
        Figure some = figure("pareto", two, file("some.csv", many(20, 8)));
        assertThat(lines(some).get(0).labels()).hasSize(8).containsOnly("");
        assertThat(lines(some).get(2).labels()).hasSize(12).contains("p19");
        assertThat(some.notes()).contains("Names: of points on the front alone.");
        Figure many = figure("pareto", two, file("many.csv", many(20, 3)));
        assertThat(lines(many).get(2).labels()).hasSize(17).containsOnly("");
        assertThat(many.notes()).contains("No names: 17 points are on the front; --where chooses.");
        Figure few = figure("pareto", two, file("few.csv", many(16, 8)));
        assertThat(lines(few).get(0).labels()).contains("p0");
    }

    @Test
    void ofTwoAimsThereIsNoThird() throws IOException {
        Path csv = file("points.csv", """
                name,cycles,energy_pj,area_mm2,area_low_mm2,area_high_mm2
                a,100,900,5,4,8
                b,200,500,12,6,13
                """);
        Request.Columns none = new Request.Columns(null, null, "none", null, null, null);
        assertThat(figure("pareto", none, csv).title()).isEqualTo("Pareto front of cycles and energy");
        // Neither the estimate again nor an end of its range.
        Request.Columns area = new Request.Columns("area_mm2", null, null, null, null, null);
        assertThat(figure("pareto", area, csv).title()).isEqualTo("Pareto front of area and energy");
        Path low = file("low.csv", "name,cycles,energy_pj,area_low_mm2\na,1,2,3\nb,2,1,3\n");
        assertThat(figure("pareto", Request.Columns.NONE, low).title()).isEqualTo("Pareto front of cycles and energy");
    }

    @Test
    void aimsDiffer() throws IOException {
        Path csv = file("points.csv", POINTS);
        String[][] aims = {
            {"cycles", "cycles", null, "--x and --y are both cycles;"},
            {"energy_pj", null, null, "--x and --y are both energy_pj;"},
            {null, null, "cycles", "--x and --z are both cycles;"},
            {null, "area_mm2", "area_mm2", "--y and --z are both area_mm2;"}
        };
        for (String[] aim : aims) {
            Request.Columns columns = new Request.Columns(aim[0], aim[1], aim[2], null, null, null);
            assertThatThrownBy(() -> figure("pareto", columns, csv))
                    .isInstanceOf(ResultException.class)
                    .hasMessageStartingWith(aim[3]);
        }
    }

    @Test
    void rowsWithoutAnAimAreCounted() throws IOException {
        Path csv =
                file("points.csv", "name,cycles,energy_pj,area_mm2\na,100,200,3\nbest,50,100,\nc,150,150,3\nd,,1,1\n");
        Figure two = figure("pareto", Request.Columns.NONE, csv);
        assertThat(two.title()).isEqualTo("Pareto front of cycles and energy");
        assertThat(two.notes())
                .contains("No third aim: 1 of 3 rows lack area_mm2.")
                .contains("Points without cycles or energy_pj, not shown: 1.");
        assertThat(lines(two).get(lines(two).size() - 1).labels()).containsExactly("best");
        Request.Columns asked = new Request.Columns(null, null, "area_mm2", null, null, null);
        Figure three = figure("pareto", asked, csv);
        assertThat(three.notes()).contains("Points without cycles, energy_pj or area_mm2, not shown: 2.");
        assertThat(lines(three).stream().mapToInt(line -> line.labels().size()).sum())
                .isEqualTo(2);
    }

    @Test
    void machinesOfRunsHaveUnknownAccuracies() throws IOException {
        String unknown = "These are runs: whether the machines' accuracies are equal is not known.";
        String header = "point,machine,workload,seed,ring.slots,failure,cycles,energy_pj,version\n";
        Path two = file("two.csv", header + "1,tile8,net,1,2,,100,9,1\n2,scnn,net,1,2,,90,8,1\n");
        Path one = file("one.csv", header + "1,tile8,net,1,2,,100,9,1\n2,tile8,net,1,4,,90,8,1\n");
        assertThat(figure("pareto", Request.Columns.NONE, two).notes()).contains(unknown);
        assertThat(figure("pareto", Request.Columns.NONE, one).notes()).doesNotContain(unknown);
        Request.Columns machines = new Request.Columns("machine", "cycles", null, null, null, null);
        assertThat(figure("sensitivity", machines, two).notes()).contains(unknown);
        Request.Columns slots = new Request.Columns("ring.slots", "cycles", null, null, null, null);
        assertThat(figure("sensitivity", slots, one).notes()).doesNotContain(unknown);
        String run = RunJson.write(Samples.priced(Samples.run()));
        Path first = file("run.json", run);
        Path second = file("other.json", run.replace("\"name\" : \"small\"", "\"name\" : \"large\""));
        assertThat(figure("pareto", Request.Columns.NONE, first, second).notes())
                .contains(unknown);
    }

    @Test
    void areaIsAThirdAim() throws IOException {
        // c is the smallest, so that b no longer beats it; d is as good as b but for its cycles.
        Path csv = file("points.csv", POINTS);
        Figure figure = figure("pareto", Request.Columns.NONE, csv);
        assertThat(lines(figure).get(1).labels()).containsExactly("a (5)", "b (9)", "c (4)");
        assertThat(lines(figure).get(0).labels()).containsExactly("d (9)");
        assertThat(String.join(" ", figure.notes())).contains("lower area").contains("area (mm²)");
    }

    @Test
    void areaIsAnEstimateWithARange() throws IOException {
        Path csv = file("points.csv", """
                name,cycles,energy_pj,area_mm2,area_low_mm2,area_high_mm2
                a,100,900,5,4,8
                b,200,500,12.34,6.17,13
                """);
        Figure figure = figure("pareto", Request.Columns.NONE, csv);
        assertThat(lines(figure).get(0).labels()).containsExactly("a (5.00)", "b (12.3)");
        assertThat(figure.notes()).contains("Area: an estimate; low to high, 0.5 to 1.6 times what is shown.");
        // 3 mm2, 2 to 5; the machine of comparisons 2, 1 to 4.
        Path run = file("run.json", RunJson.write(Samples.priced(Samples.run())));
        assertThat(figure("pareto", Request.Columns.NONE, run).notes())
                .contains("Area: an estimate; low to high, 0.667 to 1.67 times what is shown.");
        Path json = file(
                "compare.json",
                CompareJson.write(Comparisons.of(
                        Comparisons.machine("base", "systolic", 800, 16, 0, Comparisons.known(70), 100, 100))));
        assertThat(figure("pareto", Request.Columns.NONE, json).notes())
                .contains("Area: an estimate; low to high, 0.5 to 2 times what is shown.");
        assertThat(figure("pareto", Request.Columns.NONE, file("p.csv", POINTS)).notes())
                .contains("Area: an estimate; the table gives no range.");
    }

    @Test
    void moreAccuracyIsBetter() throws IOException {
        Path csv = file("points.csv", POINTS);
        Request.Columns columns = new Request.Columns("energy_pj", "accuracy", null, null, null, null);
        Figure figure = figure("pareto", columns, file("p.csv", POINTS.replace(",area_mm2", ",size")));
        assertThat(csv).exists();
        assertThat(lines(figure).get(2).labels()).containsExactly("b", "a");
        assertThat(lines(figure).get(0).labels()).containsExactly("c");
    }

    @Test
    void speedupIsTheReferencesCyclesOverCycles() throws IOException {
        Path csv = file("points.csv", POINTS);
        Request.Columns columns = new Request.Columns(null, null, null, "family", null, "c");
        Figure figure = figure("accuracy", columns, csv);
        assertThat(lines(figure)).extracting(Figure.Line::name).containsExactly("x", "y");
        assertThat(lines(figure).get(0).x()).containsExactly(3.0, 1.5);
        assertThat(lines(figure).get(0).y()).containsExactly(70.0, 69.0);
        assertThat(lines(figure).get(1).labels()).containsExactly("c");
        assertThat(String.join(" ", figure.notes())).contains("cycles of c").contains("not shown: 1");
    }

    @Test
    void speedupsOfPointsSayOverWhat() throws IOException {
        Path run = file("run.json", RunJson.write(Samples.priced(Samples.run())));
        Request.Columns columns = new Request.Columns("speedup", "energy_pj", null, null, null, null);
        assertThat(figure("pareto", columns, run).title())
                .isEqualTo("Pareto front of speedup, energy and area: twolayers on small");
        assertThat(figure("pareto", columns, run).notes().get(0))
                .isEqualTo("Speedup over the ideal dense machine of 16 multipliers.");
        Path csv = file("points.csv", POINTS.replace("cycles", "speedup"));
        assertThat(figure("accuracy", Request.Columns.NONE, csv).notes().get(0))
                .isEqualTo("Speedup: over what, the table does not say.");
        MachineComparison comparison = Comparisons.of(
                Comparisons.machine("base", "systolic", 800, 16, 0, Comparisons.known(70), 100, 100),
                Comparisons.machine("fast", "scnn", 800, 16, 25, Comparisons.known(60), 60, 40));
        Path json = file("compare.json", CompareJson.write(comparison));
        assertThat(figure("pareto", columns, json).title()).isEqualTo("Pareto front of speedup, energy and area: hand");
        assertThat(figure("pareto", columns, json).notes().get(0)).isEqualTo("Speedup over base.");
        assertThatThrownBy(() -> figure("pareto", columns, json, run))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("speedup over different references does not go into one figure: base; the ideal");
    }

    /** Training writes fractions: .979 is 97.9 %. A point without a series has a name in the legend. */
    @Test
    void fractionsAreShownInPercent() throws IOException {
        Path csv = file("training.csv", "phase,strength,cycles,accuracy\nfloat,,300,0.979\nternary,2,100,0.941\n");
        Request.Columns columns = new Request.Columns(null, null, null, "strength", "phase", "float");
        Figure figure = figure("accuracy", columns, csv);
        assertThat(lines(figure)).extracting(Figure.Line::name).containsExactly("(none)", "2");
        assertThat(lines(figure).get(0).y().get(0)).isCloseTo(97.9, within(1e-9));
        assertThat(lines(figure).get(1).y().get(0)).isCloseTo(94.1, within(1e-9));
        assertThat(lines(figure).get(1).x()).containsExactly(3.0);
    }

    @Test
    void accuraciesOfAComparisonAreThoseOfItsForms() throws IOException {
        MachineComparison comparison = Comparisons.of(
                Comparisons.machine("base", "systolic", 800, 16, 0, Comparisons.known(70), 100, 100),
                Comparisons.machine("fast", "scnn", 800, 16, 25, Comparisons.known(60), 60, 40));
        Path json = file("compare.json", CompareJson.write(comparison));
        Figure figure = figure("accuracy", Request.Columns.NONE, json);
        assertThat(lines(figure).get(0).x()).containsExactly(1.0, 2.0);
        assertThat(lines(figure).get(0).y()).containsExactly(70.0, 60.0);
        assertThat(lines(figure).get(0).labels()).containsExactly("base", "fast*");
        assertThat(String.join(" ", figure.notes()))
                .contains("Speedup over base")
                .contains("* not iso-accuracy: accuracy differs from that of base,")
                .contains("ImageNet top-1");
    }

    /** Of a comparison's JSON and of its CSV; two accuracies within half a point have no asterisk. */
    @Test
    void pointsOfAComparisonThatAreNotIsoAccuracyHaveAnAsterisk() throws IOException {
        for (double percent : new double[] {69.6, 60}) {
            MachineComparison comparison = Comparisons.of(
                    Comparisons.machine("base", "systolic", 800, 16, 0, Comparisons.known(70), 100, 100),
                    Comparisons.machine("fast", "scnn", 800, 16, 25, Comparisons.known(percent), 60, 40));
            Path json = file("compare.json", CompareJson.write(comparison));
            Path csv = file("compare.csv", CompareCsv.machines(comparison));
            Request.Columns two = new Request.Columns("milliseconds", "energy_pj", "sram_bytes", null, null, null);
            Figure ofCsv = Plots.figure(
                    "pareto",
                    new Request(
                            List.of(csv),
                            null,
                            List.of(),
                            two,
                            false,
                            false,
                            false,
                            Map.of("comparison", "as_configured"),
                            false,
                            null,
                            (name, names) -> ""));
            Figure ofJson = figure("pareto", two, json);
            for (Figure figure : List.of(ofJson, ofCsv)) {
                List<String> names = lines(figure).stream()
                        .filter(line -> line.labels() != null)
                        .flatMap(line -> line.labels().stream())
                        .toList();
                assertThat(names).hasSize(2);
                assertThat(names).filteredOn(name -> name.endsWith("*")).hasSize(percent < 69.5 ? 1 : 0);
                assertThat(String.join(" ", figure.notes()).contains("* not iso-accuracy"))
                        .isEqualTo(percent < 69.5);
            }
        }
    }

    @Test
    void badColumnsAreNamed() throws IOException {
        Path csv = file("points.csv", POINTS);
        assertThatThrownBy(() -> figure("accuracy", Request.Columns.NONE, csv))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("there are cycles and no speedup");
        Request.Columns wrong = new Request.Columns("cycle", null, null, null, null, null);
        assertThatThrownBy(() -> figure("pareto", wrong, csv))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("--x: no column 'cycle'")
                .hasMessageContaining("energy_pj");
        Request.Columns words = new Request.Columns("family", null, null, null, null, null);
        assertThatThrownBy(() -> figure("pareto", words, csv))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("points.csv:2: family must be a number, not 'x'");
        Request.Columns twice = new Request.Columns(null, null, null, null, "family", null);
        assertThatThrownBy(() -> figure("pareto", twice, csv))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("point 'x' comes 2 times");
    }

    @Test
    void ofManyColumnsTheNearestAreNamed() throws IOException {
        StringBuilder header = new StringBuilder("point,machine,cycles,energy_pj,leakage_pj");
        StringBuilder row = new StringBuilder("1,tile8,100,9,1");
        for (int i = 0; i < 70; i++) {
            header.append(",state").append(i).append("_fraction");
            row.append(",0");
        }
        Path csv = file("wide.csv", header + "\n" + row + "\n");
        Request.Columns wrong = new Request.Columns("enrgy_pj", null, null, null, null, null);
        assertThatThrownBy(() -> figure("pareto", wrong, csv))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("--x: no column 'enrgy_pj' (columns: energy_pj, leakage_pj, ")
                .hasMessageEndingWith(" and 67 more)")
                .extracting(e -> e.getMessage().length(), InstanceOfAssertFactories.INTEGER)
                .isLessThan(300);
    }

    @Test
    void linesOfBadTablesAreNamed() throws IOException {
        Path cut = file("cut.csv", POINTS + "e,x\n");
        assertThatThrownBy(() -> figure("pareto", Request.Columns.NONE, cut))
                .isInstanceOf(ResultException.class)
                .hasMessageEndingWith("cut.csv:6: must have 6 cells as the header has, not 2");
        Path quotes = file("quotes.csv", POINTS + "\"e\"f,x,1,1,1,1\n");
        assertThatThrownBy(() -> figure("pareto", Request.Columns.NONE, quotes))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("quotes.csv:6: not CSV: Unexpected character");
        Path second = file("second.csv", "name,cycles,energy_pj\nz,many,1\n");
        assertThatThrownBy(() -> figure("pareto", Request.Columns.NONE, file("points.csv", POINTS), second))
                .isInstanceOf(ResultException.class)
                .hasMessageEndingWith("second.csv:2: cycles must be a number, not 'many'");
    }

    @Test
    void aRooflineHasMacsPerByteAndPerCycle() throws IOException {
        // 1,152 MACs, 40 bytes from DRAM, 100 and 200 cycles; 10 multipliers and 4 bytes per cycle meet at 2.5.
        String json = RunJson.write(Samples.priced(Samples.run()))
                .replace("\"tiles\" : 8", "\"tiles\" : 8, \"dram.bytes_per_cycle\" : 4");
        Figure figure = figure("roofline", Request.Columns.NONE, file("run.json", json));
        List<Figure.Line> lines = lines(figure);
        assertThat(lines.get(0).x().get(1)).isEqualTo(2.5);
        assertThat(lines.get(0).y()).containsExactly(lines.get(0).x().get(0) * 4, 10.0, 10.0);
        assertThat(lines.get(1).name()).isEqualTo("3 x 3 (2)");
        assertThat(lines.get(1).x()).containsExactly(28.8, 28.8);
        assertThat(lines.get(1).y().get(0)).isEqualTo(11.52, within(1e-12));
        assertThat(lines.get(1).y().get(1)).isEqualTo(5.76, within(1e-12));
        assertThat(figure.notes().get(0)).contains("3.2 GB/s");
    }

    @Test
    void aMachineWithoutDramHasNoRoofline() throws IOException {
        Path run = file("run.json", RunJson.write(Samples.priced(Samples.run())));
        assertThatThrownBy(() -> figure("roofline", Request.Columns.NONE, run))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("has no field dram.bytes_per_cycle");
    }

    @Test
    void densitiesOfATraceAreThoseOfItsChannels() {
        // Coefficients: 2 and 1 of 4; activations: one channel of four is there, everywhere.
        Densities densities = new Densities();
        densities.add(Samples.trace("one"));
        Figure.Bars bars = (Figure.Bars) densities.figure("t").panels().get(0);
        assertThat(bars.series().get(0).name()).isEqualTo("coefficients of an output channel (2)");
        assertThat(bars.series().get(0).values()).containsExactly(0.0, 0.0, 0.5, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0);
        assertThat(bars.series().get(1).name()).isEqualTo("activations of an input channel (4)");
        assertThat(bars.series().get(1).values()).containsExactly(0.75, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.25);
        // Dense: 7 zeros of 72, all in the first output channel: 29 / 36 and 1.
        Densities dense = new Densities();
        dense.add(Samples.denseTrace("two"));
        Figure.Bars weights = (Figure.Bars) dense.figure("t").panels().get(0);
        assertThat(weights.series().get(0).values()).containsExactly(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.5);
    }

    @Test
    void densitiesOfARunAreThoseOfItsLayers() throws IOException {
        Path run = file("run.json", RunJson.write(Samples.priced(Samples.run())));
        Figure.Bars bars = (Figure.Bars)
                figure("density", Request.Columns.NONE, run).panels().get(0);
        assertThat(bars.series().get(0).values().get(3)).isEqualTo(1.0); // 3 / 8
        assertThat(bars.series().get(1).values().get(2)).isEqualTo(1.0); // 1 / 4
        assertThat(bars.yTitle()).isEqualTo("share of layers");
    }
}
