package org.escalatesim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.escalatesim.report.plot.Figure;
import org.escalatesim.report.plot.FigureFile;
import org.escalatesim.report.plot.Fonts;
import org.escalatesim.report.plot.Plots;
import org.escalatesim.report.plot.Request;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures show the numbers of the files, and say what made them. */
class FiguresTest {
    private static final String COMMAND = "escalate-sim plot <kind> & more --out 'a b'";

    @TempDir
    Path folder;

    @BeforeAll
    static void headless() {
        System.setProperty("java.awt.headless", "true");
    }

    private static Request request(String x, String y, String series, boolean heat, boolean ci, Path... inputs) {
        return new Request(
                List.of(inputs), null, List.of(), x, y, series, heat, Map.of(), ci, null, (name, names) -> "");
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
        assertThat(bars.yTitle()).isEqualTo("speedup over base (log)");
    }

    @Test
    void aNetworkThatComesTwiceIsRefused() throws IOException {
        Path one = comparison("one", true, 60, 40);
        assertThatThrownBy(() -> Plots.figure("speedup", request(one, one)))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("one again");
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
        assertThat(first).containsExactly(0.35, 0.05, 0.05, 0.05, 0.0, 0.5);
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
    void anAxisThatIsNotShownMustBeChosen() throws IOException {
        Path csv = file("points.csv", SWEEP);
        assertThatThrownBy(() -> Plots.figure("sensitivity", request("ring.slots", "cycles", null, false, false, csv)))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("points differ in pattern too (A, B)");
    }

    @Test
    void filesAreEqualBytesAndNameTheirCommand() throws IOException {
        assumeFont();
        Figure figure = Plots.figure("speedup", request(comparison("one", false, 60, 40)));
        for (String extension : FigureFile.EXTENSIONS) {
            byte[] bytes = new FigureFile(figure, 3.3, 2, "sim 1", COMMAND).bytes(extension);
            assertThat(new FigureFile(figure, 3.3, 2, "sim 1", COMMAND).bytes(extension))
                    .isEqualTo(bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            switch (extension) {
                case "png" -> assertThat(text).contains("tEXtComment\0" + COMMAND);
                case "svg" ->
                    assertThat(text)
                            .contains("<desc>sim 1: escalate-sim plot &lt;kind&gt; &amp; more --out 'a b'</desc>")
                            .contains("width=\"3.3in\"")
                            .contains(Fonts.serif());
                default -> {
                    try (PDDocument document = Loader.loadPDF(bytes)) {
                        assertThat(document.getDocumentInformation().getSubject())
                                .isEqualTo(COMMAND);
                        assertThat(document.getPage(0).getMediaBox().getWidth()).isEqualTo(3.3f * 72, within(0.01f));
                    }
                }
            }
        }
    }

    @Test
    void aPageThatIsTooSmallSaysWhatIsNeeded() throws IOException {
        assumeFont();
        Figure figure = Plots.figure("speedup", request(comparison("one", true, 60, 40)));
        assertThatThrownBy(() -> new FigureFile(figure, 0.5, 0, "", "").bytes("png"))
                .hasMessageContaining("--width 0.5: too narrow");
        assertThatThrownBy(() -> new FigureFile(figure, 3.3, 0.3, "", "").bytes("png"))
                .hasMessageContaining("--height 0.3: too low");
    }

    private static void assumeFont() {
        boolean there;
        try {
            there = !Fonts.serif().isEmpty();
        } catch (ResultException e) {
            there = false;
        }
        assumeTrue(there, "no serif font is installed");
    }
}
