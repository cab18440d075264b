package org.escalatesim.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.escalatesim.config.InputException;
import org.escalatesim.report.ResultFolder;
import picocli.CommandLine.Option;

/** Where results go. */
final class OutOptions {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder for results; all files are written or none"
                    + " (default: out/WORKLOAD-MACHINE; other files there stay).")
    String out;

    /** The folder, checked to be writable for these files before any work is done. */
    ResultFolder folder(String defaultName, String... files) {
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
