package org.escalatesim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.escalatesim.area.AreaEstimate;
import org.escalatesim.area.UnitArea;
import org.escalatesim.area.UnitAreas.Area;
import org.escalatesim.report.page.ComparePage;
import org.escalatesim.report.page.Reproduction;
import org.escalatesim.report.page.RunPage;
import org.escalatesim.report.page.SweepPage;
import org.escalatesim.report.page.SweepResults;
import org.escalatesim.trace.Accuracy;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Does a page hold the figures of its results, in its tables and in what its charts draw, and is all text escaped? */
class PagesTest {
    private static final String HOSTILE = "</script><script>alert('x')</script>&\"";
    private static final Reproduction HOW = Reproduction.of("escalate-sim run --net twolayers");

    /** 3 + 1 mm2; 0.5 + 0.5 at their low, 5 + 2 at their high. */
    private static final AreaEstimate AREA = new AreaEstimate(
            "hand",
            List.of(
                    new AreaEstimate.Item(
                            "mac", UnitArea.MULTIPLY, "16x8 bits", 128, 2, new Area(1e6, .5e6, 2e6), false, false),
                    new AreaEstimate.Item(
                            "ring", UnitArea.SRAM, "9 bytes", 72, 4, new Area(3e6, .5e6, 5e6), false, true)),
            List.of("spad (100 bytes)"));

    private static String run(Integer... images) {
        return RunPage.write(Samples.priced(Samples.run(images)), Map.of("tiles", "assumed: ours"), AREA, HOW);
    }

    /** The rows of a table of a page, as the texts of their cells. */
    private static List<List<String>> rows(String page, String id) {
        Matcher body = Pattern.compile("<table id=\"" + id + "\".*?<tbody>(.*?)</tbody>", Pattern.DOTALL)
                .matcher(page);
        assertThat(body.find()).as(id).isTrue();
        return Pattern.compile("<tr>(.*?)</tr>")
                .matcher(body.group(1))
                .results()
                .map(row -> Pattern.compile("<td[^>]*>(.*?)</td>")
                        .matcher(row.group(1))
                        .results()
                        .map(cell -> cell.group(1))
                        .toList())
                .toList();
    }

    @Test
    void areasOfARunHaveTheirRange() {
        String page = run();
        assertThat(page)
                .contains("75 % of it from derived rows or SRAM capacities outside the table&#x27;s rows")
                .contains("larger ones as SRAM", "within a factor of 2 of that: spad (100 bytes).")
                .contains("; all 4.000 mm\u00b2, 1.000 to 7.000</caption>")
                .contains("it is no confidence interval")
                .contains("wires between units, clock trees, controllers, pads, the DRAM interface");
        assertThat(rows(page, "area-components"))
                .containsExactly(
                        List.of("ring", "3.000", "0.500", "5.000", "75.0"),
                        List.of("mac", "1.000", "0.500", "2.000", "25.0"));
        assertThat(rows(page, "area-components-units"))
                .containsExactly(
                        List.of("ring", "sram", "9 bytes", "4", "3.000", "0.500", "5.000", "75.0", "extrapolated"),
                        List.of(
                                "mac",
                                "multiply",
                                "16x8 bits",
                                "2",
                                "1.000",
                                "0.500",
                                "2.000",
                                "25.0",
                                "from a source"));
        assertThat(RunPage.write(Samples.priced(Samples.run()), Map.of(), null, HOW))
                .doesNotContain("area-components");
    }

