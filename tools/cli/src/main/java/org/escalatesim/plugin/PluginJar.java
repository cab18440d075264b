package org.escalatesim.plugin;

import java.util.List;

/**
 * An optional jar that brings a command.
 *
 * @param command the word on the command line
 * @param module the Maven module that makes the jar, for example {@code tools/onnx}
 * @param jar the jar's file name
 * @param description what the command does, one line
 */
public record PluginJar(String command, String module, String jar, String description) {
    /** The jars that exist. */
    public static final List<PluginJar> ALL = List.of(
            new PluginJar(
                    "trace",
                    "tools/onnx",
                    "escalate-sim-onnx.jar",
                    "Makes a trace folder of an ONNX model and images."),
            new PluginJar(
                    "train",
                    "tools/compress",
                    "escalate-sim-compress.jar",
                    "Trains a compressed network: PENNI, ternary retraining, DSP."),
            new PluginJar(
                    "query",
                    "tools/duckdb",
                    "escalate-sim-duckdb.jar",
                    "Answers SQL over the results of a sweep (DuckDB); merge writes Parquet with it."));

    /** The Maven command that builds the jar into the folder where the main jar of a checkout looks. */
    public String buildCommand() {
        return "./mvnw -q -Pall -pl " + module + " -am package -DskipTests";
    }

    /** The jar of a command, or null if the command needs none. */
    public static PluginJar of(String command) {
        return ALL.stream()
                .filter(jar -> jar.command.equals(command))
                .findFirst()
                .orElse(null);
    }
}
