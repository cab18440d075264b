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
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return e.getClass().getSimpleName();
    }
}
