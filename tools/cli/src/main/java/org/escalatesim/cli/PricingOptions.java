package org.escalatesim.cli;

import org.escalatesim.config.InputException;
import picocli.CommandLine.Option;

/** How many threads simulate, and the table that prices what they counted. */
final class PricingOptions {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Layers (infer: images) simulated at a time (default: all processors). Results do not depend on it.")
    Integer threads;

    @Option(
            names = "--energy",
            paramLabel = "NAME|FILE",
            defaultValue = "45nm-lop",
            description = "The energy table: a YAML file or a bundled name (default: ${DEFAULT-VALUE}).")
    String energy;

    /** Worker threads, at least 1. */
    int threadCount() {
        return threadCount(threads);
    }

    /** Worker threads by an option, null for all processors. */
    static int threadCount(Integer threads) {
        if (threads == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (threads < 1 || threads > 1024) {
            throw new InputException("--threads must be 1 to 1024, not " + threads);
        }
        return threads;
    }
}
