package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command as a reader can type it again: without what the results do not depend on, and without folders in front of
 * absolute paths, which say more about a computer than a reader needs.
 */
final class CommandText {
    private static final Set<String> LEFT_OUT = Set.of(
            "--out",
            "--threads",
            "--quiet",
            "--stacktrace",
            "--html",
            "--shard",
            "--retry-failed",
            "--timeline",
            "--timeline-layer",
            "--timeline-cycles",
            "--timeline-limit",
            "--dram-trace",
            "--dram-trace-format",
            "--dram-trace-burst");
    private static final String PLAIN = "[A-Za-z0-9_./:=,+@%-]+";

    private CommandText() {}

    /** The command that was parsed. */
    static String of(CommandSpec spec) {
        ParseResult parsed = spec.commandLine().getParseResult();
        List<String> words = new ArrayList<>(List.of("java -jar escalate-sim.jar", spec.name()));
        for (PositionalParamSpec positional : parsed.matchedPositionals()) {
            positional.originalStringValues().forEach(value -> words.add(quoted(withoutFolders(value))));
        }
        for (OptionSpec option : parsed.matchedOptionsSet()) {
            String name = option.longestName();
            if (LEFT_OUT.contains(name)) {
                continue;
            }
            if (option.arity().max() == 0) {
                words.add(name);
            } else {
                option.originalStringValues().forEach(value -> {
                    words.add(name);
                    words.add(quoted(withoutFolders(value)));
                });
            }
        }
        return String.join(" ", words);
    }

    /** Absolute paths to their last name, after {@code =} and {@code ,} too. */
    static String withoutFolders(String value) {
        return value.replaceAll("(^|[=,])(?:/|[A-Za-z]:[\\\\/])(?:[^=,]*[\\\\/])?(?=[^=,\\\\/])", "$1");
    }

    static String quoted(String value) {
        return value.matches(PLAIN) ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}
