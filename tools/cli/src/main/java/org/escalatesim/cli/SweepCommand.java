package org.escalatesim.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.escalatesim.config.InputException;
import org.escalatesim.report.Numbers;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.page.SweepPage;
import org.escalatesim.sweep.LocalRunner;
import org.escalatesim.sweep.OtherResults;
import org.escalatesim.sweep.PlannedPoint;
import org.escalatesim.sweep.Planner;
import org.escalatesim.sweep.ResultStore;
import org.escalatesim.sweep.Shard;
import org.escalatesim.sweep.Standing;
import org.escalatesim.sweep.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sweep}: many runs that differ in a few fields. */
@Command(
        name = "sweep",
        description = {
            "Runs every point of a sweep file and keeps one result file per point. Started again, it runs what is"
                    + " missing. Points that fail are recorded and the others go on; the exit code is then 1."
        },
        footer = {
            "",
            "Example: escalate-sim sweep tools/sweeps/ring-lookahead.yaml --dry-run",
            "escalate-sim merge DIR makes one table of the results."
        })
public final class SweepCommand implements Callable<Integer> {
    /** More points than this need --yes. */
    static final int MANY = 10_000;
    /** Exit code when points failed. */
    static final int FAILED = 1;

    /** Lines of one sort that are shown. */
    static final int NAMED = 10;

    /** Where points run. */
    public interface Runner {
        /**
         * Runs points of a sweep and stores their results as they come.
         *
         * @param threads of this computer
         * @throws ResultException if a result cannot be stored; what was stored before is whole
         */
        void run(Sweep sweep, List<PlannedPoint> points, ResultStore store, int threads, LocalRunner.Observer observer);
    }

    private final Runner runner;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE.yaml", description = "The sweep file.")
    private String file;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder for results, to be continued if it holds some (default: out/NAME-sweep).")
    private String out;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Layers simulated at a time (default: all processors). Results do not depend on it.")
    private Integer threads;

    @Option(
            names = "--shard",
            paramLabel = "i/n",
            description = "Run points i, i + n, i + 2n, ... alone. All n shards may share a folder, at the same time.")
    private String shard;

    @Option(names = "--dry-run", description = "Show the points and an estimate of the time; run and write nothing.")
    private boolean dryRun;

    @Option(names = "--verbose", description = "With --dry-run: show all points.")
    private boolean verbose;

    @Option(names = "--yes", description = "Run more than 10,000 points.")
    private boolean yes;

    @Option(names = "--retry-failed", description = "Run points again that failed before.")
    private boolean retryFailed;

    @Mixin
    private HtmlOptions htmlOptions;

    @Mixin
    private CommonOptions common;

    /** Runs the points on this computer. */
    public SweepCommand() {
        this((sweep, points, store, threads, observer) ->
                LocalRunner.run(Version.text(), points, store, threads, observer));
    }

    /** Runs the points somewhere else. */
    public SweepCommand(Runner runner) {
        this.runner = runner;
    }

    @Override
    public Integer call() {
        int count = PricingOptions.threadCount(threads);
        Shard part = shard == null ? Shard.WHOLE : Shard.of(shard);
        Sweep sweep = Sweep.open(path("FILE.yaml", file));
        if (sweep.size() > MANY && !yes && !dryRun) {
            throw new InputException(file + ": " + Numbers.count(sweep.size()) + " points; more than "
                    + Numbers.count(MANY) + " need --yes (--dry-run shows them)");
        }
        ResultStore store = new ResultStore(out == null ? Path.of("out", sweep.name() + "-sweep") : path("--out", out));
        if (Files.exists(store.folder()) && !Files.isDirectory(store.folder())) {
            throw new InputException("--out " + store.folder() + ": is a file, not a folder");
        }
        if (htmlOptions.wanted()) {
            checkPage(sweep, store);
        }
        if (dryRun) {
            common.print(spec.commandLine().getOut(), new SweepDryRun(sweep, store, part, count, verbose).lines());
            return 0;
        }
        return run(sweep, store, part, count);
    }

