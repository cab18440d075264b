package org.escalatesim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {
    @TempDir
    Path temp;

    private ResultFolder folder(String name) {
        ResultFolder folder = new ResultFolder(temp.resolve(name));
        folder.add("run.json", "{}\n");
        folder.add("layers.csv", "layer\n");
        return folder;
    }

    private List<String> tree() throws IOException {
        try (Stream<Path> files = Files.walk(temp)) {
            return files.filter(file -> !file.equals(temp))
                    .map(file -> temp.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aNewFolderAppearsWithAllFilesAndNothingElse() throws IOException {
        ResultFolder folder = folder("a/b");
        folder.check("run.json");
        assertThat(tree()).isEmpty();
        assertThat(folder.write()).containsExactly("layers.csv", "run.json");
        assertThat(tree()).containsExactly("a", "a/b", "a/b/layers.csv", "a/b/run.json");
    }

    @Test
    void inAnExistingFolderOnlyOurFilesAreReplaced() throws IOException {
        Files.createDirectory(temp.resolve("a"));
        Files.writeString(temp.resolve("a/run.json"), "old");
        Files.writeString(temp.resolve("a/mine.txt"), "mine");
        folder("a").check("run.json");
        folder("a").write();
        assertThat(tree()).containsExactly("a", "a/layers.csv", "a/mine.txt", "a/run.json");
        assertThat(temp.resolve("a/run.json")).hasContent("{}");
        assertThat(temp.resolve("a/mine.txt")).hasContent("mine");
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefused() throws IOException {
        Files.writeString(temp.resolve("a"), "");
        assertThatThrownBy(() -> folder("a").check())
                .isInstanceOf(ResultException.class)
                .hasMessageEndingWith("a: is a file, not a folder");
        assertThatThrownBy(() -> folder("a/b").write())
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("cannot be written");
        assertThat(tree()).containsExactly("a");
    }

    @Test
    void aFolderInPlaceOfAFileIsRefusedAndNothingIsTouched() throws IOException {
        Files.createDirectories(temp.resolve("a/run.json"));
        assertThatThrownBy(() -> folder("a").check("run.json", "layers.csv"))
                .isInstanceOf(ResultException.class)
                .hasMessageEndingWith("run.json is a folder there, not a file");
        assertThatThrownBy(() -> folder("a").write()).isInstanceOf(ResultException.class);
        assertThat(tree()).containsExactly("a", "a/run.json");
    }

    @Test
    void dotsInThePathAreFoldedBeforeAnythingIsTouched() throws IOException {
        folder("nope/../a").check("run.json");
        assertThat(tree()).isEmpty();
        folder("nope/../a").write();
        assertThat(tree()).containsExactly("a", "a/layers.csv", "a/run.json");
    }

    @Test
    void aNameThatCannotBeIsFoundByTheCheck() throws IOException {
        assertThatThrownBy(() -> folder("a".repeat(300)).check())
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("cannot be written");
        assertThat(tree()).isEmpty();
    }
}
