package org.escalatesim.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.escalatesim.config.InputException;
import org.escalatesim.report.ResultException;

/** A new folder that appears with all its files in one step, or not at all. */
final class StagedFolder implements AutoCloseable {
    private final Path named;
    private final Path target;
    private final Path staging;

    /**
     * Makes a place for the files, beside the folder to be.
     *
     * @throws InputException if the folder holds something already or cannot be made
     */
    StagedFolder(Path folder) {
        named = folder;
        target = folder.toAbsolutePath().normalize();
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
            Files.createDirectories(target.getParent());
            staging = Files.createDirectory(target.resolveSibling(
                    ".escalate-sim." + ProcessHandle.current().pid() + "." + System.nanoTime() + ".tmp"));
        } catch (IOException e) {
            throw unwritable(e);
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
        if (!Files.exists(staging)) {
            return;
        }
        try {
            Files.walkFileTree(staging, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
