package org.escalatesim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.escalatesim.report.plot.Figure;
import org.escalatesim.report.plot.FigureFile;
import org.escalatesim.report.plot.Fonts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Files have the size and the command that was asked for, and bars the heights of their values. */
class FigureFileTest {
    private static final String COMMAND = "escalate-sim plot <kind> & more --out 'a b'";
    private static final int BLUE = 0x0072B2;

    @BeforeAll
    static void font() {
        System.setProperty("java.awt.headless", "true");
        boolean there;
        try {
            there = !Fonts.serif().isEmpty();
        } catch (ResultException e) {
            there = false;
        }
        assumeTrue(there, "no serif font is installed");
    }

    private static Figure bars(boolean log, Double... values) {
        List<String> categories = List.of("a", "b", "c").subList(0, values.length);
        Figure.Bars panel = new Figure.Bars(
                "",
                "x",
                "y (x)",
                categories,
                List.of(),
                List.of(Figure.Series.of("one", List.of(values), 0)),
                false,
                log,
                Double.NaN);
        return new Figure("Bars", List.of(panel), List.of("a note"));
    }

    private static byte[] bytes(Figure figure, int dpi, String extension) {
        return new FigureFile(figure, 3.5, 2.4, dpi, "sim 1", COMMAND).bytes(extension);
    }

    @Test
    void aTitleHasOnlyCharactersOfTheFont() {
        Fonts.checkTitle(null);
        Fonts.checkTitle("Größe in µJ");
        // For private use: in no font.
        assertThatThrownBy(() -> Fonts.checkTitle("a \uDBFF\uDFFD"))
                .isInstanceOf(ResultException.class)
                .hasMessageStartingWith("--title: the font ")
                .hasMessageEndingWith("(U+10FFFD)");
        assertThatThrownBy(() -> Fonts.checkTitle("two\nlines"))
                .isInstanceOf(ResultException.class)
                .hasMessageEndingWith("control character U+000A");
    }

    @Test
    void equalFiguresAreEqualBytesThatNameTheirCommand() throws IOException {
        Figure figure = bars(false, 10.0, 20.0);
        for (String extension : FigureFile.EXTENSIONS) {
            byte[] bytes = bytes(figure, 300, extension);
            assertThat(bytes(figure, 300, extension)).isEqualTo(bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            switch (extension) {
                case "png" -> assertThat(text).contains("tEXtComment\0" + COMMAND);
                case "svg" ->
                    assertThat(text)
                            .contains("<desc>sim 1: escalate-sim plot &lt;kind&gt; &amp; more --out 'a b'</desc>")
                            .contains("width=\"3.5in\"")
                            .contains("height=\"2.4in\"");
                default -> {
                    try (PDDocument document = Loader.loadPDF(bytes)) {
                        assertThat(document.getDocumentInformation().getSubject())
                                .isEqualTo(COMMAND);
                        assertThat(document.getPage(0).getMediaBox().getWidth()).isEqualTo(3.5f * 72, within(0.01f));
                        assertThat(document.getPage(0).getMediaBox().getHeight())
                                .isEqualTo(2.4f * 72, within(0.01f));
                    }
                }
            }
        }
    }

    @Test
    void aBitmapHasInchesTimesDotsPerInch() throws IOException {
        for (int dpi : new int[] {100, 300}) {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes(bars(false, 1.0), dpi, "png")));
            assertThat(image.getWidth()).isEqualTo((int) Math.round(3.5 * dpi));
            assertThat(image.getHeight()).isEqualTo((int) Math.round(2.4 * dpi));
        }
    }

    @Test
    void barsAreAsHighAsTheirValues() throws IOException {
        int[] heights = blue(bytes(bars(false, 10.0, 20.0, 5.0), 300, "png"), 3);
        assertThat(heights[1] / (double) heights[0]).isEqualTo(2, within(0.03));
        assertThat(heights[0] / (double) heights[2]).isEqualTo(2, within(0.06));
    }

    @Test
    void barsOfALogarithmicAxisAreAsHighAsTheirLogarithms() throws IOException {
        // ln 2 : ln 16 : ln 4 = 1 : 4 : 2.
        int[] heights = blue(bytes(bars(true, 2.0, 16.0, 4.0), 300, "png"), 3);
        assertThat(heights[1] / (double) heights[0]).isEqualTo(4, within(0.16));
        assertThat(heights[2] / (double) heights[0]).isEqualTo(2, within(0.1));
    }

    /** A scale from 0 to 10 is the same wherever the second point lies. */
    @Test
    void flatLinesFromZeroHaveRoomAboveThem() throws IOException {
        assertThat(highest(9.9)).isEqualTo(highest(0.0));
    }

    /** The row of the highest blue dot of points at 10 and {@code other}. */
    private static int highest(double other) throws IOException {
        Figure.Line line = Figure.Line.of("", List.of(1.0, 2.0), List.of(10.0, other), null, Figure.Stroke.MARKERS, 0);
        Figure.Lines panel = new Figure.Lines("", "x", "y", List.of(), false, false, true, Double.NaN, List.of(line));
        Figure figure = new Figure("Lines", List.of(panel), List.of());
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes(figure, 300, "png")));
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if ((image.getRGB(x, y) & 0xFFFFFF) == BLUE) {
                    return y;
                }
            }
        }
        return -1;
    }

    /** The longest run of blue dots in any column, in each part of the width; the legend's box is shorter. */
    private static int[] blue(byte[] png, int parts) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        int[] most = new int[parts];
        // The y axis and its words take a tenth of this page.
        int left = image.getWidth() / 10;
        for (int x = left; x < image.getWidth(); x++) {
            int run = 0;
            for (int y = 0; y < image.getHeight(); y++) {
                run = (image.getRGB(x, y) & 0xFFFFFF) == BLUE ? run + 1 : 0;
                int part = (x - left) * parts / (image.getWidth() - left);
                most[part] = Math.max(most[part], run);
            }
        }
        return most;
    }

    @Test
    void aPageThatIsTooSmallSaysWhatIsNeeded() {
        Figure figure = bars(false, 1.0);
        assertThatThrownBy(() -> new FigureFile(figure, 0.5, 0, 300, "", "").bytes("png"))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("--width 0.5: too narrow");
        assertThatThrownBy(() -> new FigureFile(figure, 3.3, 0.3, 300, "", "").bytes("png"))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("--height 0.3: too low");
    }
}
