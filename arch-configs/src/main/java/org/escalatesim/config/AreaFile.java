package org.escalatesim.config;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.area.UnitArea;
import org.escalatesim.area.UnitAreas;
import org.escalatesim.machine.SpecException;

/**
 * An area table file. Every row has a value, its range, its unit and a source; the rules between rows are those of
 * {@link UnitAreas}.
 *
 * @param name the table's name
 * @param description one line about it
 * @param nodeNm technology node in nm
 * @param sources what the words that rows cite stand for
 * @param notes free-form
 */
record AreaFile(
        String name,
        String description,
        int nodeNm,
        Map<String, String> sources,
        List<Row> sram,
        List<Row> register,
        List<Row> add,
        List<Row> multiply,
        List<Row> mux,
        List<Row> gatherPass,
        List<Row> gatherDecode,
        List<Row> compare,
        Object notes) {
    /** No unit is larger than a large chip, 1,000 mm2: a reticle's field is 858 mm2 (26 mm x 33 mm). */
    private static final long MOST_UM2 = 1_000_000_000;

    /**
     * One row.
     *
     * @param bits width that the area holds for; for all but SRAM
     * @param bytes capacity that the area holds for; for SRAM only
     * @param value the estimate
     * @param low least that it may be
     * @param high most that it may be
     * @param unit {@code um2}
     * @param source one of the words explained at the top of the file
     * @param range where low and high come from
     * @param derived the formula, for a row that no source gives
     */
    record Row(
            @OptionalKey Integer bits,
            @OptionalKey Long bytes,
            double value,
            double low,
            double high,
            String unit,
            String source,
            String range,
            @OptionalKey String derived) {}

    /** Checks every row; throws {@link SpecException}. */
    AreaFile {
        Names.checkWord(name);
        if (nodeNm < 1 || nodeNm > 1000) {
            throw new SpecException("node_nm", "must be 1 to 1000, not " + nodeNm);
        }
        Map<UnitArea, List<Row>> rows = rows(sram, register, add, multiply, mux, gatherPass, gatherDecode, compare);
        rows.forEach((unit, list) -> {
            for (int i = 0; i < list.size(); i++) {
                check(unit, unit.word() + "[" + i + "]", list.get(i), sources);
            }
        });
        make(name, rows);
    }

    /** The table. */
    UnitAreas table() {
        return make(name, rows(sram, register, add, multiply, mux, gatherPass, gatherDecode, compare));
    }

    private static Map<UnitArea, List<Row>> rows(
            List<Row> sram,
            List<Row> register,
            List<Row> add,
            List<Row> multiply,
            List<Row> mux,
            List<Row> gatherPass,
            List<Row> gatherDecode,
            List<Row> compare) {
        Map<UnitArea, List<Row>> rows = new LinkedHashMap<>();
        rows.put(UnitArea.SRAM, sram);
        rows.put(UnitArea.REGISTER, register);
        rows.put(UnitArea.ADD, add);
        rows.put(UnitArea.MULTIPLY, multiply);
        rows.put(UnitArea.MUX, mux);
        rows.put(UnitArea.GATHER_PASS, gatherPass);
        rows.put(UnitArea.GATHER_DECODE, gatherDecode);
        rows.put(UnitArea.COMPARE, compare);
        return rows;
    }

    private static void check(UnitArea unit, String path, Row row, Map<String, String> sources) {
        if (!row.unit().equals("um2")) {
            throw new SpecException(path + ".unit", "must be um2, not '" + row.unit() + "'");
        }
        if (!sources.containsKey(row.source())) {
            throw new SpecException(
                    path + ".source",
                    "must be one of the sources " + String.join(", ", sources.keySet()) + ", not '" + row.source() + "'"
                            + Names.didYouMean(row.source(), sources.keySet()));
        }
        bounded(path + ".value", row.value());
        bounded(path + ".low", row.low());
        bounded(path + ".high", row.high());
        present(path + ".bits", row.bits(), unit != UnitArea.SRAM, unit);
        present(path + ".bytes", row.bytes(), unit == UnitArea.SRAM, unit);
    }

    private static void bounded(String path, double um2) {
        if (um2 > MOST_UM2) {
            throw new SpecException(
                    path, "must be at most " + MOST_UM2 + " um2 (1,000 mm2, more than a chip has), not " + um2);
        }
    }

    private static void present(String path, Object value, boolean wanted, UnitArea unit) {
        if (wanted != (value != null)) {
            throw new SpecException(
                    path, wanted ? "is missing" : "has no meaning in a row of " + unit.word() + ": " + value);
        }
    }

    private static UnitAreas make(String name, Map<UnitArea, List<Row>> rows) {
        Map<UnitArea, List<UnitAreas.Row>> table = new EnumMap<>(UnitArea.class);
        rows.forEach((unit, list) -> table.put(
                unit,
                list.stream()
                        .map(row -> new UnitAreas.Row(
                                row.bits() == null ? 0 : row.bits(),
                                row.bytes() == null ? 0 : row.bytes(),
                                row.value(),
                                row.low(),
                                row.high(),
                                row.derived() != null))
                        .toList()));
        return new UnitAreas(name, table);
    }
}
