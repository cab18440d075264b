package org.escalatesim.report.page;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.report.Numbers;
import org.escalatesim.report.RunRecord;
import org.escalatesim.report.page.MachineDrawing.Level;
import org.escalatesim.report.page.MachineDrawing.Part;

/**
 * What a machine is made of, read from its configuration and its memories.
 *
 * @param dram lines about DRAM
 * @param shared memories of the whole chip
 * @param levels its compute units, from the chip inwards
 */
record MachineLevels(List<String> dram, List<Part> shared, List<Level> levels) {
    /** Memories with these names stand beside the array, whatever their number of banks. */
    private static final Set<String> CHIP_LEVEL =
            Set.of("global_buffer", "map_buffer", "filter_buffer", "ifmap", "filter", "ofmap");

    static MachineLevels of(RunRecord.Machine machine) {
        Fields fields = new Fields(
                machine.configuration(),
                machine.area() == null ? Map.of() : machine.area().components());
        List<Part> shared = new ArrayList<>();
        List<MemoryInstance> inside = new ArrayList<>();
        for (MemoryInstance memory : machine.memories()) {
            if (CHIP_LEVEL.contains(memory.component())) {
                shared.add(new Part(memory.component(), sharedNumbers(fields, memory)));
            } else {
                inside.add(memory);
            }
        }
        List<Level> levels = switch (fields.text("machine")) {
            case "escalate" -> EscalateLevels.of(fields, inside);
            case "systolic" ->
                List.of(array(
                        fields,
                        "dataflow " + fields.text("dataflow"),
                        "PEs (a multiplier and an adder each)",
                        inside,
                        new Part("PEs", fields.area("array"))));
            case "eyeriss" -> eyeriss(fields, inside);
            case "scnn" -> ScnnLevels.sparse(fields, inside);
            case "dcnn" -> ScnnLevels.dense(fields, inside);
            case "sparten" -> sparten(fields, inside);
            case "lookahead" -> lookahead(fields, inside);
            default ->
                List.of(new Level(
                        "Units",
                        0,
                        0,
                        Shown.text(machine.multipliers()) + " multipliers",
                        parts(fields, inside, new Part("multipliers", Shown.text(machine.multipliers())))));
        };
        return new MachineLevels(dram(machine.configuration(), machine.clockMhz()), shared, levels);
    }

    /**
     * What a machine is drawn from.
     *
     * @param all the fields of its configuration by path
     * @param areas its area by component in um2; may lack components
     */
    record Fields(Map<String, Object> all, Map<String, Double> areas) {
        /** The area of all units of some components together, for people; empty where it is not known or 0. */
        String area(String... components) {
            double um2 = 0;
            for (String component : components) {
                um2 += areas.getOrDefault(component, 0.0);
            }
            return um2 == 0 ? "" : Numbers.short3(um2 / 1e6) + " " + AreaBlocks.UNIT + " on the whole chip";
        }

        String text(String path) {
            Object value = all.get(path);
            return value == null ? "" : value.toString();
        }

        boolean yes(String path) {
            return Boolean.TRUE.equals(all.get(path));
        }

        /** A whole number; 0 where there is none. */
        int number(String path) {
            return all.get(path) instanceof Number number ? number.intValue() : 0;
        }
    }

    private static List<String> sharedNumbers(Fields fields, MemoryInstance memory) {
        List<String> numbers = new ArrayList<>(List.of(MachineDrawing.size(memory)));
        if (memory.component().equals("global_buffer") && fields.number("global_buffer.read_port_bytes") > 0) {
            numbers.add("read " + fields.text("global_buffer.read_port_bytes") + " bytes/cycle for each tile");
            numbers.add("write " + fields.text("global_buffer.write_port_bytes") + " bytes/cycle, all blocks together");
        }
        if (memory.component().equals("global_buffer") && fields.number("global_buffer.resident_banks") > 0) {
            numbers.add(fields.text("global_buffer.resident_banks") + " banks keep a map on the chip");
        }
        numbers.add(fields.area(memory.component()));
        return numbers;
    }

    /** Bandwidth and latency of DRAM. */
    static List<String> dram(Map<String, Object> configuration, int clockMhz) {
        Fields fields = new Fields(configuration, Map.of());
        int bytes = fields.number("dram.bytes_per_cycle");
        if (bytes == 0) {
            return List.of("none in the model");
        }
        if (fields.yes("dram.ideal")) {
            return List.of("ideal: takes no time; its transfers are counted and priced");
        }
        int latency = fields.number("dram.latency_cycles");
        return List.of(bytes + " bytes/cycle = " + Shown.text(bytes * clockMhz / 1000.0) + " GB/s; latency " + latency
                + " cycles = " + Shown.text(latency * 1000.0 / clockMhz) + " ns");
    }

    private static List<Part> parts(Fields fields, List<MemoryInstance> memories, Part... others) {
        List<Part> parts = new ArrayList<>(List.of(others));
        memories.forEach(memory ->
                parts.add(new Part(memory.component(), MachineDrawing.size(memory), fields.area(memory.component()))));
        return parts;
    }

