package org.escalatesim.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import picocli.CommandLine;

/** The entry point of {@code escalate-sim.jar}. */
public final class Main {
    private static final Set<String> TOP_LEVEL = Set.of("-h", "--help", "-V", "--version");
    private static final String DEFAULT_COMMAND = "run";

    private Main() {}

    /** Runs a command and exits: 0 done, 1 internal error, 2 bad input. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = execute(out, err, args);
        out.flush();
        System.exit(code);
    }

    /** Runs a command; without a command's name in front, {@code run}. Returns the exit code. */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new EscalateSim());
        try {
            PluginCommands.add(line, args);
        } catch (InputException | LinkageError e) {
            return Failures.report(e, err, List.of(args).contains("--stacktrace"));
        }
        // Settings reach the commands that are there by now.
        line.setOut(out);
        line.setErr(err);
        line.setUsageHelpWidth(100);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Failures::badParameter);
        line.setExecutionExceptionHandler(Failures::failed);
        // --input takes many values; a misspelt option behind it must not be one. Not for run: --seed may be below 0.
        line.getSubcommands().get("infer").setUnmatchedOptionsAllowedAsOptionParameters(false);
        List<String> commands = List.copyOf(line.getSubcommands().keySet());
        List<String> all = new ArrayList<>(List.of(args));
        if (args.length == 0 || (args[0].startsWith("-") && !TOP_LEVEL.contains(args[0]))) {
            all.add(0, DEFAULT_COMMAND);
        } else if (!args[0].startsWith("-") && !commands.contains(args[0])) {
            err.println("error: no command '" + args[0] + "'" + Names.didYouMean(args[0], commands) + " (commands: "
                    + String.join(", ", commands) + "; see escalate-sim help)");
            err.flush();
            return Failures.BAD_INPUT;
        }
        int code;
        try {
            code = line.execute(all.toArray(String[]::new));
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            // picocli hands exceptions to the handler above, but lets errors through.
            code = Failures.report(e, err, all.contains("--stacktrace"));
        }
        out.flush();
        err.flush();
        return code;
    }
}