    private int run(Sweep sweep, ResultStore store, Shard part, int count) {
        PrintWriter err = spec.commandLine().getErr();
        List<PlannedPoint> all = new Planner(Version.text()).plan(sweep);
        List<PlannedPoint> mine = part.of(all);
        store.prepare();
        store.writePlan(sweep, Version.text(), all);
        Standing standing = Standing.of(Version.text(), mine, store, count);
        note(err, "left alone", others(store, all));
        note(err, "run again", List.copyOf(standing.unreadable().values()));
        List<PlannedPoint> todo = standing.todo(retryFailed);
        Map<Integer, Failure> failed = new TreeMap<>();
        if (!retryFailed) {
            standing.failed().forEach((point, why) -> failed.put(point.point().number(), failure(point, why)));
        }
        int failedBefore = failed.size();
        try (Progress progress = Progress.withRate(sweep.name(), LocalRunner.denseMacs(todo), common.quiet)) {
            AtomicInteger finished = new AtomicInteger();
            progress.say("0/" + todo.size() + " points");
            runner.run(sweep, todo, store, count, new LocalRunner.Observer() {
                @Override
                public void worked(long denseMacs) {
                    progress.add(denseMacs);
                }

                @Override
                public void finished(PlannedPoint point, String failure) {
                    progress.say(finished.incrementAndGet() + "/" + todo.size() + " points");
                    if (failure != null) {
                        synchronized (failed) {
                            failed.put(point.point().number(), failure(point, failure));
                        }
                    }
                }
            });
        }
        List<String> lines = new ArrayList<>();
        lines.add("sweep         " + sweep.name() + (part.n() == 1 ? "" : ", shard " + part) + ": "
                + points(mine.size()) + "; " + Numbers.count(todo.size()) + " run now, "
                + Numbers.count(standing.done().size()) + " done before" + same(mine) + "; "
                + Numbers.count(failed.size()) + " failed"
                + (failedBefore == 0 ? "" : ", " + Numbers.count(failedBefore) + " of them before (--retry-failed)"));
        lines.add("results       in " + store.folder() + "; escalate-sim merge " + store.folder() + " makes one table");
        if (htmlOptions.wanted()) {
            lines.add("page          " + htmlOptions.write(store.folder(), Pages.sweep(sweep, store, spec)));
        }
        common.print(spec.commandLine().getOut(), lines);
        report(err, "error: ", Failure.lines(failed));
        return failed.isEmpty() ? 0 : FAILED;
    }

    private void checkPage(Sweep sweep, ResultStore store) {
        if (dryRun) {
            throw new InputException("--html and --dry-run cannot both be given: a dry run writes nothing");
        }
        if (sweep.size() > SweepPage.MOST_POINTS) {
            throw new InputException("--html: a page holds at most " + Numbers.count(SweepPage.MOST_POINTS)
                    + " points, and " + file + " has " + Numbers.count(sweep.size())
                    + " (escalate-sim merge makes a table of any number)");
        }
        htmlOptions.check(store.folder());
    }

    static String points(int count) {
        return Numbers.count(count) + (count == 1 ? " point" : " points");
    }

    /** Points whose machines, workloads and tables are equal have one result. */
    private static String same(List<PlannedPoint> mine) {
        Set<String> keys = new HashSet<>();
        mine.forEach(point -> keys.add(point.key()));
        int same = mine.size() - keys.size();
        return same == 0 ? "" : ", " + Numbers.count(same) + " equal to others";
    }

    private static List<String> others(ResultStore store, List<PlannedPoint> all) {
        Set<String> keys = new HashSet<>();
        all.forEach(point -> keys.add(point.key()));
        return OtherResults.lines(store, keys, Version.text());
    }

    private static Failure failure(PlannedPoint point, String why) {
        return new Failure(point.point().describe(), why);
    }

    private void note(PrintWriter err, String what, List<String> lines) {
        if (!common.quiet) {
            report(err, "note: " + what + ": ", lines);
        }
    }

    /** At most a few lines, and how many more there are. */
    static void report(PrintWriter err, String prefix, List<String> lines) {
        for (String line : lines.subList(0, Math.min(NAMED, lines.size()))) {
            err.println(prefix + line);
        }
        if (lines.size() > NAMED) {
            err.println(prefix + "and " + Numbers.count(lines.size() - NAMED) + " more");
        }
        err.flush();
    }

    static Path path(String option, String text) {
        if (text.isEmpty()) {
            throw new InputException(option + " must not be empty");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InputException(option + " " + text + ": is not a path");
        }
    }
}
