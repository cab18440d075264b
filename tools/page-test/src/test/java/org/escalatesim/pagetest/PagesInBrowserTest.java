package org.escalatesim.pagetest;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.escalatesim.cli.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does each page open without a complaint, ask for nothing, sort its tables, and answer the mouse with the figures that
 * the result files hold? Pictures of them are left in {@code target/screenshots}, to be looked at.
 */
class PagesInBrowserTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @TempDir
    static Path folder;

    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aRun() throws Exception {
        Path out = folder.resolve("run");
        command("run", "--net", "resnet20-cifar", "--html", "--out", out.toString());
        JsonNode layers = JsonMapper.shared()
                .readTree(Files.readString(out.resolve("run.json")))
                .path("layers");
        Page page = open(out.resolve("page.html"), ColorScheme.LIGHT, "run");

        assertThat(page.locator("#layers tbody tr").count()).isEqualTo(layers.size());
        Locator cycles = page.locator("#layers thead button", hasText("cycles"));
        cycles.click();
        assertThat(column(page, "layers", 3)).isSorted();
        cycles.click();
        assertThat(column(page, "layers", 3).get(0))
                .isEqualTo(layers.valueStream()
                        .mapToDouble(layer -> layer.path("cycles").asDouble())
                        .max()
                        .orElseThrow());

        // Sizes sort by their bits, numbers among text as numbers.
        page.locator("summary", hasText("Area of .* unit by unit")).click();
        List<String> sizes = sorted(page, page.locator("table[id$=-units]").getAttribute("id"), "size");
        assertThat(sizes).anyMatch(size -> size.matches("\\d,\\d+ bytes")).anyMatch(size -> size.endsWith(" bits"));
        assertThat(sizes).isSortedAccordingTo(Comparator.comparingLong(PagesInBrowserTest::bits));
        List<String> values =
                sorted(page, page.locator("table[id$=configuration]").getAttribute("id"), "value").stream()
                        .filter(value -> value.matches("[\\d.]+"))
                        .toList();
        assertThat(values).hasSizeGreaterThan(10).isSortedAccordingTo(Comparator.comparingDouble(Double::parseDouble));

        // The bar of layer 3: its name, its cycles in all, and the share of the unit-cycles that the ca half worked.
        hover(page, "chart-cycles", 3, layers.size());
        JsonNode layer = layers.get(3);
        String tip = page.locator("#chart-cycles .tooltip").innerText();
        assertThat(tip).startsWith(layer.path("layer").asString());
        assertThat(value(tip, "all"))
                .isEqualTo(String.format("%,d cycles", layer.path("cycles").asLong()));
        JsonNode ca = layer.path("ledger")
                .valueStream()
                .filter(sums -> sums.path("kind").asString().equals("ca"))
                .findFirst()
                .orElseThrow();
        double worked = ca.path("working").asDouble() / ca.path("units").asDouble();
        assertThat(number(value(tip, "working"))).isCloseTo(worked, within(worked));

        page.locator("#chart-cycles select")
                .selectOption(page.locator("#chart-cycles option").nth(1).getAttribute("value"));
        hover(page, "chart-cycles", 3, layers.size());
        assertThat(number(value(page.locator("#chart-cycles .tooltip").innerText(), "working")))
                .isCloseTo(100 * worked / layer.path("cycles").asDouble(), within(100));

        hover(page, "chart-energy", 0, layers.size());
        double energy = layers.get(0).path("energy").path("total_pj").asDouble() / 1e6;
        assertThat(number(value(page.locator("#chart-energy .tooltip").innerText(), "all")))
                .isCloseTo(energy, within(energy));

        // Keys do what the mouse does.
        page.locator("#chart-use .plot").focus();
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("#chart-use .tooltip").innerText())
                .startsWith(layers.get(1).path("layer").asString());

        // A hidden series is not counted.
        page.locator("#chart-cycles select").selectOption("0");
        page.locator("#chart-cycles .legend button", hasText("working")).click();
        hover(page, "chart-cycles", 3, layers.size());
        assertThat(page.locator("#chart-cycles .tooltip").innerText())
                .contains("all shown")
                .doesNotContain("working");
        assertThat(page.locator("svg.drawing text").allTextContents().toString())
                .contains("8 tiles", "One row");
        quiet();
    }

    @Test
    void aComparisonInTheDark() throws Exception {
        Path out = folder.resolve("compare");
        command(
                "compare",
                "--net",
                "resnet20-cifar",
                "--machines",
                "tile8,eyeriss,sparten",
                "--sram",
                "none",
                "--html",
                "--out",
                out.toString());
        JsonNode machines = JsonMapper.shared()
                .readTree(Files.readString(out.resolve("compare.json")))
                .path("machines");
        Page page = open(out.resolve("page.html"), ColorScheme.DARK, "compare");

        hover(page, "chart-ratios", 0, 3);
        double speedup = machines.get(0).path("ratios").path("speedup").asDouble();
        String tip = page.locator("#chart-ratios .tooltip").innerText();
        assertThat(tip).startsWith("tile8, not iso-accuracy");
        assertThat(number(value(tip, "speedup, all layers"))).isCloseTo(speedup, within(speedup));

        JsonNode ratios = machines.get(0).path("ratios");
        page.locator("#chart-ratios select").selectOption(new SelectOption().setLabel("speedup per mm\u00b2"));
        hover(page, "chart-ratios", 0, 3);
        String perArea = value(page.locator("#chart-ratios .tooltip").innerText(), "speedup per mm\u00b2");
        assertThat(number(perArea))
                .isCloseTo(
                        ratios.path("speedup_per_mm2").asDouble(),
                        within(ratios.path("speedup_per_mm2").asDouble()));
        assertThat(perArea).matches("[\\d.]+ \\([\\d.]+ to [\\d.]+\\) x");

        page.locator("#totals thead button", hasText("cycles")).click();
        assertThat(column(page, "totals", head(page, "totals", "cycles"))).isSorted();
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(22, 24, 28)");
        quiet();
    }

    @Test
    void aSweep() throws Exception {
        Path file = Files.writeString(folder.resolve("small.yaml"), """
                name: small
                networks: [resnet20-cifar]
                axes:
                  - ring.slots: [4, 64]
                  - channel_accumulation.pattern: ["L<1,0>", "T<2,5>"]
                """);
        Path out = folder.resolve("sweep");
        command("sweep", file.toString(), "--html", "--out", out.toString());
        Page page = open(out.resolve("page.html"), ColorScheme.LIGHT, "sweep");

        assertThat(page.locator("#points tbody tr").count()).isEqualTo(4);
        assertThat(page.locator("#chart-points .legend").innerText()).contains("L<1,0>", "T<2,5>", "4 of 4 points");
        page.locator("#chart-points .plot").focus();
        page.keyboard().press("ArrowRight");
        String tip = page.locator("#chart-points .tooltip").innerText();
        assertThat(tip).startsWith("point 1");
        assertThat(value(tip, "cycles"))
                .isEqualTo(page.locator("#points tbody tr")
                        .first()
                        .locator("td")
                        .nth(head(page, "points", "cycles"))
                        .innerText());
        page.locator("#chart-points select[name=y]").selectOption(new SelectOption().setLabel("area, mm\u00b2"));
        page.locator("#chart-points .plot").focus();
        page.keyboard().press("ArrowRight");
        assertThat(value(page.locator("#chart-points .tooltip").innerText(), "area"))
                .matches("[\\d.]+ \\([\\d.]+ to [\\d.]+\\) mm\u00b2");
        // Lines over an axis; none over area, where they would join scattered points.
        Locator across = page.locator("#chart-points select[name=x]");
        Locator lines = page.getByLabel("lines through means");
        long withLines = coloured(page);
        across.selectOption(new SelectOption().setLabel("area, mm\u00b2"));
        assertThat(lines.isDisabled()).isTrue();
        long scattered = coloured(page);
        picture(page, "sweep-over-area");
        across.selectOption(new SelectOption().setLabel("ring.slots"));
        lines.uncheck();
        assertThat(coloured(page)).isLessThan(withLines);
        across.selectOption(new SelectOption().setLabel("area, mm\u00b2"));
        assertThat(coloured(page)).isEqualTo(scattered);
        across.selectOption(new SelectOption().setLabel("channel_accumulation.pattern"));
        assertThat(lines.isEnabled()).isTrue();
        page.keyboard().press("Escape");
        assertThat(page.locator("#reproduce pre").allInnerTexts().toString())
                .contains("java -jar escalate-sim.jar sweep small.yaml", "ring.slots: [4, 64]");
        quiet();
    }

    private static void command(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.execute(new PrintWriter(out), new PrintWriter(err), words);
        assertThat(code).as(err.toString()).isZero();
    }

    private static Page open(Path file, ColorScheme scheme, String picture) throws Exception {
        Page page = browser.open(file, scheme);
        picture(page, picture);
        return page;
    }

    private static void picture(Page page, String name) throws Exception {
        Files.createDirectories(SCREENSHOTS);
        Path png = SCREENSHOTS.resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(png).setFullPage(true));
        assertThat(png).isNotEmptyFile();
    }

    /** Pixels of the chart of points that are neither grey nor white, drawn as it is now. */
    private static long coloured(Page page) {
        Object counted = page.evaluate("""
                () => new Promise(done => requestAnimationFrame(() => setTimeout(() => {
                  const c = document.querySelector('#chart-points canvas');
                  const p = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
                  let n = 0;
                  for (let i = 0; i < p.length; i += 4) {
                    const three = [p[i], p[i + 1], p[i + 2]];
                    if (p[i + 3] > 100 && Math.max(...three) - Math.min(...three) > 60) n++;
                  }
                  done(n);
                }, 50)))""");
        return ((Number) counted).longValue();
    }

    /** Nothing was complained of, and nothing was asked for. */
    static void quiet() {
        assertThat(browser.complaints).isEmpty();
        assertThat(browser.requests).isEmpty();
    }

    /** Puts the mouse on thing {@code i} of {@code n} of a chart. */
    private static void hover(Page page, String chart, int i, int n) {
        Locator over = page.locator("#" + chart + " .u-over");
        over.scrollIntoViewIfNeeded();
        BoundingBox box = over.boundingBox();
        page.mouse().move(box.x + box.width * (i + 0.5) / n, box.y + box.height / 2);
        page.waitForSelector("#" + chart + " .tooltip:not([hidden])");
    }

    /** The value behind a name in a tooltip. */
    private static String value(String tip, String name) {
        return tip.lines()
                .map(line -> line.split("\t"))
                .filter(cells -> cells.length == 2 && cells[0].strip().equals(name))
                .map(cells -> cells[1].strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + tip));
    }

    private static double number(String text) {
        return Double.parseDouble(text.split(" ")[0].replace(",", ""));
    }

    /** Four digits are shown. */
    private static Offset<Double> within(double value) {
        return Offset.offset(Math.abs(value) * 1e-3);
    }

    private static Page.LocatorOptions hasText(String text) {
        return new Page.LocatorOptions().setHasText(Pattern.compile("^" + text));
    }

    /** The texts of a column of text, after its head was pressed. */
    private static List<String> sorted(Page page, String table, String name) {
        Locator head = page.locator("#" + table + " thead button").nth(head(page, table, name));
        head.click();
        return page.locator("#" + table + " tbody tr td:nth-child(" + (head(page, table, name) + 1) + ")")
                .allInnerTexts();
    }

    /** Bits of a size: {@code 1,024 bytes}, {@code 24 bits}, {@code 16x8 bits}. */
    private static long bits(String size) {
        String[] words = size.replace(",", "").split(" ");
        long of = Stream.of(words[0].split("x")).mapToLong(Long::parseLong).reduce(1, (a, b) -> a * b);
        return words[1].equals("bytes") ? 8 * of : of;
    }

    private static int head(Page page, String table, String name) {
        List<String> heads = page.locator("#" + table + " thead button").allInnerTexts();
        for (int i = 0; i < heads.size(); i++) {
            if (heads.get(i).strip().equals(name)) {
                return i;
            }
        }
        throw new AssertionError("no column " + name + " in " + heads);
    }

    private static List<Double> column(Page page, String table, int column) {
        return page.locator("#" + table + " tbody tr td:nth-child(" + (column + 1) + ")").allInnerTexts().stream()
                .map(PagesInBrowserTest::number)
                .toList();
    }
}
