package org.escalatesim.report.timeline;

import java.io.Writer;
import java.nio.file.Path;
import java.util.Locale;
import org.escalatesim.machine.CycleObserver;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.Staged;

/**
 * A file that a timeline is streamed to: under a temporary name beside its place, where {@link #commit} moves it. Closed
 * without that, it leaves nothing behind.
 */
public final class TimelineFile implements AutoCloseable {
    /** Changes that are written at most unless the user asks for more: about 80 MB of JSON, 8 MB of VCD. */
    public static final long DEFAULT_LIMIT = 1_000_000;

    private static final String OPTION = "--timeline";

    private final Staged staged;
    private final Timeline timeline;

    /**
     * Opens a file: Chrome trace JSON where its name ends in {@code .json}, a value change dump where it ends in
     * {@code .vcd}.
     *
     * @param limit most changes of states and occupancies, at least 1
     * @throws ResultException if it has neither ending or cannot be written
     */
    public TimelineFile(Path file, Title title, Window window, long limit) {
        check(file);
        staged = new Staged(OPTION, file);
        Writer out = staged.writer();
        timeline =
                vcd(file) ? new ValueChangeDump(out, title, window, limit) : new TraceJson(out, title, window, limit);
    }

    /** Throws {@link ResultException} unless the file's name says what it is to hold and it can be written. */
    public static void check(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".json") && !vcd(file)) {
            throw new ResultException(
                    OPTION + " " + file + ": must end in .json (Chrome trace, for Perfetto) or .vcd" + " (waveforms)");
        }
        Staged.check(OPTION, file);
    }

    private static boolean vcd(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".vcd");
    }

    /** What a machine tells its cycles to. */
    public CycleObserver observer() {
        return timeline;
    }

    /** Moves the file to its place. */
    public void commit() {
        staged.commit();
    }

    @Override
    public void close() {
        staged.close();
    }
}
