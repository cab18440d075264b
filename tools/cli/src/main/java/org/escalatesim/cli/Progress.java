package org.escalatesim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress with time left, on stderr, when a person looks at it. Steps are dense MACs, so that big layers weigh more. */
final class Progress implements AutoCloseable {
    private static final long UNIT = 1_000_000;
    private final ProgressBar bar;

    private Progress(ProgressBar bar) {
        this.bar = bar;
    }

    /** A bar over a number of dense MACs; invisible when {@code quiet} or when stderr is no terminal. */
    static Progress of(String task, long denseMacs, boolean quiet) {
        return of(new ProgressBarBuilder(), task, denseMacs, quiet);
    }

    /** The same with the rate, for work of minutes and hours. */
    static Progress withRate(String task, long denseMacs, boolean quiet) {
        return of(new ProgressBarBuilder().showSpeed(), task, denseMacs, quiet);
    }

    private static Progress of(ProgressBarBuilder builder, String task, long denseMacs, boolean quiet) {
        if (quiet || !stderrIsTerminal()) {
            return new Progress(null);
        }
        return new Progress(builder.setTaskName(task)
                .setInitialMax(denseMacs)
                .setUnit(" MMAC", UNIT)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .clearDisplayOnFinish()
                .build());
    }

    /** Tells of work done; may be called from any thread. */
    void add(long denseMacs) {
        if (bar != null) {
            bar.stepBy(denseMacs);
        }
    }

    /** Shows a few words behind the bar. */
    void say(String words) {
        if (bar != null) {
            bar.setExtraMessage(" " + words);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    /** On Linux by the descriptor itself: {@code System.console()} asks about stdin and stdout, not stderr. */
    private static boolean stderrIsTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }
}
