package org.escalatesim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.escalatesim.escalate.EscalateSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MachinesTest {
    @TempDir
    Path folder;

    static List<String> bundledNames() {
        return List.copyOf(Machines.bundled().keySet());
    }

    private static List<String> problems(String nameOrPath, String... sets) {
        return catchThrowableOfType(InputException.class, () -> Machines.load(nameOrPath, List.of(sets)))
                .problems();
    }

    /** tile8.yaml with one text replaced, as a file of the user's. */
    private String changed(String from, String to) throws IOException {
        String text = new Bundle(Machines.class, "machines", "machine")
                .bundled("tile8")
                .text();
        assertThat(text.replace("name: tile8\n", "name: mine8\n")).contains(from);
        return Files.writeString(
                        folder.resolve("mine.yaml"),
                        text.replace("name: tile8\n", "name: mine8\n").replace(from, to))
                .toString();
    }

    @Test
    void tile8IsTheReferenceDesign() {
        EscalateSpec spec = (EscalateSpec) Machines.load("tile8", List.of());

        // 8 tiles x 4 blocks x 6 rows x 5 multipliers.
        assertThat(spec.multipliers()).isEqualTo(960);
        assertThat(Machines.describe(spec))
                .containsExactly(
                        entry("machine", "escalate"),
                        entry("name", "tile8"),
                        entry("clock_mhz", 800),
                        entry("tiles", 8),
                        entry("blocks", 4),
                        entry("rows", 6),
                        entry("ideal_dense_multipliers", 1024),
                        entry("channel_accumulation.lanes", 16),
                        entry("channel_accumulation.chunk", 128),
                        entry("channel_accumulation.pattern", "T<2,5>"),
                        entry("channel_accumulation.same_lane", true),
                        entry("channel_accumulation.policy", "one-shot"),
                        entry("channel_accumulation.fifo_beats", 8),
                        entry("channel_accumulation.slot_registers", 2),
                        entry("channel_accumulation.coefficient_bytes", 1024),
                        entry("channel_accumulation.shared_decode", false),
                        entry("mac.multipliers", 5),
                        entry("mac.element_bits", 16),
                        entry("mac.element_fifo", 4),
                        entry("mac.psum_bits", 24),
                        entry("mac.line_pixels", 64),
                        entry("mac.lines", 4),
                        entry("ring.slots", 64),
                        entry("ring.banks", 16),
                        entry("output.pixels_per_cycle", 1),
                        entry("global_buffer.bytes", 1048576L),
                        entry("global_buffer.read_port_bytes", 128),
                        entry("global_buffer.write_port_bytes", 64),
                        entry("dram.ideal", false),
                        entry("dram.bytes_per_cycle", 32),
                        entry("dram.latency_cycles", 100),
                        entry("mapping.partition", "auto"),
                        entry("mapping.assignment", "round-robin"),
                        entry("mapping.refetch", "auto"));
        assertThat(Machines.open("tile8.yaml", List.of()).advice()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bundledNames")
    void everyBundledMachineLoadsAndGivesASourceForEveryField(String name) {
        LoadedMachine machine = Machines.open(name, List.of());

        assertThat(machine.spec().name()).isEqualTo(name);
        // The chip's figures are of four images; whoever compares speedups has to know.
        assertThat(machine.advice()).allMatch(line -> name.equals("eyeriss-chip") && line.startsWith("batch 4: "));
        List<String> fields = new ArrayList<>(machine.resolved().keySet());
        fields.remove("machine");
        fields.remove("name");
        assertThat(machine.sources())
                .containsKeys(fields.toArray(String[]::new))
                .hasSize(fields.size() + 1);
        for (String field : fields) {
            assertThat(machine.sources().get(field).reason())
                    .as(name + " " + field)
                    .isNotBlank()
                    .doesNotStartWith("no source")
                    .doesNotStartWith("not given");
        }
        assertThat(Machines.bundled().get(name)).isNotBlank().doesNotContain("\n");
    }

    @Test
    void theIndexNamesEveryFile() throws Exception {
        for (String kind : List.of("machines", "energy")) {
            Path resources = Path.of(Machines.class.getResource(kind).toURI());
            try (var files = Files.list(resources)) {
                assertThat(new Bundle(Machines.class, kind, "file").names())
                        .containsExactlyInAnyOrderElementsOf(
                                files.map(file -> file.getFileName().toString())
                                        .filter(file -> file.endsWith(".yaml"))
                                        .map(file -> file.substring(0, file.length() - ".yaml".length()))
                                        .toList());
            }
        }
    }

    @Test
    void aDescribedMachineLoadsAsItself() {
        LoadedMachine odd = Machines.open(
                "tile8",
                List.of(
                        "name=odd",
                        "channel_accumulation.pattern=L<3,2>",
                        "channel_accumulation.same_lane=false",
                        "channel_accumulation.policy=fewest-first",
                        "mapping.partition=map",
                        "global_buffer.bytes=5000000000"));
        List<String> sets = new ArrayList<>();
        odd.resolved().forEach((path, value) -> {
            if (!path.equals("machine")) {
                sets.add(path + "=" + value);
            }
        });
        assertThat(Machines.open("tile8", sets).resolved()).isEqualTo(odd.resolved());
        assertThat(odd.resolved())
                .contains(entry("channel_accumulation.same_lane", false), entry("global_buffer.bytes", 5_000_000_000L));
    }

    @Test
    void overridesAreChecked() {
        assertThat(((EscalateSpec) Machines.load("tile8", List.of("ring.slots=3", "ring.slots=32")))
                        .ring()
                        .slots())
                .isEqualTo(32);
        assertThat(problems("tile8", "ring.slots=0"))
                .containsExactly("--set ring.slots=0: ring.slots must be 1 to 1048576, not 0");
        assertThat(problems("tile8", "ring.slots=many"))
                .containsExactly("--set ring.slots=many: ring.slots must be an integer of at most 32 bits, not 'many'");
        assertThat(problems("tile8", "ring.slots="))
                .containsExactly("--set ring.slots=: ring.slots must be an integer of at most 32 bits, not nothing");
        assertThat(problems("tile8", "ring.slots=[1"))
                .singleElement()
                .asString()
                .startsWith("--set ring.slots=[1: not YAML: ");
        assertThat(problems("tile8", "name=a/b"))
                .containsExactly(
                        "--set name=a/b: name must be a word of letters, digits, '.', '_' and '-', not beginning "
                                + "with '.', not 'a/b'");
        assertThat(problems("tile8", "ring.slotz=3"))
                .containsExactly("--set ring.slotz=3: ring.slotz is not a field; did you mean ring.slots? accepted: "
                        + "ring.slots, ring.banks");
        assertThat(problems("tile8", "ring=3"))
                .containsExactly("--set ring=3: ring is a section; set one of ring.slots, ring.banks");
        assertThat(problems("tile8", "ring.slots", "bogus.x=1"))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo("--set ring.slots: must be path=value, for example ring.slots=32"),
                        second -> assertThat(second)
                                .startsWith("--set bogus.x=1: bogus.x is not a field; accepted: name, clock_mhz, "));
        assertThat(problems("tile8", "mapping.partition=chanels"))
                .containsExactly(
                        "--set mapping.partition=chanels: mapping.partition must be one of channels, map, auto, "
                                + "not 'chanels'; did you mean channels?");
    }

    @Test
    void overridesAreTheirOwnSource() {
        assertThat(Machines.open("tile8", List.of("ring.slots=32")).sources().get("ring.slots"))
                .hasToString("assumed: set on the command line");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slots: 64 | slots: 0 | 32:10: ring.slots must be 1 to 1048576, not 0",
                "slots: 64 | slotz: 64 | 32:3: ring.slotz is not a field; did you mean ring.slots? accepted: slots, banks",
                "chunk: 128 | chunk: 100 | 14:10: channel_accumulation.chunk must be a power of two from 2 to 1024, not 100",
                "chunk: 128 | chunk: 8 | 13:10: channel_accumulation.lanes must be at most channel_accumulation.chunk (8), not 16",
                "T<2,5> | T<2> | 15:12: channel_accumulation.pattern must be a pattern L<h,d> or T<h,d>, for example T<2,5>, not 'T<2>'",
                "one-shot | oneshot | 17:11: channel_accumulation.policy must be one of one-shot, fewest-first, not 'oneshot'; did you mean one-shot?",
                "name: mine8 | name: .tile8 | 3:7: name must be a word of letters, digits, '.', '_' and '-', not beginning with '.', not '.tile8'",
                "clock_mhz: 800 | clock_mhz: 0 | 6:12: clock_mhz must be 1 to 100000, not 0",
                "machine: escalate | # none | 3:1: machine is missing; it must be text (in quotes if it looks like a number, true, false or null)",
                "ring.slots: | ring.slotz: | 79:5: sources: ring.slotz is not a field; did you mean ring.slots? accepted: ring.slots, ring.banks",
                "published: {} | published: {tiles: p} | 60:5: sources: tiles is both published and assumed",
            })
    void badFiles(String from, String to, String message) throws IOException {
        String file = changed(from, to);
        assertThat(problems(file).get(0)).startsWith(file).endsWith(message);
    }

    @Test
    void unknownKind() throws IOException {
        String file = changed("machine: escalate", "machine: escalat");
        assertThat(problems(file).get(0))
                .startsWith(file + ":2:10: machine must be one of escalate")
                .endsWith(", not 'escalat'; did you mean escalate?");
    }

    @Test
    void misspeltSectionNamesTheRightOneAndWhatIsMissing() throws IOException {
        String file = changed("\nring:", "\nrings:");
        assertThat(problems(file))
                .containsExactly(
                        file
                                + ":31:1: rings is not a field; did you mean ring? accepted: name, clock_mhz, tiles, blocks, "
                                + "rows, ideal_dense_multipliers, channel_accumulation, mac, ring, output, global_buffer, "
                                + "dram, mapping, machine, description, extends, sources, notes",
                        file + ":2:1: ring is missing; it must be keys and values");
    }

    @Test
    void unknownName() {
        assertThat(problems("tile9"))
                .containsExactly("'tile9' is neither a file nor a bundled machine; did you mean tile8? bundled: "
                        + String.join(", ", bundledNames()));
        assertThat(problems("nosuchthing.yaml"))
                .containsExactly("'nosuchthing.yaml' is neither a file nor a bundled machine; bundled: "
                        + String.join(", ", bundledNames()));
    }

    @Test
    void filesExtendBundledMachinesAndEachOther() throws IOException {
        Files.writeString(
                folder.resolve("a.yaml"),
                "extends: tile8\nname: a\nring: {slots: 8}\ntiles: 4\nsources: {published: {tiles: a book}}\n");
        Path b = Files.writeString(
                folder.resolve("b.yaml"), "extends: a.yaml\nname: b\ndescription: mine\nring: {banks: 4}\n");
        LoadedMachine machine = Machines.open(b.toString(), List.of());

        assertThat(machine.resolved())
                .contains(
                        entry("name", "b"),
                        entry("tiles", 4),
                        entry("ring.slots", 8),
                        entry("ring.banks", 4),
                        entry("blocks", 4));
        Map<String, LoadedMachine.Source> sources = machine.sources();
        assertThat(sources.get("tiles")).hasToString("published: a book");
        assertThat(sources.get("ring.slots")).hasToString("assumed: no source given in a.yaml");
        assertThat(sources.get("ring.banks")).hasToString("assumed: no source given in b.yaml");
        assertThat(sources.get("mac.psum_bits").reason()).startsWith("the width given to every machine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "extends: tile9 | :1:10: extends: 'tile9' is neither a file nor a bundled machine; did you mean tile8? bundled: ALL",
                "{extends: scnn, machine: sparten, name: z} | :1:26: machine is 'sparten', but scnn.yaml, which this file extends, is of kind 'scnn'; a file extends one of its own kind",
                "extends: 3 | :1:10: extends must be a file or a bundled name, not 3",
                "extends: tile8 | :1:1: name is missing; a file that extends another needs its own name",
            })
    void badExtends(String text, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), text + "\n");
        assertThat(problems(file.toString()))
                .containsExactly(file + message.replace("ALL", String.join(", ", bundledNames())));
    }

    @Test
    void aNameStandsForOneFile() throws IOException {
        Path copy = Files.writeString(
                folder.resolve("copy.yaml"),
                new Bundle(Machines.class, "machines", "machine")
                        .bundled("tile8")
                        .text());
        assertThat(Machines.load(copy.toString(), List.of()).name()).isEqualTo("tile8");
        Path same = Files.writeString(folder.resolve("same.yaml"), "extends: tile8\nname: tile8\ntiles: 4\n");
        assertThat(problems(same.toString()))
                .containsExactly(same + ":2:7: name 'tile8' is that of a bundled file, and this one differs from it; "
                        + "give it a name of its own");
        Path parent = Files.writeString(folder.resolve("p.yaml"), "extends: tile8\nname: p\ntiles: 4\n");
        Path child = Files.writeString(folder.resolve("c.yaml"), "extends: p.yaml\nname: p\ntiles: 2\n");
        assertThat(parent).exists();
        assertThat(problems(child.toString()))
                .containsExactly(child + ":2:7: name must differ from that of p.yaml, which this file extends: 'p'");
    }

    @Test
    void extendsInACircle() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "extends: b.yaml\nname: a\n");
        Path b = Files.writeString(folder.resolve("b.yaml"), "extends: a.yaml\nname: b\n");
        assertThat(problems(b.toString()))
                .containsExactly(folder.resolve("a.yaml") + ":1:10: extends leads back to " + b);
    }

    @Test
    void anExistingFileWinsOverABundledName() throws IOException {
        Path file = Files.writeString(folder.resolve("tile8.yaml"), "extends: tile8\nname: mine\n");
        assertThat(Machines.load(file.toString(), List.of()).name()).isEqualTo("mine");
    }

    @Test
    void advice() {
        // The window of T<2,5> is 3 beats: 6 are enough, 5 are not.
        assertThat(Machines.open("tile8", List.of("channel_accumulation.fifo_beats=6"))
                        .advice())
                .isEmpty();
        assertThat(Machines.open("tile8", List.of("channel_accumulation.fifo_beats=5"))
                        .advice())
                .containsExactly(
                        "channel_accumulation.fifo_beats 5 starves the concentrator: pattern T<2,5> looks at 3 "
                                + "beats, at least 6 are needed to refill behind them");
        assertThat(Machines.open("tile8", List.of("ring.slots=15")).advice())
                .containsExactly("ring.banks 16 exceeds ring.slots 15: 1 banks are never used");
        assertThat(Machines.open("tile8", List.of("mac.psum_bits=15")).advice())
                .containsExactly("mac.psum_bits 15 is narrower than mac.element_bits 16: partial sums saturate before "
                        + "elements do");
    }
}
