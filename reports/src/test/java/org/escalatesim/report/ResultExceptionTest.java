package org.escalatesim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ResultExceptionTest {
    @Test
    void whatTheOperatingSystemSaysIsKept() {
        assertThat(ResultException.why(new IOException("No space left on device")))
                .isEqualTo("No space left on device");
        assertThat(ResultException.why(new FileSystemException("a/b", null, "Is a directory")))
                .isEqualTo("Is a directory");
    }

    @Test
    void aFilesNameIsNoReason() {
        assertThat(ResultException.why(new NoSuchFileException("a/b"))).isEqualTo("no such file or folder");
        assertThat(ResultException.why(new AccessDeniedException("a/b"))).isEqualTo("permission denied");
        assertThat(ResultException.why(new FileSystemException("a/b"))).isEqualTo("FileSystemException");
        assertThat(ResultException.why(new IOException())).isEqualTo("IOException");
    }
}
