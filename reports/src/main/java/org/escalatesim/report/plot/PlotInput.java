package org.escalatesim.report.plot;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.escalatesim.report.CompareJson;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.RunJson;
import org.escalatesim.report.RunJsonReader;
import org.escalatesim.report.RunRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A result file, and which kind it is.
 *
 * @param name how messages call it
 * @param kind what it holds
 * @param text the whole file
 * @param json its tree, or null for a CSV
 */
public record PlotInput(String name, Kind kind, String text, JsonNode json) {
    private static final String RUN_FORMAT = RunJson.FORMAT;
    private static final String COMPARE_FORMAT = CompareJson.FORMAT;
    /** What a sweep leaves of a point that failed, in any version. */
    private static final String FAILED_FORMAT = "escalate-sim failed point ";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** What a file holds. */
    public enum Kind {
        /** {@code run.json}. */
        RUN("run.json", "the run.json of a run"),
        /** {@code compare.json}. */
        COMPARE("compare.json", "the compare.json of a comparison"),
        /** A merged sweep. */
        SWEEP("points.csv", "the merged CSV of a sweep"),
        /** Any other table with a header. */
        TABLE("points.csv", "a CSV file with a header");

        private final String file;
        private final String words;

        Kind(String file, String words) {
            this.file = file;
            this.words = words;
        }
    }

    /**
     * Reads a file, or of a folder the one that {@code wanted} names first.
     *
     * @param wanted kinds that the figure is made of
     * @throws ResultException if it cannot be read, is empty, or is of another kind
     */
    static PlotInput read(Path given, Kind... wanted) {
        Path file = given;
        for (Kind kind : wanted) {
            Path inside = given.resolve(kind.file);
            if (Files.isDirectory(given) && Files.isRegularFile(inside)) {
                file = inside;
                break;
            }
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (MalformedInputException e) {
            throw new ResultException(file + ": not text; needs " + words(wanted));
        } catch (IOException e) {
            String why = Files.isDirectory(file) ? "a folder without " + words(wanted) : ResultException.why(e);
            throw new ResultException(file + ": cannot be read (" + why + ")");
        }
        if (text.isBlank()) {
            throw new ResultException(file + ": is empty; needs " + words(wanted));
        }
        PlotInput input = of(file.toString(), text);
        if (input == null || !List.of(wanted).contains(input.kind)) {
            throw new ResultException(
                    file + ": is " + (input == null ? "no result that figures are made of" : input.kind.words)
                            + "; this figure needs " + words(wanted));
        }
        return input;
    }

    private static String words(Kind... wanted) {
        StringBuilder words = new StringBuilder(wanted[0].words);
        for (int i = 1; i < wanted.length; i++) {
            words.append(" or ").append(wanted[i].words);
        }
        return words.toString();
    }

    private static PlotInput of(String name, String text) {
        if (!text.stripLeading().startsWith("{")) {
            String header = text.lines().findFirst().orElse("");
            boolean sweep = header.startsWith("point,") && header.contains(",failure,");
            if (sweep) {
                return new PlotInput(name, Kind.SWEEP, text, null);
            }
            return header.contains(",") ? new PlotInput(name, Kind.TABLE, text, null) : null;
        }
        JsonNode json;
        try {
            json = MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new ResultException(name + ":" + e.getLocation().getLineNr() + ":"
                    + e.getLocation().getColumnNr() + ": not JSON, or cut off");
        }
        String format = json.path("format").asString("");
        Kind kind = format.equals(RUN_FORMAT) ? Kind.RUN : format.equals(COMPARE_FORMAT) ? Kind.COMPARE : null;
        if (format.startsWith(FAILED_FORMAT)) {
            throw new ResultException(name + ": a point of a sweep that failed: "
                    + json.path("failure").asString("it does not say why").replace('\n', ' '));
        }
        if (kind == null && format.startsWith("escalate-sim ")) {
            throw new ResultException(name + ": format must be '" + RUN_FORMAT + "' or '" + COMPARE_FORMAT + "', not '"
                    + format + "': a result of another version, or of another command");
        }
        return kind == null ? null : new PlotInput(name, kind, text, json);
    }

    /** Throws unless another file was written by the same version of the simulator. */
    void sameVersion(PlotInput other) {
        String mine = text(json, "version");
        String its = other.text(other.json, "version");
        if (!mine.equals(its)) {
            throw new ResultException(other.name + ": written by version " + its + ", " + name + " by version " + mine
                    + "; one figure needs results of one version");
        }
    }

    /** The run of a {@code run.json}, every field checked. */
    RunRecord run() {
        return RunJsonReader.read(name, text);
    }

    /** A field, keys parted by '/'. */
    private JsonNode field(JsonNode node, String path) {
        JsonNode at = node;
        for (String key : path.split("/", -1)) {
            at = at.path(key);
        }
        return at;
    }

    /** A number, which must be finite and not below 0. */
    double number(JsonNode node, String path) {
        JsonNode value = field(node, path);
        if (!value.isNumber() || !Double.isFinite(value.asDouble()) || value.asDouble() < 0) {
            throw bad(path, "a number of at least 0", value);
        }
        return value.asDouble();
    }

    /** Text. */
    String text(JsonNode node, String path) {
        JsonNode value = field(node, path);
        if (!value.isString()) {
            throw bad(path, "text", value);
        }
        return value.asString();
    }

    /** An object or a list with something in it. */
    JsonNode filled(JsonNode node, String path) {
        JsonNode value = field(node, path);
        if (!value.isContainer() || value.isEmpty()) {
            throw bad(path, "filled", value);
        }
        return value;
    }

    private ResultException bad(String path, String expected, JsonNode found) {
        String is = found.isMissingNode() ? "but is missing" : "not " + found;
        return new ResultException(name + ": " + path.replace('/', '.') + " must be " + expected + ", "
                + (is.length() > 60 ? is.substring(0, 57) + "..." : is));
    }
}
