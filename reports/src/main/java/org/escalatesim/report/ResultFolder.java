package org.escalatesim.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder for the results of a run. A new one appears with all its files in one step, or not at all. Into one that
 * exists, files that were written whole inside it are moved one by one; files of other names there stay.
 */
public final class ResultFolder {
    private final Path named;
    /** Absolute, without {@code ..} and no link: one place for checks, staging and results. */
    private final Path folder;

    private final Map<String, String> files = new LinkedHashMap<>();

    /** Names the folder; nothing is touched yet. Throws {@link ResultException} if links lead in a circle. */
    public ResultFolder(Path folder) {
        named = folder;
        this.folder = Target.followed("--out", folder.toAbsolutePath().normalize());
    }

    /** The folder as the user named it. */
    public Path path() {
        return named;
    }

    /** Adds a file to be written; a later one of the same name replaces it. */
    public void add(String name, String text) {
        files.put(name, text);
    }

    /**
     * Finds out whether files of these names can be written, and leaves no trace of having tried.
     *
     * @throws ResultException if they cannot
     */
    public void check(String... names) {
        try {
            Deque<Path> made = makeParents();
            try {
                Path staging = makeStaging();
                if (Files.exists(folder)) {
                    Files.delete(staging);
                } else {
                    // A parent that can be written does not make the name a possible one.
                    try {
                        Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
                        Files.delete(folder);
                    } finally {
                        Files.deleteIfExists(staging);
                    }
                }
                checkNames(List.of(names));
            } finally {
                removeEmpty(made);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Writes all files that were added.
     *
     * @return their names, sorted
     * @throws ResultException if that is not possible; the folder is then as it was, unless one of several moves into an
     *     existing folder failed
     */
    public List<String> write() {
        try {
            Deque<Path> made = makeParents();
            try {
                Path staging = makeStaging();
                try {
                    for (Map.Entry<String, String> file : files.entrySet()) {
                        Files.writeString(staging.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
                    }
                    moveIntoPlace(staging);
                } finally {
                    removeAll(staging);
                }
            } catch (IOException | ResultException e) {
                removeEmpty(made);
                throw e;
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
        List<String> names = new ArrayList<>(files.keySet());
        Collections.sort(names);
        return names;
    }

    private void moveIntoPlace(Path staging) throws IOException {
        if (!Files.exists(folder)) {
            Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        checkNames(files.keySet());
        for (String name : files.keySet()) {
            Path target = Target.followed("--out", folder.resolve(name));
            if (target.equals(folder.resolve(name))) {
                Target.replace(staging.resolve(name), target);
            } else {
                replaceBehindLink(staging.resolve(name), target);
            }
        }
    }

    /** The file behind a link may be of another file system, on which it is made before it is moved into place. */
    private static void replaceBehindLink(Path staged, Path target) throws IOException {
        Path temporary = Target.temporary(target);
        try {
            Files.copy(staged, temporary);
            Target.replace(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void checkNames(Collection<String> names) {
        for (String name : names) {
            if (Files.isDirectory(folder.resolve(name))) {
                throw new ResultException("--out " + named + ": " + name + " is a folder there, not a file");
            }
            if (!Target.free(folder.resolve(name))) {
                throw new ResultException("--out " + named + ": " + name + " is not a regular file");
            }
            Target.followed("--out", folder.resolve(name));
        }
    }

    /** Makes missing parents and returns them, innermost first; checks that the folder is not a file. */
    private Deque<Path> makeParents() throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new ResultException("--out " + named + ": is a file, not a folder");
        }
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = parent(); at != null && !Files.exists(at); at = at.getParent()) {
            missing.push(at);
        }
        Deque<Path> made = new ArrayDeque<>();
        try {
            for (Path path : missing) {
                Files.createDirectory(path);
                made.push(path);
            }
        } catch (IOException e) {
            removeEmpty(made);
            throw e;
        }
        return made;
    }

    private Path parent() {
        return folder.getParent();
    }

    /**
     * A new folder on the file system of the results, with the permissions of any new folder: beside a folder that is
     * yet to be made, inside one that exists (whose parent may not be ours to write).
     */
    private Path makeStaging() throws IOException {
        Path parent = Files.exists(folder) ? folder : parent();
        return Files.createDirectory(
                parent.resolve(".escalate-sim." + ProcessHandle.current().pid() + "." + System.nanoTime() + ".tmp"));
    }

    private static void removeEmpty(Deque<Path> made) throws IOException {
        for (Path path : made) {
            Files.deleteIfExists(path);
        }
    }

    private static void removeAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private ResultException unwritable(IOException e) {
        return new ResultException("--out " + named + ": cannot be written (" + ResultException.why(e) + ")");
    }
}
