package org.escalatesim.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small sweep in a folder, and what is found there afterwards. */
final class SweepFolder {
    private SweepFolder() {}

    /** A sweep over a network of two layers; {@code axes} are further axes, one per line. */
    static Path write(Path folder, String head, String... axes) {
        text(folder.resolve("tiny.yaml"), """
                name: tiny
                title: "two layers"
                source: "made for tests"
                image: [3, 8, 8]
                layers:
                - {name: a, op: conv, in: [3, 8, 8], out: [16, 8, 8], kernel: [3, 3], stride: 1, pad: 1, groups: 1, input: [image], relu: true}
                - {name: b, op: conv, in: [16, 8, 8], out: [16, 8, 8], kernel: [3, 3], stride: 1, pad: 1, groups: 1, input: [a], relu: true}
                """);
        StringBuilder lines = new StringBuilder("name: small\nnetworks: [tiny.yaml]\n" + head + "axes:\n"
                + "  - {workload.coefficient_density: 0.3, workload.activation_density: 0.5}\n");
        Stream.of(axes).forEach(axis -> lines.append("  - ").append(axis).append('\n'));
        return text(folder.resolve("small.yaml"), lines.toString());
    }

    private static Path text(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names and contents of the result files that have their final names. */
    static TreeMap<String, String> results(Path out) {
        TreeMap<String, String> results = new TreeMap<>();
        for (Path file : list(out.resolve("points"))) {
            try {
                if (file.toString().endsWith(".json")) {
                    results.put(file.getFileName().toString(), Files.readString(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return results;
    }

    /** All files of a folder, none if it does not exist. */
    static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
