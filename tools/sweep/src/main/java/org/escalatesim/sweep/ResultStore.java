package org.escalatesim.sweep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.Target;

/**
 * The folder of a sweep: {@code sweep.json} (its points, see {@link PlanFile}) and {@code points/KEY.json}, one result
 * each. A file is written whole under a temporary name in its own folder, forced to disk and moved into place, so that
 * none is ever half there; several processes may write to one folder.
 */
public final class ResultStore {
    /** A temporary file lives for milliseconds; one that is older was left by a process that was killed. */
    private static final Duration STALE = Duration.ofMinutes(10);

    private static final String TEMPORARY = ".tmp";
    private static final String RESULT = ".json";

    private final Path folder;
    private final Path points;
    private final AtomicLong count = new AtomicLong();

    /** Names a folder; nothing is touched yet. */
    public ResultStore(Path folder) {
        this.folder = folder;
        points = folder.resolve("points");
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** The file that holds the points. */
    public Path plan() {
        return folder.resolve("sweep.json");
    }

    /** The result file of a key. */
    public Path file(String key) {
        return points.resolve(key + RESULT);
    }

    /**
     * Stores what the points of a sweep are.
     *
     * @throws ResultException if the folder holds another sweep, or cannot be written
     */
    public void writePlan(Sweep sweep, String version, List<PlannedPoint> points) {
        if (Files.isRegularFile(plan())) {
            String other;
            try {
                other = PlanFile.read(plan()).name();
            } catch (ResultException e) {
                other = sweep.name(); // Damaged: written anew.
            }
            if (!other.equals(sweep.name())) {
                throw new ResultException(folder + ": holds the sweep '" + other + "', this is '" + sweep.name()
                        + "'; give another --out");
            }
        }
        write(plan(), PlanFile.of(sweep, version, points).bytes());
    }

    /** Makes the folders where they are missing and removes stale temporary files. */
    public void prepare() {
        try {
            Files.createDirectories(Target.followed("--out", folder));
            Files.createDirectories(points);
            removeStale(folder);
            removeStale(points);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static void removeStale(Path folder) throws IOException {
        Instant limit = Instant.now().minus(STALE);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(ResultStore::temporary).toList()) {
                try {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                        Files.deleteIfExists(file);
                    }
                } catch (NoSuchFileException e) {
                    // Its writer, another process, has just moved it into place.
                }
            }
        }
    }

    private static boolean temporary(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(".") && name.endsWith(TEMPORARY);
    }

    /** Whether there is a result of a key, whole or not. */
    public boolean has(String key) {
        return Files.isRegularFile(file(key));
    }

    /** The bytes of a result; throws {@link ResultException} if they cannot be read. */
    public byte[] read(String key) {
        return bytes(file(key));
    }

    /** A result; throws {@link ResultException} naming the file if it is damaged or not of this version. */
    ResultFile result(String key, String version) {
        ResultFile result = ResultFile.read(file(key).toString(), read(key));
        if (!result.version().equals(version)) {
            throw new ResultException(file(key) + ": of version " + result.version() + ", not " + version);
        }
        return result;
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ResultException(file + ": cannot be read (" + ResultException.why(e) + ")");
        }
    }

    /** Keys of all results in the folder, sorted. */
    public List<String> keys() {
        if (!Files.isDirectory(points)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(points)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(RESULT) && !name.startsWith("."))
                    .map(name -> name.substring(0, name.length() - RESULT.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ResultException(points + ": cannot be read (" + ResultException.why(e) + ")");
        }
    }

    /** Writes a result; throws {@link ResultException} naming the file if that is not possible. */
    public void write(String key, byte[] bytes) {
        write(file(key), bytes);
    }

    /** Writes a file of the folder, or replaces it, in one step. */
    void write(Path file, byte[] bytes) {
        Path temporary = file.resolveSibling("." + file.getFileName() + "."
                + ProcessHandle.current().pid() + "." + System.nanoTime() + "." + count.incrementAndGet() + TEMPORARY);
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw unwritable(file, e);
        }
    }

    static ResultException unwritable(Path file, IOException e) {
        return new ResultException(file + ": cannot be written (" + ResultException.why(e) + ")");
    }
}