    /** Memories as one unit of {@code units} has them. */
    static List<Part> each(Fields fields, List<MemoryInstance> memories, int units, Part... others) {
        List<Part> parts = new ArrayList<>(List.of(others));
        for (MemoryInstance memory : memories) {
            int count = units == 0 || memory.count() % units != 0 ? memory.count() : memory.count() / units;
            parts.add(new Part(
                    memory.component(),
                    MachineDrawing.size(new MemoryInstance(memory.component(), memory.bytes(), count)),
                    fields.area(memory.component())));
        }
        return parts;
    }

    private static Level array(Fields fields, String how, String unit, List<MemoryInstance> inside, Part... more) {
        int rows = fields.number("array.rows");
        int columns = fields.number("array.columns");
        List<Part> others = new ArrayList<>(List.of(more));
        others.removeIf(part -> part.numbers().isEmpty());
        others.add(0, widths(fields));
        return new Level(
                "Array, " + how,
                rows,
                columns,
                rows + " rows x " + columns + " columns of " + unit,
                parts(fields, inside, others.toArray(Part[]::new)));
    }

    /** Bits of data and of partial sums. */
    static Part widths(Fields fields) {
        return new Part(
                "widths",
                (fields.number("data_bits") == 0 ? 8 : fields.number("data_bits")) + "-bit data",
                fields.text("psum_bits") + "-bit psums");
    }

    private static List<Level> eyeriss(Fields fields, List<MemoryInstance> inside) {
        int units = fields.number("array.rows") * fields.number("array.columns");
        Part buses = new Part(
                "buses, words/cycle",
                "ifmap " + fields.text("buses.ifmap_words"),
                "filter " + fields.text("buses.filter_words"),
                "psum " + fields.text("buses.psum_words"));
        Part registers = new Part(
                "spads",
                "filter " + fields.text("spads.filter_words") + " words",
                "ifmap " + fields.text("spads.ifmap_words") + " words",
                "psum " + fields.text("spads.psum_words") + " words",
                spads(fields, inside));
        Level array = array(fields, "row stationary", "PEs", List.of());
        List<Part> beside = new ArrayList<>(array.parts());
        beside.add(buses);
        return List.of(
                new Level(array.title(), array.rows(), array.columns(), array.units(), beside),
                new Level(
                        "One PE",
                        0,
                        0,
                        "",
                        each(
                                fields,
                                inside,
                                units,
                                new Part("multiplier and adder", "1 each", fields.area("mac")),
                                registers)));
    }

    /** Area of those spads that are no memories with a part of their own. */
    private static String spads(Fields fields, List<MemoryInstance> inside) {
        Set<String> own = new HashSet<>();
        inside.forEach(memory -> own.add(memory.component()));
        List<String> names = Stream.of("filter", "ifmap", "psum")
                .filter(name -> !own.contains(name + "_spad"))
                .toList();
        String area = fields.area(names.stream().map(name -> name + "_spad").toArray(String[]::new));
        return area.isEmpty() ? "" : String.join(" and ", names) + ": " + area;
    }

    private static List<Level> sparten(Fields fields, List<MemoryInstance> inside) {
        int clusters = fields.number("clusters");
        int units = fields.number("units");
        return List.of(
                grid(
                        "Clusters, " + fields.text("sparsity") + ", balance " + fields.text("balance"),
                        clusters,
                        "clusters"),
                grid(
                        "One cluster, barrier " + fields.text("barrier"),
                        units,
                        "units",
                        new Part(
                                "collector",
                                fields.text("collector.outputs_per_cycle") + " outputs/cycle",
                                fields.area("collector")),
                        new Part(
                                "permutation",
                                fields.text("permute.psums_per_cycle") + " psums/cycle",
                                fields.area("permute"))),
                new Level(
                        "One unit",
                        0,
                        0,
                        "",
                        each(
                                fields,
                                inside,
                                clusters * units,
                                new Part(
                                        "inner join",
                                        "chunks of " + fields.text("chunk") + " values",
                                        fields.area("prefix_sum", "priority_encoder", "mask_and")),
                                new Part(
                                        "multiplier",
                                        "1 each",
                                        fields.text("psum_bits") + "-bit psums",
                                        fields.area("mac")))));
    }

    private static List<Level> lookahead(Fields fields, List<MemoryInstance> inside) {
        int tiles = fields.number("tiles");
        int filters = fields.number("filters");
        int lanes = fields.number("lanes");
        return List.of(
                grid(
                        "Tiles",
                        tiles,
                        "tiles",
                        new Part("front end", "promotion pattern " + fields.text("pattern"), fields.area("window"))),
                new Level(
                        "One tile",
                        filters,
                        lanes,
                        filters + " filters x " + lanes + " lanes: " + filters * lanes + " multipliers",
                        each(
                                fields,
                                inside,
                                tiles,
                                widths(fields),
                                new Part("multipliers and adders", fields.area("pe")))));
    }

    /** Units in as square a grid as their number divides into. */
    static Level grid(String title, int count, String name, Part... parts) {
        int rows = 1;
        for (int i = 2; i * i <= count; i++) {
            rows = count % i == 0 ? i : rows;
        }
        return new Level(title, rows, count / rows, count + " " + name, List.of(parts));
    }
}
