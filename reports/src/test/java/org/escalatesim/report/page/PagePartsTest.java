package org.escalatesim.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import j2html.tags.DomContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.report.MachineArea;
import org.escalatesim.report.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts of pages: numbers, long tables, drawings. */
class PagePartsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1234567, '1,234,567'",
        "0.21226, 0.2123",
        "1234.56, '1,235'",
        "99.99, 99.99",
        "0.000012345, 0.00001235",
        "-2.5, -2.500"
    })
    void numbersAreShownToFourDigits(double value, String shown) {
        assertThat(Shown.text(value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"576, 576 bytes", "9216, 9 KiB", "1048576, 1 MiB", "1572864, 1.500 MiB"})
    void bytesHaveTheirUnit(long bytes, String shown) {
        assertThat(Shown.bytes(bytes)).isEqualTo(shown);
    }

    private static PageTable table(int rows) {
        PageTable table = new PageTable("t", "A table").text("name").number("value", "x");
        for (int i = 0; i < rows; i++) {
            table.row("row" + i, i % 2 == 0 ? null : (Object) (i / 4.0));
        }
        return table;
    }

    @Test
    void aLongTableIsPaged() {
        String whole = table(PageTable.MOST_ROWS).render().render();
        assertThat(whole.split("<tr>", -1)).hasSize(PageTable.MOST_ROWS + 2); // text in front, and the head
        assertThat(whole).doesNotContain("t-data").contains("<td class=\"n\" data-v=\"0.25\">0.2500</td>");
        String paged = table(PageTable.MOST_ROWS + 1).render().render();
        assertThat(paged.split("<tr>", -1)).hasSize(PageTable.PAGE_ROWS + 2);
        assertThat(paged).contains("(401 rows, in pages)").contains("[null,0.25,null,0.75,null,1.25");
    }

    @Test
    void cellsOfTextMayHaveANumberToSortBy() {
        for (int rows : new int[] {2, PageTable.MOST_ROWS + 1}) {
            PageTable table = new PageTable("t", "A table").text("size");
            for (int i = 0; i < rows; i += 2) {
                table.row(new PageTable.Ordered("1,024 bytes", 8192));
                table.row(new PageTable.Ordered("128 bits", 128));
            }
            assertThat(table.render().render())
                    .contains(
                            rows == 2
                                    ? "<td class=\"t\" data-v=\"8192\">1,024 bytes</td>"
                                    : "\"values\":[\"1,024 bytes\",\"128 bits\",")
                    .contains(rows == 2 ? "data-v=\"128\">128 bits<" : "\"keys\":[8192,128,8192,128,");
        }
    }

    @Test
    void aRowHasACellForEachColumn() {
        PageTable table = table(1);
        assertThatThrownBy(() -> table.row("one")).isInstanceOf(IllegalArgumentException.class);
    }

    private static final MachineArea AREA = new MachineArea("hand", 3e6, 2e6, 5e6, Map.of("ring", 3e6));

    private static RunRecord.Machine machine(Map<String, Object> configuration, MemoryInstance... memories) {
        return new RunRecord.Machine("m", 800, 960, 1024, List.of(memories), configuration, List.of(), AREA);
    }

    private static Map<String, Object> escalate() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("machine", "escalate");
        fields.put("tiles", 8);
        fields.put("blocks", 4);
        fields.put("rows", 6);
        fields.put("ring.slots", 64);
        fields.put("ring.banks", 16);
        fields.put("channel_accumulation.chunk", 128);
        fields.put("channel_accumulation.lanes", 16);
        fields.put("mac.multipliers", 5);
        fields.put("dram.bytes_per_cycle", 32);
        fields.put("dram.latency_cycles", 100);
        fields.put("dram.ideal", false);
        return fields;
    }

    @Test
    void anEscalateMachineIsDrawnWithItsSizes() {
        String svg = MachineDrawing.of(
                        "d",
                        machine(
                                escalate(),
                                new MemoryInstance("global_buffer", 1 << 20, 1),
                                new MemoryInstance("ring", 576, 128),
                                new MemoryInstance("psum_lines", 768, 192)))
                .render();
        assertThat(svg)
                .contains("32 bytes/cycle = 25.60 GB/s; latency 100 cycles = 125 ns")
                .contains("8 tiles")
                .contains("64 slots of 128 channels")
                .contains("16 banks; 16 x 576 bytes = 9 KiB")
                .contains("5 multipliers")
                .contains("area 3.00 mm\u00b2 (2.00 to 5.00), estimated")
                .contains("3.00 mm\u00b2 on the whole chip")
                .contains("768 bytes");
        // 8 tiles, and 4 x 6 rows of one of them
        assertThat(svg.split("class=\"unit", -1)).hasSize(1 + 8 + 24);
    }

    @Test
    void whatIsDrawnStaysInside() {
        Map<String, Object> fields = escalate();
        fields.put("channel_accumulation.pattern", "x".repeat(300));
        fields.put("tiles", 7);
        String svg = MachineDrawing.of("d", machine(fields)).render();
        Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) ([\\d.]+)\"").matcher(svg);
        assertThat(box.find()).isTrue();
        Matcher rect = Pattern.compile("<rect x=\"([\\d.]+)\" y=\"([\\d.]+)\" width=\"([\\d.]+)\" height=\"([\\d.]+)\"")
                .matcher(svg);
        int rectangles = 0;
        while (rect.find()) {
            rectangles++;
            assertThat(at(rect, 1) + at(rect, 3)).isLessThanOrEqualTo(at(box, 1));
            assertThat(at(rect, 2) + at(rect, 4)).isLessThanOrEqualTo(at(box, 2));
        }
        assertThat(rectangles).isGreaterThan(31);
        Matcher text = Pattern.compile("<text x=\"([\\d.]+)\"[^>]*>([^<]*)<").matcher(svg);
        while (text.find()) {
            assertThat(at(text, 1) + Svg.LETTER * text.group(2).length()).isLessThanOrEqualTo(at(box, 1));
        }
    }

    private static double at(Matcher matcher, int group) {
        return Double.parseDouble(matcher.group(group));
    }

    @Test
    void pricesByComponentNameTheirComponent() {
        Map<String, Object> row =
                Map.of("component", "ring", "action", "read", "value", 0.5, "unit", "pJ", "width", 64);
        List<DomContent> parts = SharedSections.energyTable(
                "prices", Map.of("name", "ert", "kind", "Accelergy ERT", "rows", List.of(row)));
        assertThat(parts.get(0).render()).contains("Accelergy ERT");
        assertThat(parts.get(1).render())
                .contains("<td class=\"t\">ring</td><td class=\"t\">read</td><td class=\"n\" data-v=\"0.5\">0.5000</td>"
                        + "<td class=\"t\">pJ</td><td class=\"n\">64</td><td class=\"n\"></td>");
    }

    @Test
    void anAreaIsDrawnOnce() {
        Map<String, Object> fields = Map.of("machine", "scnn", "pes.rows", 8, "pes.columns", 8);
        MachineArea area = new MachineArea(
                "hand",
                6e6,
                3e6,
                9e6,
                Map.of("accumulators", 1.5e6, "bank_queues", 2e6, "crossbar", 1e6, "multipliers", 1.25e6));
        MemoryInstance memory = new MemoryInstance("accumulators", 96, 4096);
        String svg = MachineDrawing.of(
                        "d", new RunRecord.Machine("m", 800, 1024, 1024, List.of(memory), fields, List.of(), area))
                .render();
        assertThat(Pattern.compile(">([\\d.]+) mm\u00b2 on the whole chip<")
                        .matcher(svg)
                        .results()
                        .map(found -> found.group(1)))
                .containsExactlyInAnyOrder("1.50", "3.00", "1.25");
    }

    @Test
    void machinesOfAnyKindHaveADrawing() {
        for (String kind : List.of("systolic", "eyeriss", "scnn", "dcnn", "sparten", "lookahead", "unheard-of")) {
            String svg = MachineDrawing.of(
                            "d",
                            machine(
                                    Map.of("machine", kind, "array.rows", 300, "array.columns", 300),
                                    new MemoryInstance("buffer", 100, 3)))
                    .render();
            assertThat(svg).as(kind).contains("m: 960 multipliers at 800 MHz").contains("none in the model");
        }
    }
}
