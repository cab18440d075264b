package org.escalatesim.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.escalatesim.config.InputException;
import org.escalatesim.report.ResultFolder;

/** Where results go; every command declares {@code --out} itself, to tell its own default. */
final class OutOptions {
    /** What every command's help says of {@code --out}; its default follows. */
    static final String HELP = "The folder for results; other files there stay ";

    private OutOptions() {}

    /** The folder, checked to be writable for these files before any work is done. */
    static ResultFolder folder(String out, String defaultName, String... files) {
        if (out != null && out.isEmpty()) {
            throw new InputException("--out must not be empty");
        }
        ResultFolder folder;
        try {
            folder = new ResultFolder(out == null ? Path.of("out", defaultName) : Path.of(out));
        } catch (InvalidPathException e) {
            throw new InputException("--out " + out + ": is not a path");
        }
        folder.check(files);
        return folder;
    }
}
