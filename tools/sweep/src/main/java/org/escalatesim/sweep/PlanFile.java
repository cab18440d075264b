package org.escalatesim.sweep;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.escalatesim.report.ResultException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code sweep.json}: what the points of a sweep are and which file holds the result of each, so that results can be
 * merged without the sweep file and all that it names.
 *
 * @param format {@value #FORMAT}
 * @param version the simulator that wrote it
 * @param name the sweep's name
 * @param columns what tells the points apart, see {@link Sweep#columns}
 * @param points in the order of the sweep
 */
public record PlanFile(String format, String version, String name, List<String> columns, List<Entry> points) {
    private static final String FORMAT = "escalate-sim sweep 1";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /**
     * One point.
     *
     * @param result key of its result
     * @param values one per column
     */
    public record Entry(String result, List<String> values) {}

    /** The file of a sweep. */
    static PlanFile of(Sweep sweep, String version, List<PlannedPoint> points) {
        return new PlanFile(
                FORMAT,
                version,
                sweep.name(),
                sweep.columns(),
                points.stream()
                        .map(point -> new Entry(point.key(), point.point().row()))
                        .toList());
    }

    /** Its bytes: JSON with one point a line. */
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PlanFile head = new PlanFile(format, version, name, columns, List.of());
        String json = MAPPER.writeValueAsString(head);
        out.writeBytes(utf8(json.substring(0, json.length() - "]}".length())));
        for (int i = 0; i < points.size(); i++) {
            out.writeBytes(utf8((i == 0 ? "\n" : ",\n") + MAPPER.writeValueAsString(points.get(i))));
        }
        out.writeBytes(utf8("\n]}\n"));
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a file; throws {@link ResultException} naming it if it is not what it should be. */
    static PlanFile read(Path file) {
        byte[] bytes = ResultStore.bytes(file);
        PlanFile plan;
        try {
            plan = MAPPER.readValue(bytes, PlanFile.class);
        } catch (JacksonException e) {
            throw bad(file, "not whole JSON of the right form");
        }
        if (plan == null || !FORMAT.equals(plan.format)) {
            throw bad(file, "format must be '" + FORMAT + "'");
        }
        if (plan.version == null || plan.name == null || plan.columns == null || plan.points == null) {
            throw bad(file, "version, name, columns or points are missing");
        }
        List<Integer> wrong = new ArrayList<>();
        for (int i = 0; i < plan.points.size(); i++) {
            Entry entry = plan.points.get(i);
            if (entry == null
                    || entry.result == null
                    || !entry.result.matches("[0-9a-f]+")
                    || entry.values == null
                    || entry.values.size() != plan.columns.size()) {
                wrong.add(i + 1);
            }
        }
        if (!wrong.isEmpty()) {
            throw bad(file, "point " + wrong.get(0) + " has no result or not one value per column");
        }
        return plan;
    }

    private static ResultException bad(Path file, String why) {
        return new ResultException(
                file + ": not the points of a sweep: " + why + "; run the sweep again to write it anew");
    }
}
