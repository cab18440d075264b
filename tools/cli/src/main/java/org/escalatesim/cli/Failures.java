package org.escalatesim.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.energy.MissingEnergyException;
import org.escalatesim.machine.SpecException;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.report.ResultException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into lines on stderr and an exit code; never a stack trace unless it was asked for. */
final class Failures {
    /** Exit code of internal errors. */
    static final int INTERNAL = 1;
    /** Exit code of bad input. */
    static final int BAD_INPUT = 2;

    private static final int MOST_LINES = 10;

    private Failures() {}

    /** A command line that does not parse. */
    static int badParameter(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String unknown = unknownOption(command, args);
        String problem = e.getMessage();
        if (unknown != null) {
            List<String> names = optionNames(command);
            problem = "no option '" + unknown + "'" + Names.didYouMean(unknown, names);
            if (Names.nearest(unknown, names) == null) {
                problem += "; options: " + String.join(", ", names);
            }
        } else if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            problem = "'" + unmatched.getUnmatched().get(0) + "' is not expected here";
        }
        PrintWriter err = command.getErr();
        boolean alone = command.getParent() == null && !(command.getCommand() instanceof EscalateSim);
        String help = alone
                ? "--help"
                : "escalate-sim help" + (command.getParent() == null ? "" : " " + command.getCommandName());
        err.println("error: " + oneLine(problem) + " (see " + help + ")");
        err.flush();
        return BAD_INPUT;
    }

    /** The first option that the command does not have, or null: a misspelling explains what else seems missing. */
    private static String unknownOption(CommandLine command, String[] args) {
        List<String> known = new ArrayList<>();
        command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
        for (String arg : args) {
            String name = arg.contains("=") ? arg.substring(0, arg.indexOf('=')) : arg;
            if (name.startsWith("--") && name.length() > 2 && !known.contains(name)) {
                return name;
            }
        }
        return null;
    }

    private static List<String> optionNames(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .map(option -> option.longestName())
                .toList();
    }

    /** A command that failed. */
    static int failed(Exception e, CommandLine command, ParseResult result) {
        return report(e, command.getErr(), stacktraceWanted(command));
    }

    /** Prints one line per problem. */
    static int report(Throwable e, PrintWriter err, boolean stacktrace) {
        List<String> problems = problems(e);
        int code = problems == null ? INTERNAL : BAD_INPUT;
        if (problems == null) {
            problems = List.of(internal(e));
        }
        for (String problem : problems.subList(0, Math.min(MOST_LINES, problems.size()))) {
            err.println("error: " + oneLine(problem));
        }
        if (problems.size() > MOST_LINES) {
            err.println("error: and " + (problems.size() - MOST_LINES) + " more");
        }
        if (stacktrace) {
            e.printStackTrace(err);
        }
        err.flush();
        return code;
    }

    /** The problems if the input is to blame, else null. */
    private static List<String> problems(Throwable e) {
        if (e instanceof InputException input) {
            return input.problems();
        }
        if (e instanceof SpecException || e instanceof UnsupportedLayerException || e instanceof ResultException) {
            return List.of(e.getMessage());
        }
        if (e instanceof MissingEnergyException missing) {
            return List.of(missing.located());
        }
        return null;
    }

    private static String internal(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return "out of memory; give Java more with -Xmx, or use fewer --threads";
        }
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (message.startsWith("internal error")) {
            return message;
        }
        return "internal error: "
                + (message.contains(e.getClass().getSimpleName())
                        ? message
                        : e.getClass().getSimpleName() + ": " + message)
                + " (--stacktrace shows where)";
    }

    private static String oneLine(String text) {
        return text == null
                ? "unknown"
                : String.join(" ", text.lines().map(String::strip).toList());
    }

    private static boolean stacktraceWanted(CommandLine command) {
        return command.getCommandSpec().mixins().values().stream()
                .map(mixin -> mixin.userObject())
                .anyMatch(object -> object instanceof CommonOptions common && common.stacktrace);
    }
}
