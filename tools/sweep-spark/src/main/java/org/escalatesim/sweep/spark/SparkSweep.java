package org.escalatesim.sweep.spark;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.escalatesim.cli.Main;
import org.escalatesim.cli.SweepCommand;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The entry point of {@code escalate-sim-sweep-spark.jar}: {@code sweep}, its points run by Spark. */
public final class SparkSweep {
    /** What makes no sense here: Spark has the threads, and a dry run needs no cluster. */
    private static final String[] LOCAL_OPTIONS = {"--threads", "--dry-run", "--verbose"};

    private SparkSweep() {}

    /** Runs the sweep and exits: 0 done, 1 points failed or internal error, 2 bad input. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(execute(out, err, args));
    }

    /** Runs the sweep; returns the exit code. */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        // The runner is made late: it needs Spark's classes, which nobody has who asks for help with plain java.
        CommandLine line = new CommandLine(new SweepCommand((sweep, points, store, threads, observer) ->
                new SparkRunner().run(sweep, points, store, threads, observer)));
        CommandSpec spec = line.getCommandSpec();
        for (String name : LOCAL_OPTIONS) {
            OptionSpec option = spec.findOption(name);
            spec.remove(option);
        }
        line.setCommandName("spark-submit --class " + SparkSweep.class.getName() + " escalate-sim-sweep-spark.jar");
        spec.usageMessage()
                .description(
                        "Runs every point of a sweep file on a Spark cluster and keeps one result file per point, in"
                                + " a folder of the computer that this is started on. Started again, it runs what is missing."
                                + " Points that fail are recorded and the others go on; the exit code is then 1.")
                .footer(
                        "",
                        "The sweep file and what it names must be at the same paths on all computers; the folder for"
                                + " results need not be.",
                        "escalate-sim sweep FILE.yaml --dry-run shows the points; escalate-sim merge DIR makes one"
                                + " table of the results.");
        boolean help = args.length == 0
                || List.of(args).contains("--help")
                || List.of(args).contains("-h");
        if (!help && System.getProperty("spark.master") == null) {
            err.println(
                    "error: no Spark here: start this with spark-submit --master URL, or tools/scripts/sweep-spark.sh");
            err.flush();
            return 2;
        }
        return Main.executeAlone(line, out, err, args);
    }
}
