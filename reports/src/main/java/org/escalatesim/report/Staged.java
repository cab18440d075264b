package org.escalatesim.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that an option names and that is written under a temporary name beside its place, then moved there: it appears
 * whole or not at all. Closed without {@link #commit}, it leaves nothing behind.
 */
public final class Staged implements AutoCloseable {
    private final String option;
    private final Path file;
    private final Path target;
    private final Path temporary;
    private final Writer out;

    /**
     * Begins the file.
     *
     * @param option the option that names it, for messages
     * @throws ResultException if it cannot be written
     */
    public Staged(String option, Path file) {
        check(option, file);
        this.option = option;
        this.file = file;
        target = Target.file(option, file);
        temporary = Target.temporary(target);
        try {
            out = new Telling(Files.newBufferedWriter(temporary));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Throws {@link ResultException} if something else than a regular file is there, or its folder does not exist or
     * cannot be written.
     */
    public static void check(String option, Path file) {
        Path folder = Target.file(option, file).getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new ResultException(option + " " + file + ": its folder does not exist");
        }
        if (!Files.isWritable(folder)) {
            throw new ResultException(option + " " + file + ": its folder cannot be written to");
        }
    }

    /** Where to write; throws {@link ResultException} where that fails, as on a full disk. */
    public Writer writer() {
        return out;
    }

    /** Moves the file to its place. */
    public void commit() {
        try {
            out.close();
            Target.replace(temporary, target);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private ResultException unwritable(IOException e) {
        return new ResultException(option + " " + file + ": cannot be written (" + ResultException.why(e) + ")");
    }

    @Override
    public void close() {
        try {
            try {
                out.close();
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Turns failures into what the user is told, whatever library writes. */
    private final class Telling extends Writer {
        private final Writer to;

        Telling(Writer to) {
            this.to = to;
        }

        @Override
        public void write(char[] text, int from, int length) {
            try {
                to.write(text, from, length);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        @Override
        public void flush() {
            try {
                to.flush();
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        @Override
        public void close() throws IOException {
            to.close();
        }
    }
}
