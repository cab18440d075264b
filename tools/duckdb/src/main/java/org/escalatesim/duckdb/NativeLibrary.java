package org.escalatesim.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** DuckDB unpacks its library, 60 MB, into the temporary folder, once per process, and removes it when Java ends. */
final class NativeLibrary {
    private static final String NAME = "libduckdb_java";

    private NativeLibrary() {}

    /** Unpacked libraries in the temporary folder, of any process. */
    static Set<Path> unpacked() {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(NAME))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** Removes what was unpacked in vain, on a full disk for example: the driver removes whole libraries alone. */
    static void removeSince(Set<Path> before) {
        for (Path file : unpacked()) {
            if (!before.contains(file)) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    // Left behind; that DuckDB does not start is the message.
                }
            }
        }
    }

    /**
     * Removes the file at once where the system tells which one is loaded (Linux): a process that is killed leaves
     * nothing behind, and the loaded library stays usable. Elsewhere the driver removes it at the end.
     */
    static void removeUnpacked() {
        Path maps = Path.of("/proc/self/maps");
        if (!Files.isReadable(maps)) {
            return;
        }
        try (Stream<String> lines = Files.lines(maps)) {
            List<Path> loaded = lines.map(line -> line.substring(Math.max(0, line.indexOf('/'))))
                    .filter(path -> path.contains("/" + NAME) && path.endsWith(".so"))
                    .distinct()
                    .map(Path::of)
                    .toList();
            for (Path file : loaded) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // The driver's own removal is still to come.
        }
    }
}