    /** The data of a chart or a paged table. */
    private static JsonNode data(String page, String id) {
        Matcher found = Pattern.compile(
                        "<script type=\"application/json\" id=\"" + id + "-data\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertThat(found.find()).as(id).isTrue();
        return JsonMapper.shared().readTree(found.group(1));
    }

    private static JsonNode view(JsonNode chart, String name) {
        return chart.path("views")
                .valueStream()
                .filter(view -> view.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Double> series(JsonNode view, String name) {
        return view.path("series")
                .valueStream()
                .filter(series -> series.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow()
                .path("values")
                .valueStream()
                .map(JsonNode::asDouble)
                .toList();
    }

    @Test
    void chartsOfARunDrawItsFigures() {
        String page = run();
        JsonNode cycles = data(page, "chart-cycles");
        assertThat(cycles.path("names").toString()).isEqualTo("[\"first\",\"second\"]");
        // Two ca rows: 70 of 200 unit-cycles at work of a layer of 100 cycles, 170 of 400 of one of 200.
        assertThat(series(view(cycles, "ca: cycles"), "working")).containsExactly(35.0, 85.0);
        assertThat(series(view(cycles, "ca: cycles"), "idle")).containsExactly(50.0, 100.0);
        assertThat(view(cycles, "ca: % of cycles").path("shareOf").asInt()).isZero();
        // 1.5 uJ per layer
        assertThat(series(view(data(page, "chart-energy"), "energy"), "ring")).containsExactly(1.0, 1.0);
        assertThat(series(view(data(page, "chart-energy"), "energy"), "mac")).containsExactly(0.5, 0.5);
        JsonNode use = view(data(page, "chart-use"), "multipliers");
        assertThat(series(use, "multiplications")).containsExactly(36.0, 18.0);
        assertThat(series(use, "one-tap elements (bypass the multipliers)")).containsExactly(4.0, 2.0);
        assertThat(series(view(data(page, "chart-figures"), "speedup over ideal dense"), "speedup"))
                .containsExactly(0.72, 0.36);
    }

    @Test
    void tablesSummaryAndSourcesOfARun() {
        String page = run();
        assertThat(page)
                .contains("<h1>twolayers on small</h1>")
                .contains("<span class=\"value\">300</span>")
                .contains("<td class=\"t\">tiles</td><td class=\"t\">8</td><td class=\"t\">assumed: ours</td>")
                .contains("dilution FIFO of 2 beats starves the concentrator")
                .contains("activation density assumed: half of everything")
                .contains("<dt>seed</dt><dd>7</dd>")
                .contains("<pre>escalate-sim run --net twolayers</pre>")
                .contains(
                        "<td class=\"t\">first</td><td class=\"t\">2x4x3x3/1 4x4 &gt; 4x4</td><td class=\"n\">100</td>");
        assertThat(page).contains("<caption>", "scope=\"col\"", "aria-label=", "lang=\"en\"");
    }

    @Test
    void longWordsOfALayerDoNotStandAmongItsFigures() {
        String page = run();
        assertThat(rows(page, "layers").get(0)).contains("first").doesNotContain("channels, 1 pass");
        assertThat(rows(page, "mappings").get(0)).startsWith("1", "first").endsWith("channels, 1 pass");
    }

    @Test
    void severalImagesAreToldApart() {
        String page = run(4, 9);
        assertThat(data(page, "chart-cycles").path("names").toString())
                .isEqualTo("[\"4:first\",\"4:second\",\"9:first\",\"9:second\"]");
        assertThat(page)
                .contains("<caption>Images</caption>")
                .contains("image 4, 9")
                .contains("clock cycles of all layers and images");
    }

    @Test
    void equalRunsGiveEqualBytesAndNothingIsFetched() {
        String page = run();
        assertThat(run()).isEqualTo(page);
        assertThat(page).contains("default-src &#x27;none&#x27;").contains("Copyright (c) 2022 Leon Sorokin");
        assertThat(Pattern.compile("(src|href)=\"(?!#|data:,)").matcher(page).find())
                .isFalse();
        assertThat(page).doesNotContain("@import").doesNotContain("url(");
    }

    @Test
    void hostileTextIsText() {
        RunRecord run = Samples.run();
        List<LayerRecord> layers = new ArrayList<>();
        for (LayerRecord layer : run.layers()) {
            layers.add(new LayerRecord(
                    layer.image(),
                    HOSTILE,
                    layer.shape(),
                    layer.denseMacs(),
                    layer.form(),
                    HOSTILE,
                    HOSTILE,
                    layer.cycles(),
                    layer.multiplications(),
                    layer.bypassed(),
                    layer.matchedPairs(),
                    layer.chunks(),
                    layer.activations(),
                    layer.activationNonZeros(),
                    layer.weightValues(),
                    layer.weightNonZeros(),
                    layer.ledger(),
                    layer.activity(),
                    layer.counters()));
        }
        RunRecord.Work work =
                new RunRecord.Work(HOSTILE, HOSTILE, 1L, Map.of(HOSTILE, HOSTILE), List.of(), false, List.of(HOSTILE));
        RunRecord hostile = new RunRecord(HOSTILE, run.machine(), work, layers);
        String page = RunPage.write(
                Samples.priced(hostile), Map.of("tiles", HOSTILE), AREA, new Reproduction(HOSTILE, HOSTILE, HOSTILE));
        assertThat(page).doesNotContain("<script>alert").contains("alert(&#x27;x&#x27;)");
        assertThat(page.split("<script", -1)).hasSameSizeAs(run().split("<script", -1));
        assertThat(data(page, "chart-cycles").path("names").get(0).asString()).isEqualTo(HOSTILE);
    }

    @Test
    void ratiosOfAComparisonCarryTheirMark() {
        ComparedMachine one = Comparisons.machine("one", "systolic", 800, 10, 0, Accuracy.UNKNOWN, 100, 200);
        ComparedMachine two = Comparisons.machine("two", "eyeriss", 800, 10, 0, Accuracy.UNKNOWN, 50, 100);
        MachineComparison comparison = new MachineComparison(
                "0.1.0", "hand", "hand", Map.of("name", "hand"), List.of(one, two), 0, false, List.of(), null);
        String page = ComparePage.write(
                comparison, Map.of("two", Map.of("machine", "published: somewhere")), Map.of("two", AREA), HOW);
        JsonNode ratios = data(page, "chart-ratios");
        assertThat(ratios.path("names").get(0).asString()).isEqualTo("one");
        assertThat(ratios.path("names").get(1).asString()).isEqualTo("two\n" + AccuracyMatch.NOT_ISO);
        assertThat(series(view(ratios, "speedup, all layers"), "speedup, all layers"))
                .containsExactly(1.0, 2.0);
        assertThat(series(view(data(page, "chart-cycles"), "cycles"), "working"))
                .containsExactly(300.0, 150.0);
        assertThat(page)
                .contains("published: somewhere")
                .contains("machine0-drawing")
                .contains("machine1-drawing");
        // Twice as fast on the same area, of which one side may be the least and the other the most.
        assertThat(String.join("\n", CompareTable.lines(comparison)))
                .contains("two 2.00 mm2 (1.00 to 4.00), speedup per mm2 2.00x (0.50 to 8.00)");
        assertThat(rows(page, "area-table"))
                .containsExactly(
                        List.of("one", "iso-accuracy", "2.000", "1.000", "4.000", "1.00", "1.00", "1.00", "1.00"),
                        List.of("two", "not iso-accuracy", "2.000", "1.000", "4.000", "2.00", "2.00", "0.50", "8.00"));
        JsonNode perArea = view(ratios, "speedup per mm\u00b2");
        assertThat(series(perArea, "speedup per mm\u00b2")).containsExactly(1.0, 2.0);
        assertThat(perArea.path("series").get(0).path("low").toString()).isEqualTo("[1,0.5]");
        assertThat(perArea.path("series").get(0).path("high").toString()).isEqualTo("[1,8]");
        assertThat(rows(page, "machine1-area")).hasSize(2);
        assertThat(page).doesNotContain("machine0-area");
    }

    @Test
    void columnsOfASweepThatDoNotDifferAreNotDrawn() {
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            Map<String, String> row = new LinkedHashMap<>();
            row.put("point", Integer.toString(i));
            row.put("machine", "tile8");
            row.put("ring.slots", Integer.toString(4 * i));
            row.put("pattern", i == 2 ? "" : "T<" + i + ",0>");
            row.put("failure", i == 3 ? "too small" : "");
            row.put("cycles", i == 3 ? "" : Integer.toString(1000 / i));
            row.put("energy_pj", i == 3 ? "" : "2500000");
            row.put("milliseconds", i == 3 ? "" : "0.5");
            for (String end : List.of("area_mm2", "area_low_mm2", "area_high_mm2")) {
                row.put(end, i == 3 ? "" : "38." + i);
            }
            rows.add(row);
        }
        SweepResults results = new SweepResults(
                "s",
                "0.1.0",
                List.of("ring.slots", "pattern"),
                List.copyOf(rows.get(0).keySet()),
                rows,
                5,
                1,
                2,
                List.of(),
                List.of());
        String page = SweepPage.write(results, new Reproduction("escalate-sim sweep s.yaml", "s.yaml", "name: s\n"));
        JsonNode chart = data(page, "chart-points");
        assertThat(chart.path("columns").valueStream().map(c -> c.path("name").asString()))
                .containsExactly("ring.slots", "pattern", "cycles", "energy", "time", "area", "area_low", "area_high");
        assertThat(chart.path("columns")
                        .valueStream()
                        .skip(4)
                        .map(c -> c.path("unit").asString()))
                .containsExactly("ms", "mm\u00b2", "mm\u00b2", "mm\u00b2");
        assertThat(chart.path("columns").get(6).path("values").toString()).isEqualTo("[38.1,38.2,null]");
        assertThat(chart.path("columns").get(2).path("values").toString()).isEqualTo("[1000,500,null]");
        // 2,500,000 pJ
        assertThat(chart.path("columns").get(3).path("values").toString()).isEqualTo("[2.5,2.5,null]");
        assertThat(chart.path("columns").get(3).path("unit").asString()).isEqualTo("\u00b5J");
        assertThat(chart.path("x").asString()).isEqualTo("ring.slots");
        assertThat(chart.path("by").asString()).isEqualTo("pattern");
        assertThat(page).contains("<td class=\"t\">too small</td>").contains("<pre>name: s\n</pre>");
    }
}
