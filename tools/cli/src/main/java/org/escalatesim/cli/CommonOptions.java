package org.escalatesim.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of every command, those of optional jars included. */
public final class CommonOptions {
    @Option(names = "--quiet", description = "Print nothing but errors; results are written all the same.")
    boolean quiet;

    @Option(names = "--stacktrace", description = "After an error, show where in the program it arose.")
    boolean stacktrace;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    /** Whether {@code --quiet} was given. */
    public boolean quiet() {
        return quiet;
    }

    /** Prints lines unless {@code --quiet} was given. */
    public void print(PrintWriter out, List<String> lines) {
        if (!quiet) {
            lines.forEach(out::println);
            out.flush();
        }
    }
}
