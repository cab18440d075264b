package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The command in a figure is what was typed, without the folders of one computer. */
class RecordedCommandTest {
    private static String of(String... args) {
        return RecordedCommand.of(List.of(args));
    }

    @Test
    void relativePathsAreKeptAsTyped() {
        assertThat(of("plot", "speedup", "out/a/compare.json", "../b", "--out", "f.pdf", "--x=ring.slots"))
                .isEqualTo("escalate-sim plot speedup out/a/compare.json ../b --out f.pdf --x=ring.slots");
    }

    @Test
    void absolutePathsKeepTheirLastTwoNames() {
        assertThat(of("/data/me/out/cmp", "--out", "/data/me/figures/f.pdf", "--trace=/data/t/one", "/top", "/"))
                .isEqualTo("escalate-sim out/cmp --out figures/f.pdf --trace=t/one top ''");
        assertThat(of("--where", "workload=/data/me/traces/one", "/data/me/a b/../c/d"))
                .isEqualTo("escalate-sim --where workload=traces/one c/d");
    }

    @Test
    void wordsAreQuotedAndTitlesKept() {
        assertThat(of("--title", "/a/b/c", "--title=/a/b/c", "T<2,5>", "it's"))
                .isEqualTo("escalate-sim --title /a/b/c --title=/a/b/c 'T<2,5>' 'it'\\''s'");
    }
}
