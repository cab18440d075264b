package org.escalatesim.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.escalatesim.report.ResultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRunnerTest {
    @TempDir
    Path temp;

    @Test
    void resultsDoNotDependOnThreadsShardsOrWhoRunsAPoint() {
        Sweep sweep = Small.twelve(temp);
        assertThat(Small.run(sweep, temp.resolve("one"), Shard.WHOLE, 1)).hasSize(12);
        Small.run(sweep, temp.resolve("three"), Shard.WHOLE, 3);
        for (int i = 1; i <= 5; i++) {
            // 12 points in 5 parts: 3, 3, 2, 2, 2
            assertThat(Small.run(sweep, temp.resolve("shards"), new Shard(i, 5), 1))
                    .hasSize(i <= 2 ? 3 : 2);
        }
        Map<String, String> one = Small.files(temp.resolve("one"));
        assertThat(one).hasSize(13);
        assertThat(Small.files(temp.resolve("three"))).isEqualTo(one);
        assertThat(Small.files(temp.resolve("shards"))).isEqualTo(one);
        for (PlannedPoint point : Small.plan(sweep)) {
            PointRunner.Result alone = PointRunner.run(Small.VERSION, point);
            assertThat(new String(alone.bytes(), StandardCharsets.UTF_8))
                    .isEqualTo(one.get(Path.of("points", point.key() + ".json").toString()));
        }
    }

    @Test
    void resultsKnowNoPathTimeOrHost() {
        Small.trace(temp);
        Path file = Small.write(
                temp.resolve("s.yaml"), "name: s\ntraces: [{folder: recorded}]\naxes: [{ring.slots: [0, 4]}]\n");
        Small.run(Sweep.open(file), temp.resolve("out"), Shard.WHOLE, 1);
        Small.files(temp.resolve("out"))
                .forEach((name, text) -> assertThat(text)
                        .as(name)
                        .doesNotContain(temp.toString())
                        .doesNotContain(System.getProperty("user.name") + "/"));
    }

    @Test
    void onlyWhatIsMissingOrDamagedRunsAgain() throws IOException {
        Sweep sweep = Small.twelve(temp);
        Path out = temp.resolve("out");
        Small.run(sweep, out, Shard.WHOLE, 2);
        TreeMap<String, String> whole = Small.files(out);
        List<String> keys = Small.plan(sweep).stream().map(PlannedPoint::key).toList();
        ResultStore store = new ResultStore(out);
        assertThat(Small.run(sweep, out, Shard.WHOLE, 2)).isEmpty();
        Files.delete(store.file(keys.get(3)));
        String text = Files.readString(store.file(keys.get(5)));
        Files.writeString(store.file(keys.get(5)), text.substring(0, text.length() / 2));
        Files.writeString(store.file(keys.get(7)), "");
        Files.writeString(store.file(keys.get(9)), text.replace("\"1.2.3\"", "\"1.2.2\""));
        Standing standing = Standing.of(Small.VERSION, Small.plan(sweep), store, 2);
        assertThat(standing.unreadable().values())
                .containsExactly(
                        store.file(keys.get(5)) + ": not a result: not whole JSON",
                        store.file(keys.get(7)) + ": not a result: it is empty",
                        store.file(keys.get(9)) + ": of version 1.2.2, not 1.2.3");
        assertThat(Small.run(sweep, out, Shard.WHOLE, 2))
                .containsExactlyInAnyOrder(keys.get(3), keys.get(5), keys.get(7), keys.get(9));
        assertThat(Small.files(out)).isEqualTo(whole);
    }

    @Test
    void anEditedSweepKeepsWhatItStillHas() {
        Small.run(Small.twelve(temp), temp.resolve("out"), Shard.WHOLE, 1);
        Sweep more = Small.sweep(temp, """
                seeds: [1, 2]
                axes:
                """ + Small.DENSITIES + """
                  - channel_accumulation.pattern: ["L<1,0>", "T<2,5>"]
                  - ring.slots: [4, 64, 128]
                """);
        // 2 seeds x 2 patterns at the new depth
        assertThat(Small.run(more, temp.resolve("out"), Shard.WHOLE, 1)).hasSize(4);
    }

    @Test
    void aPointThatFailsIsRecordedAndTheOthersGoOn() {
        Sweep sweep = Small.sweep(temp, """
                axes:
                """ + Small.DENSITIES + """
                  - ring.slots: [0, 64]
                  - global_buffer.bytes: [1024, 1048576]
                """);
        // A row of layer b's map has 16 x 8 values; 1,024 bytes hold it. A chunk larger than its lanes allow is
        // impossible.
        Path out = temp.resolve("out");
        Small.run(sweep, out, Shard.WHOLE, 2);
        List<PlannedPoint> plan = Small.plan(sweep);
        Standing standing = Standing.of(Small.VERSION, plan, new ResultStore(out), 1);
        assertThat(standing.failed()).containsKeys(plan.get(0), plan.get(1));
        assertThat(standing.failed().get(plan.get(1)))
                .isEqualTo("ring.slots=0: ring.slots must be 1 to 1048576, not 0");
        assertThat(standing.done()).contains(plan.get(3));
        assertThat(standing.missing()).isEmpty();
        assertThat(standing.todo(false)).isEmpty();
        assertThat(standing.todo(true)).startsWith(plan.get(0), plan.get(1));
    }

    @Test
    void aLayerThatTheMachineCannotRunFailsThatPointAlone() {
        Small.write(temp.resolve("wide.yaml"), """
                name: wide
                title: "a map with rows of 64 x 64 values"
                source: "made for tests"
                image: [64, 64, 64]
                layers:
                - {name: a, op: conv, in: [64, 64, 64], out: [8, 64, 64], kernel: [3, 3], stride: 1, pad: 1, groups: 1, input: [image], relu: true}
                """);
        Sweep sweep = Sweep.open(Small.write(
                temp.resolve("s.yaml"), """
                name: s
                networks: [wide.yaml]
                axes:
                """ + Small.DENSITIES + "  - global_buffer.bytes: [1024, 1048576]\n"));
        Path out = temp.resolve("out");
        Small.run(sweep, out, Shard.WHOLE, 2);
        List<PlannedPoint> plan = Small.plan(sweep);
        Standing standing = Standing.of(Small.VERSION, plan, new ResultStore(out), 1);
        assertThat(standing.done()).containsExactly(plan.get(1));
        assertThat(standing.failed().get(plan.get(0)))
                .contains("a")
                .contains("do not fit the global buffer (global_buffer.bytes = 1024)")
                .doesNotContain("internal");
    }

    @Test
    void aFolderThatCannotBeWrittenEndsTheSweepWithOneLineAndLeavesNothingHalf() throws IOException {
        Sweep sweep = Small.twelve(temp);
        Path out = temp.resolve("out");
        ResultStore store = new ResultStore(out);
        String blocked = Small.plan(sweep).get(6).key();
        // A folder in the place of a result: it can be neither replaced nor written.
        Files.createDirectories(store.file(blocked).resolve("full"));
        assertThatThrownBy(() -> Small.run(sweep, out, Shard.WHOLE, 2))
                .isInstanceOf(ResultException.class)
                .message()
                .startsWith(store.file(blocked) + ": cannot be written (")
                .doesNotContain("\n");
        try (var files = Files.list(out.resolve("points"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allMatch(name -> name.matches("[0-9a-f]{20}\\.json"));
        }
        Files.delete(store.file(blocked).resolve("full"));
        Files.delete(store.file(blocked));
        Small.run(sweep, out, Shard.WHOLE, 2);
        Small.run(sweep, temp.resolve("whole"), Shard.WHOLE, 2);
        assertThat(Small.files(out)).isEqualTo(Small.files(temp.resolve("whole")));
    }

    @Test
    void staleTemporariesGoAndFreshOnesStay() throws IOException {
        ResultStore store = new ResultStore(temp.resolve("out"));
        store.prepare();
        Path points = temp.resolve("out/points");
        Path stale = Files.writeString(points.resolve(".0123.json.77.5.1.tmp"), "{");
        Path fresh = Files.writeString(points.resolve(".4567.json.78.5.1.tmp"), "{");
        Path foreign = Files.writeString(points.resolve("notes.tmp"), "the user's");
        Files.setLastModifiedTime(stale, FileTime.from(Instant.now().minusSeconds(3600)));
        Files.setLastModifiedTime(foreign, FileTime.from(Instant.now().minusSeconds(3600)));
        store.prepare();
        assertThat(stale).doesNotExist();
        assertThat(fresh).exists();
        assertThat(foreign).exists();
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void anotherSweepsFolderIsRefused() {
        Small.run(Small.twelve(temp), temp.resolve("out"), Shard.WHOLE, 1);
        Sweep other = Sweep.open(Small.write(temp.resolve("o.yaml"), "name: other\nnetworks: [resnet20-cifar]\n"));
        assertThatThrownBy(() -> Small.run(other, temp.resolve("out"), Shard.WHOLE, 1))
                .hasMessage(temp.resolve("out") + ": holds the sweep 'small', this is 'other'; give another --out");
    }
}
