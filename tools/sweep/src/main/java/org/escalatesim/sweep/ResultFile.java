package org.escalatesim.sweep;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.report.Energy;
import org.escalatesim.report.Json;
import org.escalatesim.report.PricedRun;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.RunJson;
import org.escalatesim.report.RunJsonReader;
import org.escalatesim.report.RunRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The result of a point: the {@code run.json} that {@code run} would write, or why there is none.
 *
 * @param run the run with its energies as they stand in the file, or null
 * @param total the energy of the whole run, or null
 * @param failure why there is no run, or null
 * @param version the simulator that wrote it
 */
record ResultFile(PricedRun run, Energy total, String failure, String version) {
    private static final String FAILED = "escalate-sim failed point 1";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** The bytes of a finished point. */
    static byte[] write(PricedRun run) {
        return RunJson.write(run).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The bytes of a point that failed.
     *
     * @param machine the machine, or null if that is what cannot be
     */
    static byte[] writeFailure(String version, Point point, LoadedMachine machine, Work.Prepared work, String failure) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("format", FAILED);
        root.put("version", version);
        root.put("failure", failure);
        root.put("machine", point.machine().name());
        Map<String, Object> settings = new LinkedHashMap<>();
        point.machineSettings()
                .forEach(set -> settings.put(set.path(), set.value().text()));
        root.put("configuration", machine == null ? settings : machine.resolved());
        root.put("workload", work.name());
        root.put("options", work.options());
        root.put("images", work.images());
        if (work.seed() != null) {
            root.put("seed", work.seed());
        }
        root.put("energy_table", point.energy().table().name());
        return Json.write(root).getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a file; throws {@link ResultException} naming it unless it is whole. */
    static ResultFile read(String file, byte[] bytes) {
        JsonNode root;
        try {
            root = MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            throw new ResultException(file + ": not a result: not whole JSON");
        }
        if (root.isMissingNode()) {
            throw new ResultException(file + ": not a result: it is empty");
        }
        if (FAILED.equals(root.path("format").asString(""))) {
            String failure = root.path("failure").asString("");
            String version = root.path("version").asString("");
            if (failure.isEmpty() || version.isEmpty()) {
                throw new ResultException(file + ": not a result: no failure or version");
            }
            return new ResultFile(null, null, failure, version);
        }
        RunRecord run = RunJsonReader.read(file, root);
        List<Energy> layers = new ArrayList<>();
        for (JsonNode layer : root.path("layers").values()) {
            layers.add(energy(file, layer.path("energy")));
        }
        JsonNode total = root.path("totals").path("energy");
        String table = total.path("table").asString("");
        return new ResultFile(new PricedRun(run, table, Map.of(), layers), energy(file, total), null, run.version());
    }

    private static Energy energy(String file, JsonNode node) {
        Map<String, Double> components = new LinkedHashMap<>();
        node.path("components_pj")
                .properties()
                .forEach(entry ->
                        components.put(entry.getKey(), number(file, node.path("components_pj"), entry.getKey())));
        return new Energy(
                number(file, node, "dynamic_pj"),
                number(file, node, "leakage_pj"),
                number(file, node, "derived_pj"),
                number(file, node, "extrapolated_pj"),
                components);
    }

    private static double number(String file, JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isNumber()) {
            throw new ResultException(file + ": not a result: energy has no number " + key);
        }
        return value.asDouble();
    }
}
