package org.escalatesim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Does what is written leave pipes and symbolic links as they were? */
@DisabledOnOs(OS.WINDOWS)
class TargetTest {
    @TempDir
    Path temp;

    private Path pipe(String name) throws Exception {
        Path pipe = temp.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    private long files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (Staged staged = new Staged("--x", file)) {
            staged.writer().write(text);
            staged.commit();
        }
    }

    @Test
    void aPipeIsRefusedAndStays() throws Exception {
        Path pipe = pipe("p.json");
        Path link = Files.createSymbolicLink(temp.resolve("l.json"), pipe);
        for (Path file : new Path[] {pipe, link}) {
            String line = "--x " + file + ": is not a regular file";
            assertThatThrownBy(() -> Staged.check("--x", file))
                    .isInstanceOf(ResultException.class)
                    .hasMessage(line);
            assertThatThrownBy(() -> write(file, "new")).hasMessage(line);
        }
        assertThat(Files.isRegularFile(pipe)).isFalse();
        assertThat(link).isSymbolicLink();
        assertThat(files(temp)).isEqualTo(2);
    }

    @Test
    void theFileBehindLinksIsReplacedBesideItself() throws IOException {
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Path file = Files.writeString(elsewhere.resolve("file"), "old");
        Path first = Files.createSymbolicLink(temp.resolve("first"), Path.of("elsewhere/file"));
        Path second = Files.createSymbolicLink(temp.resolve("second"), Path.of("first"));
        try (Staged staged = new Staged("--x", second)) {
            assertThat(files(elsewhere)).as("the temporary file is beside it").isEqualTo(2);
            staged.writer().write("new");
            staged.commit();
        }
        assertThat(file).hasContent("new");
        assertThat(first).isSymbolicLink();
        assertThat(second).isSymbolicLink();
        assertThat(files(elsewhere)).isEqualTo(1);
    }

    @Test
    void theFileOfADanglingLinkIsMade() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), Path.of("file"));
        write(link, "new");
        assertThat(temp.resolve("file")).isRegularFile().hasContent("new");
        assertThat(link).isSymbolicLink();
        Path nowhere = Files.createSymbolicLink(temp.resolve("nowhere"), Path.of("none/file"));
        assertThatThrownBy(() -> Staged.check("--x", nowhere))
                .hasMessage("--x " + nowhere + ": its folder does not exist");
    }

    @Test
    void linksInACircleAreRefused() throws IOException {
        Path one = Files.createSymbolicLink(temp.resolve("one"), Path.of("two"));
        Files.createSymbolicLink(temp.resolve("two"), Path.of("one"));
        assertThatThrownBy(() -> Staged.check("--x", one))
                .isInstanceOf(ResultException.class)
                .hasMessage("--x " + one + ": its symbolic links lead in a circle");
    }

    @Test
    void filesOfAFolderKeepPipesAndLinksToo() throws Exception {
        Path out = Files.createDirectory(temp.resolve("out"));
        Path pipe = pipe("out/run.json");
        ResultFolder folder = new ResultFolder(out);
        folder.add("run.json", "new\n");
        assertThatThrownBy(() -> folder.check("run.json"))
                .isInstanceOf(ResultException.class)
                .hasMessage("--out " + out + ": run.json is not a regular file");
        assertThatThrownBy(folder::write).isInstanceOf(ResultException.class);
        assertThat(Files.exists(pipe) && !Files.isRegularFile(pipe)).isTrue();

        Files.delete(pipe);
        Path link = Files.createSymbolicLink(pipe, Path.of("../kept.json"));
        folder.write();
        assertThat(link).isSymbolicLink();
        assertThat(temp.resolve("kept.json")).isRegularFile().hasContent("new");
        assertThat(files(out)).isEqualTo(1);
        assertThat(files(temp)).isEqualTo(2);
    }

    @Test
    void theFolderOfADanglingLinkIsMade() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), Path.of("folder"));
        ResultFolder folder = new ResultFolder(link);
        folder.add("run.json", "new\n");
        folder.check("run.json");
        assertThat(temp.resolve("folder")).doesNotExist();
        folder.write();
        assertThat(link).isSymbolicLink();
        assertThat(temp.resolve("folder/run.json")).hasContent("new");
    }
}
