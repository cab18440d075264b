package org.escalatesim.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFolderTest {
    @TempDir
    private Path dir;

    /** A process that writes into a folder until it is told to end. */
    static final class Writer {
        private Writer() {}

        /** Writes; the argument is the folder to make. */
        public static void main(String[] args) throws IOException {
            try (StagedFolder folder = new StagedFolder(Path.of(args[0]))) {
                for (int i = 0; ; i++) {
                    Files.write(folder.path().resolve("file" + i % 1000), new byte[100]);
                    if (i == 50) {
                        System.out.println("writing");
                    }
                }
            }
        }
    }

    @Test
    void aProcessThatIsEndedLeavesNothing() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        dir.resolve("out").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("writing");
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void whatIsCommittedStays() throws IOException {
        try (StagedFolder folder = new StagedFolder(dir.resolve("out"))) {
            Files.writeString(folder.path().resolve("a"), "text");
            folder.commit();
        }
        assertThat(dir.resolve("out/a")).hasContent("text");
    }

    @Test
    void linksAreFollowed() throws IOException {
        Path empty = Files.createDirectory(dir.resolve("empty"));
        for (Path target : new Path[] {empty, dir.resolve("none")}) {
            Path link = Files.createSymbolicLink(dir.resolve("to-" + target.getFileName()), target);
            try (StagedFolder folder = new StagedFolder(link)) {
                Files.writeString(folder.path().resolve("a"), "text");
                folder.commit();
            }
            assertThat(link).isSymbolicLink();
            assertThat(target.resolve("a")).hasContent("text");
        }
    }
}
