package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** DRAM traces: legal lines, and as many requests as the counted traffic takes. */
class DramTraceTest {
    private static final Pattern RAMULATOR = Pattern.compile("(LD|ST) 0x([0-9a-f]+)");
    private static final Pattern DRAMSIM = Pattern.compile("0x([0-9a-f]+) (READ|WRITE) (\\d+)");

    @TempDir
    Path temp;

    private Cli run(String... more) {
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

    /** Bits of an action in each layer. */
    private Map<String, Long> bits(String action) throws IOException {
        JsonNode run = JsonMapper.builder().build().readTree(Files.readString(temp.resolve("out/run.json")));
        Map<String, Long> bits = new LinkedHashMap<>();
        for (JsonNode layer : run.path("layers").values()) {
            long sum = 0;
            for (JsonNode entry : layer.path("activity").values()) {
                if (entry.path("action").asString().equals(action)) {
                    sum += entry.path("count").asLong()
                            * entry.path("width_bits").asLong();
                }
            }
            bits.put(layer.path("layer").asString(), sum);
        }
        return bits;
    }

    /** With a small buffer maps are spilled, cut into bands and fetched again; every kind of transfer occurs. */
    @ParameterizedTest
    @ValueSource(strings = {"1048576", "16384", "6000"})
    void requestsCoverTheCountedBits(String buffer) throws IOException {
        Path file = temp.resolve("trace.txt");
        String set = "global_buffer.bytes=" + buffer;
        Cli cli = run("--set", set, "--dram-trace", file.toString(), "--dram-trace-format", "dramsim3");
        assertThat(cli).isEqualTo(new Cli(0, "", ""));
        long reads = 0;
        long writes = 0;
        long latest = 0;
        for (String line : Files.readAllLines(file)) {
            Matcher request = DRAMSIM.matcher(line);
            assertThat(request.matches()).as(line).isTrue();
            assertThat(Long.parseLong(request.group(1), 16) % 64).isZero();
            long cycle = Long.parseLong(request.group(3));
            assertThat(cycle).isGreaterThanOrEqualTo(latest);
            latest = cycle;
            if (request.group(2).equals("READ")) {
                reads++;
            } else {
                writes++;
            }
        }
        // Outputs are one region per layer: their requests are the counted bits rounded up, layer by layer.
        long expected = 0;
        for (long bits : bits("dram_write").values()) {
            expected += (bits + 511) / 512;
        }
        assertThat(writes).isEqualTo(expected);
        // What is read is two regions, input and weights: at most one request more than the sum rounded up.
        long least = 0;
        int layers = 0;
        for (long bits : bits("dram_read").values()) {
            least += (bits + 511) / 512;
            layers++;
        }
        assertThat(reads).isBetween(least, least + layers);
        assertThat(reads).isPositive();
    }

    @Test
    void ramulatorGetsTheSameRequests() throws IOException {
        Path first = temp.resolve("a.txt");
        Path second = temp.resolve("b.txt");
        String set = "global_buffer.bytes=16384";
        run("--set", set, "--dram-trace", first.toString(), "--dram-trace-format", "dramsim3");
        String table = Files.readString(temp.resolve("out/run.json"));
        run("--set", set, "--dram-trace", second.toString(), "--dram-trace-format", "ramulator2");
        assertThat(Files.readString(temp.resolve("out/run.json"))).isEqualTo(table);
        List<String> lines = Files.readAllLines(second);
        assertThat(lines).allMatch(line -> RAMULATOR.matcher(line).matches());
        assertThat(lines.stream().map(line -> line.replace("LD ", "").replace("ST ", "")))
                .isEqualTo(Files.readAllLines(first).stream()
                        .map(line -> line.split(" ")[0])
                        .toList());
        // What is written is nowhere read: regions do not overlap.
        Set<String> read = new HashSet<>();
        Set<String> written = new HashSet<>();
        lines.forEach(line -> (line.startsWith("LD") ? read : written).add(line.substring(3)));
        assertThat(written).isNotEmpty().doesNotContainAnyElementsOf(read);
        // The run without a trace has the same results.
        run("--set", set);
        assertThat(Files.readString(temp.resolve("out/run.json"))).isEqualTo(table);
    }

    @Test
    void badInputIsOneLineAndLeavesNothing() throws IOException {
        String file = temp.resolve("bad.txt").toString();
        Map<List<String>, String> lines = new LinkedHashMap<>();
        lines.put(List.of("--dram-trace", file), "--dram-trace needs --dram-trace-format ramulator2 or dramsim3");
        lines.put(
                List.of("--dram-trace", file, "--dram-trace-format", "dramsim2"),
                "--dram-trace-format must be ramulator2 or dramsim3, not 'dramsim2'; did you mean dramsim3?");
        lines.put(List.of("--dram-trace-format", "dramsim3"), "--dram-trace-format needs --dram-trace FILE");
        lines.put(List.of("--dram-trace-burst", "64"), "--dram-trace-burst needs --dram-trace FILE");
        List<String> good = List.of("--dram-trace", file, "--dram-trace-format", "dramsim3");
        lines.put(
                Stream.concat(good.stream(), Stream.of("--dram-trace-burst", "48"))
                        .toList(),
                "--dram-trace-burst must be a power of two from 8 to 4096, not 48");
        lines.put(
                Stream.concat(good.stream(), Stream.of("--config", "eyeriss")).toList(),
                "--dram-trace: machine eyeriss counts its DRAM traffic but keeps no requests");
        lines.put(
                Stream.concat(good.stream(), Stream.of("--set", "dram.ideal=true"))
                        .toList(),
                "with dram.ideal=true no transfer has a time");
        lines.put(
                List.of("--dram-trace", temp.toString(), "--dram-trace-format", "dramsim3"), "is a folder, not a file");
        for (Map.Entry<List<String>, String> line : lines.entrySet()) {
            Cli cli = run(line.getKey().toArray(String[]::new));
            assertThat(cli.err()).as(line.getKey().toString()).contains(line.getValue());
            assertThat(cli.errors()).hasSize(1);
            assertThat(cli.code()).isEqualTo(2);
        }
        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files).isEmpty();
        }
    }
}
