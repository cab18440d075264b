package org.escalatesim.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.escalatesim.report.RunJsonReader;
import org.escalatesim.report.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {
    @TempDir
    Path temp;

    private Merge.Outcome merge(boolean layers, boolean others) {
        return new Merge(new ResultStore(temp.resolve("out")), Small.VERSION, layers, others)
                .write(temp.resolve("t.csv"));
    }

    private List<NamedCsvRecord> rows() throws IOException {
        List<NamedCsvRecord> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(temp.resolve("t.csv"))) {
            csv.forEach(rows::add);
        }
        return rows;
    }

    @Test
    void oneRowPerPointInTheOrderOfTheSweep() throws IOException {
        Sweep sweep = Small.twelve(temp);
        Small.run(sweep, temp.resolve("out"), Shard.WHOLE, 2);
        assertThat(merge(false, false)).isEqualTo(new Merge.Outcome(12, 12, 0, 0, List.of(), List.of(), 0));
        List<NamedCsvRecord> rows = rows();
        assertThat(rows).hasSize(12);
        List<PlannedPoint> plan = Small.plan(sweep);
        for (int i = 0; i < 12; i++) {
            Map<String, String> row = rows.get(i).getFieldsAsMap();
            assertThat(row).containsEntry("point", Integer.toString(i + 1));
            for (int column = 0; column < sweep.columns().size(); column++) {
                assertThat(row)
                        .containsEntry(
                                sweep.columns().get(column),
                                plan.get(i).point().row().get(column));
            }
            RunRecord run = RunJsonReader.read(
                    new ResultStore(temp.resolve("out")).file(plan.get(i).key()));
            assertThat(row)
                    .containsEntry("cycles", Long.toString(run.cycles()))
                    .containsEntry("failure", "")
                    .containsEntry("version", "1.2.3")
                    .containsEntry("result", plan.get(i).key());
            double parts = row.entrySet().stream()
                    .filter(cell -> cell.getKey().endsWith("_pj")
                            && !List.of("energy_pj", "dynamic_pj", "leakage_pj", "derived_pj", "extrapolated_pj")
                                    .contains(cell.getKey()))
                    .mapToDouble(cell -> Double.parseDouble(cell.getValue()))
                    .sum();
            assertThat(parts).isCloseTo(Double.parseDouble(row.get("energy_pj")), within(1e-9));
            double ca = row.entrySet().stream()
                    .filter(cell ->
                            cell.getKey().startsWith("ca_") && cell.getKey().endsWith("_fraction"))
                    .mapToDouble(cell -> Double.parseDouble(cell.getValue()))
                    .sum();
            assertThat(ca).isCloseTo(1, within(1e-9));
        }
    }

    private static org.assertj.core.data.Percentage within(double fraction) {
        return org.assertj.core.data.Percentage.withPercentage(100 * fraction);
    }

    @Test
    void layersHaveTheRowsOfLayersCsv() throws IOException {
        Small.run(Small.twelve(temp), temp.resolve("out"), Shard.WHOLE, 2);
        merge(false, false);
        List<NamedCsvRecord> points = rows();
        merge(true, false);
        List<NamedCsvRecord> layers = rows();
        assertThat(layers).hasSize(36);
        for (int i = 0; i < 12; i++) {
            List<NamedCsvRecord> own = layers.subList(3 * i, 3 * i + 3);
            assertThat(own).extracting(row -> row.getField("layer")).containsExactly("a", "b", "c");
            String number = Integer.toString(i + 1);
            assertThat(own).allMatch(row -> row.getField("point").equals(number));
            assertThat(own.stream()
                            .mapToLong(row -> Long.parseLong(row.getField("cycles")))
                            .sum())
                    .isEqualTo(Long.parseLong(points.get(i).getField("cycles")));
        }
    }

    @Test
    void rowsThatAreNotKeptInMemoryAreReadAgain() throws IOException {
        Small.run(Small.twelve(temp), temp.resolve("out"), Shard.WHOLE, 2);
        merge(true, false);
        String whole = Files.readString(temp.resolve("t.csv"));
        for (int most : new int[] {0, 7}) {
            new Merge(new ResultStore(temp.resolve("out")), Small.VERSION, true, false, most)
                    .write(temp.resolve("t.csv"));
            assertThat(Files.readString(temp.resolve("t.csv"))).isEqualTo(whole);
        }
    }

    @Test
    void whatIsThereIsMergedAndTheRestIsCountedOrNamed() throws IOException {
        Sweep sweep = Small.sweep(temp, """
                axes:
                """ + Small.DENSITIES + """
                  - ring.slots: [0, 1, 4, 64]
                """);
        Path out = temp.resolve("out");
        Small.run(sweep, out, Shard.WHOLE, 1);
        List<PlannedPoint> plan = Small.plan(sweep);
        ResultStore store = new ResultStore(out);
        Files.delete(store.file(plan.get(1).key()));
        Files.writeString(store.file(plan.get(2).key()), "{");
        Files.writeString(store.file("00000000000000000000"), "{");
        Merge.Outcome outcome = merge(false, false);
        assertThat(outcome)
                .isEqualTo(new Merge.Outcome(
                        4,
                        2,
                        1,
                        1,
                        List.of(store.file(plan.get(2).key())
                                + ": not a result: not whole JSON; not merged, the sweep runs it again"),
                        List.of(store.file("00000000000000000000") + ": not a result: not whole JSON"),
                        0));
        List<NamedCsvRecord> rows = rows();
        assertThat(rows).extracting(row -> row.getField("point")).containsExactly("1", "4");
        assertThat(rows.get(0).getField("failure")).isEqualTo("ring.slots=0: ring.slots must be 1 to 1048576, not 0");
        assertThat(rows.get(0).getField("cycles")).isEmpty();
        assertThat(rows.get(1).getField("failure")).isEmpty();
    }

    @Test
    void resultsOfAnotherVersionAreMergedOnlyWhenAskedFor() throws IOException {
        Sweep sweep = Small.twelve(temp);
        Small.run(sweep, temp.resolve("out"), Shard.WHOLE, 2);
        ResultStore store = new ResultStore(temp.resolve("out"));
        String old =
                Files.readString(store.file(Small.plan(sweep).get(3).key())).replace("\"1.2.3\"", "\"1.2.2\"");
        Files.writeString(store.file("ffffffffffffffffffff"), old);
        Merge.Outcome outcome = merge(false, false);
        assertThat(outcome.merged()).isEqualTo(12);
        assertThat(outcome.others())
                .containsExactly(store.file("ffffffffffffffffffff") + ": of version 1.2.2, not 1.2.3");
        Map<String, String> fourth = rows().get(3).getFieldsAsMap();
        Merge.Outcome both = merge(false, true);
        assertThat(both.merged()).isEqualTo(12);
        assertThat(both.ofOtherVersions()).isEqualTo(1);
        Map<String, String> last = rows().get(12).getFieldsAsMap();
        assertThat(last).containsEntry("point", "").containsEntry("version", "1.2.2");
        assertThat(last.keySet()).isEqualTo(fourth.keySet());
        // What tells the point apart is read from the result itself: ring.slots from its configuration, and so on.
        fourth.forEach((column, cell) -> {
            if (!List.of("point", "version", "result").contains(column)) {
                assertThat(last).containsEntry(column, cell);
            }
        });
    }

    @Test
    void resultsOfOtherVersionsComeByVersionThenInTheOrderOfTheSweep() throws IOException {
        Sweep sweep = Small.twelve(temp);
        Small.run(sweep, temp.resolve("out"), Shard.WHOLE, 2);
        ResultStore store = new ResultStore(temp.resolve("out"));
        List<PlannedPoint> plan = Small.plan(sweep);
        // Keys fall as numbers of points rise.
        for (int i = 0; i < 12; i++) {
            String old = i % 2 == 0 ? "1.2.2" : "1.2.1";
            Files.writeString(
                    store.file("f".repeat(19) + Integer.toHexString(15 - i)),
                    Files.readString(store.file(plan.get(i).key())).replace("\"1.2.3\"", '"' + old + '"'));
        }
        assertThat(merge(false, true).ofOtherVersions()).isEqualTo(12);
        assertThat(rows().subList(12, 24))
                .extracting(row -> row.getField("version") + " "
                        + (15 - Integer.parseInt(row.getField("result").substring(19), 16)))
                .containsExactly(
                        "1.2.1 1",
                        "1.2.1 3",
                        "1.2.1 5",
                        "1.2.1 7",
                        "1.2.1 9",
                        "1.2.1 11",
                        "1.2.2 0",
                        "1.2.2 2",
                        "1.2.2 4",
                        "1.2.2 6",
                        "1.2.2 8",
                        "1.2.2 10");
    }

    @Test
    void aWholeSweepOfAnotherVersionIsNamed() throws IOException {
        Small.run(Small.twelve(temp), temp.resolve("out"), Shard.WHOLE, 2);
        Merge later = new Merge(new ResultStore(temp.resolve("out")), "1.3.0", false, false);
        assertThatThrownBy(() -> later.write(temp.resolve("t.csv")))
                .hasMessage(temp.resolve("out/sweep.json") + ": of version 1.2.3, this is 1.3.0; nothing was merged:"
                        + " run the sweep again, or give --other-versions");
        new Merge(new ResultStore(temp.resolve("out")), "1.3.0", false, true).write(temp.resolve("t.csv"));
        assertThat(rows()).hasSize(12);
    }

    @Test
    void aDamagedListOfPointsIsNamed() throws IOException {
        Small.run(Small.twelve(temp), temp.resolve("out"), Shard.WHOLE, 2);
        Path plan = temp.resolve("out/sweep.json");
        String text = Files.readString(plan);
        for (String damaged : List.of("", "{", "{}", text.substring(0, 400), text.replace("sweep 1", "sweep 2"))) {
            Files.writeString(plan, damaged);
            assertThatThrownBy(() -> merge(false, false))
                    .message()
                    .startsWith(plan + ": not the points of a sweep: ")
                    .endsWith("; run the sweep again to write it anew")
                    .doesNotContain("\n");
        }
        Small.run(Small.twelve(temp), temp.resolve("out"), Shard.WHOLE, 2);
        assertThat(Files.readString(plan)).isEqualTo(text);
        assertThatThrownBy(() -> new Merge(new ResultStore(temp), Small.VERSION, false, false).write(plan))
                .hasMessage(temp + ": has no sweep.json; merge needs the folder of a sweep");
    }
}
