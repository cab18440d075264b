package org.escalatesim.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** A results folder or file that cannot be used: one line that names it and says why. */
public final class ResultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** One line for the user. */
    public ResultException(String problem) {
        super(problem);
    }

    /** Why a file or folder cannot be used, in a few words. */
    public static String why(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException file) {
            // Without a reason, its message is but the file.
            return file.getReason() == null ? e.getClass().getSimpleName() : file.getReason();
        }
        // What the operating system says, such as that no space is left.
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
