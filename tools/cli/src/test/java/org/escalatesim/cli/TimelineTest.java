package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Timelines as their viewers read them: legal, whole, and equal to the ledger of the run. */
class TimelineTest {
    private static final String LAYER = "layer3_1_conv1";
    private static final List<String> STATES = List.of("working", "input", "blocked", "siblings", "memory", "idle");

    @TempDir
    static Path temp;

    private static JsonNode run;
    private static JsonNode trace;
    private static long cycles;

    private static Cli run(String... more) {
        return Cli.run(Stream.concat(
                        Stream.of(
                                "--net",
                                "resnet20-cifar",
                                "--quiet",
                                "--out",
                                temp.resolve("out").toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @BeforeAll
    static void write() throws IOException {
        Cli cli = run("--timeline", temp.resolve("all.json").toString(), "--timeline-layer", LAYER);
        assertThat(cli).isEqualTo(new Cli(0, "", ""));
        JsonMapper mapper = JsonMapper.builder().build();
        trace = mapper.readTree(Files.readString(temp.resolve("all.json")));
        run = mapper.readTree(Files.readString(temp.resolve("out").resolve("run.json")));
        cycles = layer().path("cycles").asLong();
    }

    private static JsonNode layer() {
        for (JsonNode layer : run.path("layers").values()) {
            if (layer.path("layer").asString().equals(LAYER)) {
                return layer;
            }
        }
        throw new AssertionError("no layer " + LAYER);
    }

    @Test
    void slicesSumToTheLedger() {
        Map<String, Long> sums = new TreeMap<>();
        for (JsonNode event : trace.path("traceEvents").values()) {
            if (event.path("ph").asString().equals("X")) {
                sums.merge(
                        event.path("cat").asString() + " " + event.path("name").asString(),
                        event.path("dur").asLong(),
                        Long::sum);
            }
        }
        for (JsonNode kind : layer().path("ledger").values()) {
            for (String state : STATES) {
                assertThat(sums.getOrDefault(kind.path("kind").asString() + " " + state, 0L))
                        .as(kind.path("kind").asString() + " " + state)
                        .isEqualTo(kind.path(state).asLong());
            }
        }
    }

    /** The rules of Chrome's trace event format: what each phase must have, names for all, slices end to end. */
    @Test
    void theTraceKeepsTheRulesOfItsFormat() {
        Map<Long, String> processes = new HashMap<>();
        Map<String, String> threads = new HashMap<>();
        Map<String, Long> ends = new HashMap<>();
        Map<String, Long> counters = new HashMap<>();
        for (JsonNode event : trace.path("traceEvents").values()) {
            assertThat(event.path("pid").isIntegralNumber()).isTrue();
            assertThat(event.path("tid").isIntegralNumber()).isTrue();
            long pid = event.path("pid").asLong();
            String thread = pid + "." + event.path("tid").asLong();
            String name = event.path("name").asString();
            switch (event.path("ph").asString()) {
                case "M" -> {
                    if (name.equals("process_name")) {
                        assertThat(processes.put(
                                        pid, event.path("args").path("name").asString()))
                                .isNull();
                    } else if (name.equals("thread_name")) {
                        assertThat(threads.put(
                                        thread, event.path("args").path("name").asString()))
                                .isNull();
                    } else {
                        assertThat(name).isEqualTo("thread_sort_index");
                        assertThat(event.path("args").path("sort_index").isIntegralNumber())
                                .isTrue();
                    }
                }
                case "X" -> {
                    assertThat(STATES).contains(name);
                    assertThat(event.path("dur").asLong()).isPositive();
                    // Slices of a unit follow each other without a gap, so none overlaps another.
                    assertThat(event.path("ts").asLong()).isEqualTo(ends.getOrDefault(thread, 0L));
                    ends.put(
                            thread,
                            event.path("ts").asLong() + event.path("dur").asLong());
                }
                case "C" -> {
                    long ts = event.path("ts").asLong();
                    assertThat(ts).isGreaterThan(counters.getOrDefault(pid + name, -1L));
                    counters.put(pid + name, ts);
                    assertThat(event.path("args").path("entries").asInt(-1)).isNotNegative();
                }
                default -> throw new AssertionError("phase of " + event);
            }
        }
        assertThat(processes)
                .containsEntry(0L, "tile0")
                .containsEntry(7L, "tile7")
                .hasSize(8);
        // A writer, 4 outputs and 24 rows of two halves per tile.
        assertThat(threads).hasSize(8 * (1 + 4 + 48)).containsValues("writer", "block3.row5 mac");
        assertThat(ends.keySet()).isEqualTo(threads.keySet());
        assertThat(ends.values()).allMatch(end -> end == cycles);
        assertThat(counters.keySet()).contains("0ring", "0block0.row0 dilution_fifo", "0block0.row0 element_fifo");
    }

    @Test
    void theValueChangeDumpSaysTheSameInItsWindow() throws IOException {
        Path file = temp.resolve("part.vcd");
        assertThat(run("--timeline", file.toString(), "--timeline-layer", LAYER, "--timeline-cycles", "40:140"))
                .isEqualTo(new Cli(0, "", ""));
        Vcd vcd = Vcd.read(file);
        assertThat(vcd.times.get(0)).isEqualTo(40);
        assertThat(vcd.times.get(vcd.times.size() - 1)).isEqualTo(140);
        assertThat(vcd.times).isSorted().doesNotHaveDuplicates();
        Map<String, String> threads = new HashMap<>();
        int compared = 0;
        for (JsonNode event : trace.path("traceEvents").values()) {
            String pid = "tile" + event.path("pid").asLong();
            String key = pid + "." + event.path("tid").asLong();
            if (event.path("name").asString().equals("thread_name")) {
                String name = event.path("args").path("name").asString();
                threads.put(key, pid + "." + name.replace(' ', '.'));
            } else if (event.path("ph").asString().equals("X")) {
                long from = Math.max(40, event.path("ts").asLong());
                long to = Math.min(
                        140, event.path("ts").asLong() + event.path("dur").asLong());
                for (long cycle = from; cycle < to; cycle++) {
                    assertThat(vcd.value(threads.get(key), cycle))
                            .as(threads.get(key) + " in " + cycle)
                            .isEqualTo(STATES.indexOf(event.path("name").asString()));
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(100 * threads.size());
    }

    @Test
    void aWindowOfTheTraceIsItsPartOfTheWhole() throws IOException {
        Path file = temp.resolve("part.json");
        run("--timeline", file.toString(), "--timeline-layer", LAYER, "--timeline-cycles", "40:" + (cycles + 1000));
        long sum = 0;
        for (JsonNode event : JsonMapper.builder()
                .build()
                .readTree(Files.readString(file))
                .path("traceEvents")
                .values()) {
            if (event.path("ph").asString().equals("X")) {
                assertThat(event.path("ts").asLong()).isGreaterThanOrEqualTo(40);
                sum += event.path("dur").asLong();
            }
        }
        assertThat(sum).isEqualTo((cycles - 40) * 8 * 53);
    }

    @Test
    void equalRunsGiveEqualBytes() throws IOException {
        Path again = temp.resolve("again.json");
        run("--timeline", again.toString(), "--timeline-layer", LAYER);
        assertThat(Files.mismatch(again, temp.resolve("all.json"))).isEqualTo(-1);
    }

    @Test
    void badInputIsOneLineAndLeavesNothing() throws IOException {
        String json = temp.resolve("bad.json").toString();
        Map<List<String>, String> lines = new HashMap<>();
        lines.put(
                List.of("--timeline", json), "--timeline needs --timeline-layer NAME; layers of resnet20-cifar: conv1");
        lines.put(
                List.of("--timeline", json, "--timeline-layer", "layer3_1_conv"),
                "has no such layer; did you mean layer3_1_conv1?");
        lines.put(List.of("--timeline-layer", LAYER), "--timeline-layer needs --timeline FILE");
        lines.put(List.of("--timeline-cycles", "1:2"), "--timeline-cycles needs --timeline FILE");
        lines.put(List.of("--timeline-limit", "9"), "--timeline-limit needs --timeline FILE");
        lines.put(
                List.of("--timeline", temp.resolve("bad.txt").toString(), "--timeline-layer", LAYER),
                "must end in .json (Chrome trace, for Perfetto) or .vcd (waveforms)");
        lines.put(
                List.of("--timeline", temp.resolve("no/bad.json").toString(), "--timeline-layer", LAYER),
                "its folder does not exist");
        for (String window : List.of("5", "5:5", "9:3", "a:b", "-1:4", "1:2:3")) {
            lines.put(
                    List.of("--timeline", json, "--timeline-layer", LAYER, "--timeline-cycles", window),
                    "--timeline-cycles must be A:B with 0 <= A < B, for example 0:500, not '" + window + "'");
        }
        lines.put(
                List.of("--timeline", json, "--timeline-layer", LAYER, "--timeline-cycles", "900000:900001"),
                "layer layer3_1_conv1 has ");
        lines.put(
                List.of("--timeline", json, "--timeline-layer", LAYER, "--timeline-limit", "1000"),
                "--timeline: more than 1,000 changes by cycle ");
        lines.put(
                List.of("--timeline", json, "--timeline-layer", LAYER, "--timeline-limit", "1"),
                "more than 1; raise --timeline-limit");
        lines.put(
                List.of("--timeline", json, "--timeline-layer", LAYER, "--timeline-limit", "0"),
                "--timeline-limit must be at least 1, not 0");
        lines.put(
                List.of("--timeline", json, "--timeline-layer", LAYER, "--config", "systolic"),
                "--timeline: machine systolic does not run cycle by cycle");
        for (Map.Entry<List<String>, String> line : lines.entrySet()) {
            Cli cli = run(line.getKey().toArray(String[]::new));
            assertThat(cli.err()).as(line.getKey().toString()).contains(line.getValue());
            assertThat(cli.errors()).hasSize(1);
            assertThat(cli.code()).isEqualTo(2);
        }
        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("bad") || name.endsWith(".tmp"));
        }
    }

    /** A reader of value change dumps: declarations in scopes, then times and changes of vectors. */
    private static final class Vcd {
        final List<Long> times = new ArrayList<>();
        private final Map<String, String> codes = new HashMap<>();
        private final Map<String, TreeMap<Long, Integer>> changes = new HashMap<>();

        static Vcd read(Path file) throws IOException {
            Vcd vcd = new Vcd();
            Deque<String> scopes = new ArrayDeque<>();
            boolean defined = false;
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ");
                if (!defined) {
                    switch (words[0]) {
                        case "$scope" -> scopes.addLast(words[2]);
                        case "$upscope" -> scopes.removeLast();
                        case "$var" -> {
                            assertThat(words[1]).isEqualTo("reg");
                            String name = String.join(".", scopes) + "." + words[4];
                            assertThat(vcd.codes.put(name, words[3])).as(name).isNull();
                            assertThat(vcd.changes.put(words[3], new TreeMap<>()))
                                    .as("code " + words[3])
                                    .isNull();
                        }
                        case "$enddefinitions" -> defined = true;
                        default -> assertThat(words[0]).isIn("$version", "$comment", "$timescale");
                    }
                } else if (line.startsWith("#")) {
                    vcd.times.add(Long.parseLong(line.substring(1)));
                } else if (line.startsWith("b")) {
                    vcd.changes
                            .get(words[1])
                            .put(vcd.times.get(vcd.times.size() - 1), Integer.parseInt(words[0].substring(1), 2));
                } else {
                    assertThat(line).isIn("$dumpvars", "$end");
                }
            }
            assertThat(scopes).isEmpty();
            return vcd;
        }

        int value(String name, long cycle) {
            return changes.get(codes.get(name)).floorEntry(cycle).getValue();
        }
    }

    @Test
    void layersWithBranchesAreRefused() {
        String folder = SharedData.folder("dsp-resnet20-g4").toString();
        for (List<String> more : List.of(
                List.of("--timeline", temp.resolve("g.json").toString(), "--timeline-layer", "stage_1_0_b"),
                List.of("--dram-trace", temp.resolve("g.txt").toString(), "--dram-trace-format", "ramulator2"))) {
            List<String> args = new ArrayList<>(List.of("--trace", folder, "--image=0", "--out"));
            args.add(temp.resolve("g").toString());
            args.addAll(more);
            Cli cli = Cli.run(args.toArray(String[]::new));
            assertThat(cli.code()).isEqualTo(2);
            assertThat(cli.errors())
                    .singleElement()
                    .asString()
                    .matches("error: " + more.get(0) + ": layer stage_\\w+ has branches, .* workload.form=decomposed");
            assertThat(temp.resolve("g.json")).doesNotExist();
            assertThat(temp.resolve("g.txt")).doesNotExist();
        }
    }
}
