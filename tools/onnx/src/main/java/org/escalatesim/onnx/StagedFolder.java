package org.escalatesim.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.escalatesim.config.InputException;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.Target;

/** A new folder that appears with all its files in one step, or not at all. */
final class StagedFolder implements AutoCloseable {
    private final Path named;
    private final Path target;
    private final Path staging;
    /** Removes the files when the process is told to end; what still writes then cannot be waited for. */
    private final Thread killed = new Thread(this::removeAll);

    /**
     * Makes a place for the files, beside the folder to be.
     *
     * @throws InputException if the folder holds something already or cannot be made
     */
    StagedFolder(Path folder) {
        named = folder;
        target = Target.followed("--out", folder.toAbsolutePath().normalize());
        try {
            if (Files.exists(target) && !Files.isDirectory(target)) {
                throw new InputException("--out " + named + ": is a file, not a folder");
            }
            if (Files.exists(target)) {
                refuseContents();
            }
            if (target.getParent() == null) {
                throw new InputException("--out " + named + ": is the root; give a folder in it");
            }
            refuseParents();
            Files.createDirectories(target.getParent());
            staging = Files.createDirectory(target.resolveSibling(
                    ".escalate-sim." + ProcessHandle.current().pid() + "." + System.nanoTime() + ".tmp"));
            Runtime.getRuntime().addShutdownHook(killed);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void refuseParents() {
        for (Path parent = target.getParent(); parent != null; parent = parent.getParent()) {
            if (Files.exists(parent) && !Files.isDirectory(parent)) {
                throw new InputException("--out " + named + ": " + parent.getFileName() + " is a file, not a folder");
            }
        }
    }

    private void refuseContents() throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            if (files.findAny().isPresent()) {
                throw new InputException("--out " + named + ": holds "
                        + (Files.exists(target.resolve("manifest.yaml")) ? "another trace" : "other files")
                        + "; give a new or empty folder");
            }
        }
    }

    /** Where files are written. */
    Path path() {
        return staging;
    }

    /** The refusal of a folder that cannot be written. */
    InputException unwritable(IOException e) {
        return new InputException("--out " + named + ": cannot be written (" + ResultException.why(e) + ")");
    }

    /** Moves the files into place. */
    void commit() {
        try {
            // An empty folder of this name makes way.
            Files.deleteIfExists(target);
            Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Removes what was not committed. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(killed);
        } catch (IllegalStateException e) {
            // The hook runs already.
            return;
        }
        try {
            remove(staging);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Renames first: what still writes by the old name adds nothing to what is being removed. */
    private void removeAll() {
        Path gone = staging.resolveSibling(staging.getFileName() + ".gone");
        try {
            Files.move(staging, gone, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Committed or removed already.
            return;
        }
        for (int tries = 0; tries < 100 && Files.exists(gone); tries++) {
            try {
                remove(gone);
            } catch (IOException e) {
                // A file that was being made while the folder got its new name.
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
