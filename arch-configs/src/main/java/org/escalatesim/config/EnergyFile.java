package org.escalatesim.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.escalatesim.energy.Quantity;
import org.escalatesim.energy.UnitEnergies;
import org.escalatesim.machine.SpecException;

/**
 * An energy table file. Every row has a value, its unit and a source; the rules between rows are those of
 * {@link UnitEnergies}.
 *
 * @param name the table's name
 * @param description one line about it
 * @param nodeNm technology node in nm
 * @param dramKind which row of {@code dram} is used
 * @param sources what the words that rows cite stand for
 * @param notes free-form
 */
record EnergyFile(
        String name,
        String description,
        int nodeNm,
        String dramKind,
        Map<String, String> sources,
        @OptionalKey List<Row> add,
        @OptionalKey List<Row> multiply,
        @OptionalKey List<Row> compare,
        @OptionalKey List<Row> registerRead,
        @OptionalKey List<Row> registerWrite,
        @OptionalKey List<Row> mux,
        @OptionalKey List<Row> gatherPass,
        @OptionalKey List<Row> gatherDecode,
        @OptionalKey List<Row> sramRead,
        @OptionalKey List<Row> sramWrite,
        @OptionalKey List<Row> sramLeakage,
        @OptionalKey List<Row> dram,
        Object notes) {

    /**
     * One row.
     *
     * @param bits width that the value holds for; for all but leakage
     * @param bytes capacity that the value holds for; for SRAM only
     * @param kind kind of DRAM; for DRAM only
     * @param value energy or power
     * @param unit {@code pJ}, or {@code mW} for leakage
     * @param source one of the words explained at the top of the file
     * @param derived the formula, for a row that no source gives
     */
    record Row(
            Integer bits,
            Long bytes,
            @OptionalKey String kind,
            double value,
            String unit,
            String source,
            @OptionalKey String derived) {}

    /** Checks every row; throws {@link SpecException}. */
    EnergyFile {
        Names.checkWord(name);
        if (nodeNm < 1 || nodeNm > 1000) {
            throw new SpecException("node_nm", "must be 1 to 1000, not " + nodeNm);
        }
        Map<Quantity, List<Row>> rows = byQuantity(
                add,
                multiply,
                compare,
                registerRead,
                registerWrite,
                mux,
                gatherPass,
                gatherDecode,
                sramRead,
                sramWrite,
                sramLeakage,
                dram);
        rows.forEach((quantity, list) -> {
            if (list.isEmpty()) {
                throw new SpecException(section(quantity), "needs at least one row");
            }
            for (int i = 0; i < list.size(); i++) {
                check(quantity, section(quantity) + "[" + i + "]", list.get(i), sources);
            }
        });
        make(name, rows, dramKind);
    }

    /** The table. */
    UnitEnergies table() {
        return make(name, rows(), dramKind);
    }

    /** Everything that prices, as {@link LoadedEnergy#resolved}. */
    Map<String, Object> resolved() {
        List<Object> all = new ArrayList<>();
        Set<String> cited = new HashSet<>();
        rows().forEach((quantity, list) -> {
            for (Row row : quantity == Quantity.DRAM ? List.of(dramRow(list, dramKind)) : list) {
                Map<String, Object> node = new LinkedHashMap<>();
                node.put("quantity", section(quantity));
                put(node, "kind", row.kind());
                put(node, "bytes", row.bytes());
                put(node, "bits", row.bits());
                node.put("value", row.value());
                node.put("unit", row.unit());
                node.put("source", row.source());
                put(node, "derived", row.derived());
                cited.add(row.source());
                all.add(node);
            }
        });
        Map<String, String> kept = new LinkedHashMap<>(sources);
        kept.keySet().retainAll(cited);
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("name", name);
        root.put("node_nm", nodeNm);
        root.put("dram_kind", dramKind);
        root.put("rows", all);
        root.put("sources", kept);
        return root;
    }

    private static void put(Map<String, Object> node, String key, Object value) {
        if (value != null) {
            node.put(key, value);
        }
    }

    private Map<Quantity, List<Row>> rows() {
        return byQuantity(
                add,
                multiply,
                compare,
                registerRead,
                registerWrite,
                mux,
                gatherPass,
                gatherDecode,
                sramRead,
                sramWrite,
                sramLeakage,
                dram);
    }

    /** In the order of {@link Quantity}. */
    @SafeVarargs
    private static Map<Quantity, List<Row>> byQuantity(List<Row>... lists) {
        Map<Quantity, List<Row>> rows = new EnumMap<>(Quantity.class);
        Quantity[] quantities = Quantity.values();
        for (int i = 0; i < quantities.length; i++) {
            rows.put(quantities[i], lists[i]);
        }
        return rows;
    }

    private static String section(Quantity quantity) {
        return quantity.name().toLowerCase(Locale.ROOT);
    }

    private static void check(Quantity quantity, String path, Row row, Map<String, String> sources) {
        String unit = quantity == Quantity.SRAM_LEAKAGE ? "mW" : "pJ";
        if (!row.unit().equals(unit)) {
            throw new SpecException(path + ".unit", "must be " + unit + ", not '" + row.unit() + "'");
        }
        if (!sources.containsKey(row.source())) {
            throw new SpecException(
                    path + ".source",
                    "must be one of the sources " + String.join(", ", sources.keySet()) + ", not '" + row.source() + "'"
                            + Names.didYouMean(row.source(), sources.keySet()));
        }
        present(path + ".bits", row.bits(), quantity != Quantity.SRAM_LEAKAGE, quantity);
        present(path + ".bytes", row.bytes(), quantity.byCapacity(), quantity);
        present(path + ".kind", row.kind(), quantity == Quantity.DRAM, quantity);
        if (!(row.value() > 0)) {
            throw new SpecException(path + ".value", "must be above 0, not " + row.value());
        }
    }

    private static void present(String path, Object value, boolean wanted, Quantity quantity) {
        if (wanted != (value != null)) {
            throw new SpecException(
                    path, wanted ? "is missing" : "has no meaning in a row of " + section(quantity) + ": " + value);
        }
    }

    private static UnitEnergies make(String name, Map<Quantity, List<Row>> rows, String dramKind) {
        Map<Quantity, List<UnitEnergies.Row>> table = new EnumMap<>(Quantity.class);
        rows.forEach((quantity, list) -> {
            List<Row> chosen = quantity == Quantity.DRAM ? List.of(dramRow(list, dramKind)) : list;
            table.put(quantity, chosen.stream().map(EnergyFile::row).toList());
        });
        return new UnitEnergies(name, table);
    }

    private static UnitEnergies.Row row(Row row) {
        return new UnitEnergies.Row(
                row.bits() == null ? 0 : row.bits(),
                row.bytes() == null ? 0 : row.bytes(),
                row.value(),
                row.derived() != null);
    }

    private static Row dramRow(List<Row> rows, String kind) {
        List<String> kinds = new ArrayList<>();
        for (Row row : rows) {
            if (row.kind().equals(kind)) {
                return row;
            }
            kinds.add(row.kind());
        }
        throw new SpecException(
                "dram_kind",
                "must be one of the rows of dram (" + String.join(", ", kinds) + "), not '" + kind + "'"
                        + Names.didYouMean(kind, kinds));
    }
}
