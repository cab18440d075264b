package org.escalatesim.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where a file that the user names is written. A file is made under a temporary name and moved into place, which would
 * put it in the place of a device, a pipe or a symbolic link too: the first two are refused, links are followed.
 */
public final class Target {
    private static final int MOST_LINKS = 40;

    private Target() {}

    /**
     * The file that a name stands for: its own, or the one that symbolic links lead to, there already or not.
     *
     * @param option what names it, for messages
     * @throws ResultException if there is something else than a regular file
     */
    public static Path file(String option, Path named) {
        if (Files.isDirectory(named)) {
            throw new ResultException(option + " " + named + ": is a folder, not a file");
        }
        if (!free(named)) {
            throw new ResultException(option + " " + named + ": is not a regular file");
        }
        return followed(option, named);
    }

    /** Whether a regular file or nothing is there, links followed. */
    static boolean free(Path file) {
        return Files.isRegularFile(file) || !Files.exists(file);
    }

    /**
     * The absolute path of a file or folder that is no symbolic link, but may be missing.
     *
     * @param option what names it, for messages
     * @throws ResultException if links lead in a circle or cannot be read
     */
    public static Path followed(String option, Path named) {
        Path at = named.toAbsolutePath();
        try {
            for (int links = 0; Files.isSymbolicLink(at); links++) {
                if (links == MOST_LINKS) {
                    throw new ResultException(option + " " + named + ": its symbolic links lead in a circle");
                }
                at = at.resolveSibling(Files.readSymbolicLink(at));
            }
        } catch (IOException e) {
            throw new ResultException(option + " " + named + ": cannot be read (" + ResultException.why(e) + ")");
        }
        return at;
    }

    /** The name under which this process makes a file, in the same folder. */
    public static Path temporary(Path file) {
        Path absolute = file.toAbsolutePath();
        return absolute.resolveSibling(
                "." + absolute.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    }

    /** Moves a temporary file to {@code file}, in one step; one that is there is replaced. */
    public static void replace(Path temporary, Path file) throws IOException {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
