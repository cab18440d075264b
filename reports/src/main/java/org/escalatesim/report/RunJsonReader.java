package org.escalatesim.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.WeightForm;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads a finished run back from {@code run.json}. Energies in the file are ignored: they are what is computed anew. */
public final class RunJsonReader {
    /** More than any run can count, and little enough that sums of all layers fit 64 bits. */
    private static final long MOST = 1_000_000_000_000_000L;

    private final String file;

    private RunJsonReader(String file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @throws ResultException if it cannot be read or is not a run of this format, naming the field
     */
    public static RunRecord read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new ResultException(file + ": cannot be read (" + ResultException.why(e) + ")");
        }
        return read(file.toString(), text);
    }

    /** Reads text; {@code name} is how messages call it. */
    public static RunRecord read(String name, String text) {
        RunJsonReader reader = new RunJsonReader(name);
        JsonNode root;
        try {
            root = Json.mapper().readTree(text);
        } catch (JacksonException e) {
            throw new ResultException(name + ":" + e.getLocation().getLineNr() + ":"
                    + e.getLocation().getColumnNr() + ": not JSON: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        return reader.run(root);
    }

    /** Reads a tree that was parsed already; {@code name} is how messages call it. */
    public static RunRecord read(String name, JsonNode root) {
        return new RunJsonReader(name).run(root);
    }

    private RunRecord run(JsonNode root) {
        if (!root.isObject() || !root.path("format").isString()) {
            throw new ResultException(file + ": not the run.json of a run (no key format)");
        }
        String format = root.get("format").asString();
        if (!format.equals(RunJson.FORMAT)) {
            throw new ResultException(file + ": format must be '" + RunJson.FORMAT + "', not '" + format + "'");
        }
        List<LayerRecord> layers = new ArrayList<>();
        for (JsonNode node : filled(root, "layers", "layers")) {
            layers.add(layer(node, "layers[" + layers.size() + "]"));
        }
        return new RunRecord(
                text(root, "version", "version"),
                machine(object(root, "machine", "machine")),
                workload(object(root, "workload", "workload")),
                layers);
    }

    private RunRecord.Machine machine(JsonNode node) {
        List<MemoryInstance> memories = new ArrayList<>();
        for (JsonNode entry : filled(node, "memories", "machine.memories")) {
            String at = "machine.memories[" + memories.size() + "].";
            memories.add(new MemoryInstance(
                    text(entry, "component", at + "component"),
                    positive(number(entry, "bytes", at + "bytes"), at + "bytes"),
                    positive(entry, "count", at + "count")));
        }
        JsonNode configuration = object(node, "configuration", "machine.configuration");
        checkFinite(configuration, "machine.configuration");
        @SuppressWarnings("unchecked")
        Map<String, Object> map = Json.mapper().treeToValue(configuration, LinkedHashMap.class);
        return new RunRecord.Machine(
                text(node, "name", "machine.name"),
                positive(node, "clock_mhz", "machine.clock_mhz"),
                positive(node, "multipliers", "machine.multipliers"),
                positive(node, "ideal_dense_multipliers", "machine.ideal_dense_multipliers"),
                memories,
                map,
                texts(node, "warnings", "machine.warnings"),
                node.has("area") ? area(object(node, "area", "machine.area")) : null);
    }

    /** Area is not computed anew: it needs the machine itself, which the file only describes. */
    private MachineArea area(JsonNode node) {
        Map<String, Double> components = new LinkedHashMap<>();
        JsonNode parts = object(node, "components_um2", "machine.area.components_um2");
        for (Map.Entry<String, JsonNode> entry : parts.properties()) {
            components.put(entry.getKey(), um2(parts, entry.getKey(), "machine.area.components_um2." + entry.getKey()));
        }
        return new MachineArea(
                text(node, "table", "machine.area.table"),
                um2(node, "um2", "machine.area.um2"),
                um2(node, "low_um2", "machine.area.low_um2"),
                um2(node, "high_um2", "machine.area.high_um2"),
                components);
    }

    private double um2(JsonNode node, String key, String at) {
        JsonNode value = node.path(key);
        if (!value.isNumber() || !(value.asDouble() > 0 && value.asDouble() <= MOST)) {
            throw bad(at, "square micrometres above 0", value);
        }
        return value.asDouble();
    }

    private RunRecord.Work workload(JsonNode node) {
        Map<String, String> options = new LinkedHashMap<>();
        JsonNode given = object(node, "options", "workload.options");
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            options.put(entry.getKey(), text(given, entry.getKey(), "workload.options." + entry.getKey()));
        }
        List<Integer> images = new ArrayList<>();
        for (JsonNode image : list(node, "images", "workload.images")) {
            images.add(integer(image, "workload.images[" + images.size() + "]"));
        }
        JsonNode verified = node.path("values_verified");
        if (!verified.isBoolean()) {
            throw bad("workload.values_verified", "true or false", verified);
        }
        return new RunRecord.Work(
                text(node, "kind", "workload.kind"),
                text(node, "name", "workload.name"),
                node.has("seed")
                        ? (Long) number(node.path("seed"), Long.MIN_VALUE, Long.MAX_VALUE, "workload.seed")
                        : null,
                options,
                images,
                verified.asBoolean(),
                texts(node, "notes", "workload.notes"));
    }

    private LayerRecord layer(JsonNode node, String at) {
        List<LedgerSums> ledger = new ArrayList<>();
        for (JsonNode entry : list(node, "ledger", at + ".ledger")) {
            String where = at + ".ledger[" + ledger.size() + "].";
            List<Long> cycles = new ArrayList<>();
            for (State state : State.values()) {
                cycles.add(number(entry, state.word(), where + state.word()));
            }
            ledger.add(new LedgerSums(
                    text(entry, "kind", where + "kind"), integer(entry, "units", where + "units"), cycles));
        }
        Map<String, Long> counters = new LinkedHashMap<>();
        JsonNode counted = object(node, "counters", at + ".counters");
        for (Map.Entry<String, JsonNode> entry : counted.properties()) {
            counters.put(entry.getKey(), number(counted, entry.getKey(), at + ".counters." + entry.getKey()));
        }
        return new LayerRecord(
                node.has("image") ? integer(node, "image", at + ".image") : 0,
                text(node, "layer", at + ".layer"),
                shape(object(node, "shape", at + ".shape"), at + ".shape"),
                positive(number(node, "dense_macs", at + ".dense_macs"), at + ".dense_macs"),
                form(text(node, "weight_form", at + ".weight_form"), at + ".weight_form"),
                text(node, "weights", at + ".weights"),
                text(node, "mapping", at + ".mapping"),
                positive(number(node, "cycles", at + ".cycles"), at + ".cycles"),
                number(node, "multiplications", at + ".multiplications"),
                number(node, "bypassed", at + ".bypassed"),
                number(node, "matched_pairs", at + ".matched_pairs"),
                number(node, "chunks", at + ".chunks"),
                positive(number(node, "activations", at + ".activations"), at + ".activations"),
                number(node, "activation_non_zeros", at + ".activation_non_zeros"),
                positive(number(node, "weight_values", at + ".weight_values"), at + ".weight_values"),
                number(node, "weight_non_zeros", at + ".weight_non_zeros"),
                ledger,
                activity(node, at + ".activity"),
                counters);
    }

    private WeightForm form(String word, String at) {
        for (WeightForm form : WeightForm.values()) {
            if (form.word().equals(word)) {
                return form;
            }
        }
        throw new ResultException(file + ": " + at + ": no form of weights '" + word + "'");
    }

    private Activity activity(JsonNode node, String at) {
        Activity activity = new Activity();
        int i = 0;
        for (JsonNode entry : list(node, "activity", at)) {
            String where = at + "[" + i++ + "].";
            String word = text(entry, "action", where + "action");
            Action action;
            try {
                action = Action.valueOf(word.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new ResultException(file + ": " + where + "action: no action '" + word + "'");
            }
            long size = number(entry, "size", where + "size");
            if (action == Action.MULTIPLY || action == Action.SRAM_READ || action == Action.SRAM_WRITE) {
                positive(size, where + "size");
            }
            activity.add(
                    text(entry, "component", where + "component"),
                    action,
                    positive(entry, "width_bits", where + "width_bits"),
                    size,
                    number(entry, "count", where + "count"));
        }
        return activity;
    }

    private ConvShape shape(JsonNode node, String at) {
        String[] names = {
            "k",
            "c",
            "groups",
            "r",
            "s",
            "h",
            "w",
            "stride_h",
            "stride_w",
            "pad_top",
            "pad_left",
            "pad_bottom",
            "pad_right"
        };
        int[] v = new int[names.length];
        for (int i = 0; i < v.length; i++) {
            v[i] = integer(node, names[i], at + "." + names[i]);
        }
        try {
            return new ConvShape(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12]);
        } catch (IllegalArgumentException e) {
            throw new ResultException(file + ": " + at + ": " + e.getMessage());
        }
    }

    private JsonNode object(JsonNode node, String key, String at) {
        JsonNode child = node.path(key);
        if (!child.isObject()) {
            throw bad(at, "an object", child);
        }
        return child;
    }

    private JsonNode list(JsonNode node, String key, String at) {
        JsonNode child = node.path(key);
        if (!child.isArray()) {
            throw bad(at, "a list", child);
        }
        return child;
    }

    private JsonNode filled(JsonNode node, String key, String at) {
        JsonNode child = list(node, key, at);
        if (child.isEmpty()) {
            throw bad(at, "a list of at least one entry", child);
        }
        return child;
    }

    private void checkFinite(JsonNode node, String at) {
        if (node.isFloatingPointNumber() && !Double.isFinite(node.asDouble(Double.NaN))) {
            throw bad(at, "made of finite numbers", node);
        }
        node.values().forEach(child -> checkFinite(child, at));
    }

    private String text(JsonNode node, String key, String at) {
        JsonNode child = node.path(key);
        if (!child.isString()) {
            throw bad(at, "text", child);
        }
        return child.asString();
    }

    private List<String> texts(JsonNode node, String key, String at) {
        List<String> all = new ArrayList<>();
        for (JsonNode entry : list(node, key, at)) {
            if (!entry.isString()) {
                throw bad(at + "[" + all.size() + "]", "text", entry);
            }
            all.add(entry.asString());
        }
        return all;
    }

    private long number(JsonNode node, String key, String at) {
        return number(node.path(key), 0, MOST, at);
    }

    private long number(JsonNode value, long low, long high, String at) {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < low || value.asLong() > high) {
            throw bad(at, "a whole number from " + low + " to " + high, value);
        }
        return value.asLong();
    }

    private int integer(JsonNode node, String key, String at) {
        return integer(node.path(key), at);
    }

    private int integer(JsonNode node, String at) {
        long value = number(node, 0, Integer.MAX_VALUE, at);
        return (int) value;
    }

    private int positive(JsonNode node, String key, String at) {
        return (int) positive(integer(node, key, at), at);
    }

    private long positive(long value, String at) {
        if (value < 1) {
            throw new ResultException(file + ": " + at + " must be at least 1, not " + value);
        }
        return value;
    }

    private ResultException bad(String at, String expected, JsonNode found) {
        return new ResultException(file + ": " + at + " must be " + expected + ", "
                + (found.isMissingNode() ? "but is missing" : "not " + TextTable.shorten(found.toString(), 40)));
    }
}
