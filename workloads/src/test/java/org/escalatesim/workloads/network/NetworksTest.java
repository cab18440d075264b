package org.escalatesim.workloads.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.escalatesim.config.InputException;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.workloads.synthetic.SyntheticWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Do bundled and own networks load with their profiles, and is a bad one refused in one clear line? */
class NetworksTest {
    private static final String TINY = """
            name: tiny
            title: two layers
            image: [3, 8, 8]
            layers:
            - {name: a, op: conv, in: [3, 8, 8], out: [16, 8, 8], kernel: [3, 3], stride: 1, pad: 1, groups: 1, input: [image], relu: true, pool: {kind: max, kernel: 2, stride: 2, pad: 0, out: [4, 4]}}
            - {name: b, op: conv, in: [16, 4, 4], out: [8, 4, 4], kernel: [3, 3], stride: 1, pad: 1, groups: 1, input: [a], relu: true}
            """;

    private static final String PROFILE = """
            network: tiny
            m: 4
            pointwise_terms: 1
            accuracy: accuracy not established
            sources: {x: "assumed: a test"}
            basis_decay: {values: [2, 1, 1], source: x}
            coefficients:
            - {layers: [a], density: 0.5, source: x}
            - {layers: [b], per_basis: [0.4, 0.2], source: x}
            activations:
            - {layers: [a], density: 1, source: x}
            - {layers: [b], density: 0.25, source: x}
            pruned:
              accuracy: {metric: top-1, dense: 80, source: x}
              levels: [{sparsity: 50, accuracy: 79}, {sparsity: 75}]
              default_level: 75
              weights:
              - {layers: [a], per_level: [0.6, 0.3], source: x}
              - {layers: [b], density: 0.5, source: x}
            """;

    @TempDir
    Path folder;

    static Collection<String> names() {
        return Networks.bundled().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyProfileLoadsAndCoversEveryLayerWithASource(String name) {
        assertThat(Networks.bundled().get(name)).isNotBlank();
        Network network = Networks.network(name + ".yaml");
        assertThat(network.name()).isEqualTo(name);
        Profile profile = Networks.profile(network, NetworkOptions.DEFAULTS);
        for (int i = 0; i < network.layers().size(); i++) {
            assertThat(profile.activations().get(i).source()).isNotBlank();
            if (network.layers().get(i).shape().cPerGroup() > 1) {
                assertThat(profile.coefficients().get(i).source()).isNotBlank();
            }
        }
        SyntheticWorkload workload = Networks.load(name, NetworkOptions.DEFAULTS);
        assertThat(workload.size()).isEqualTo(network.layers().size());
        assertThat(String.join("\n", workload.notes())).contains("assumed: ", "accuracy not established");
        for (int i = 0; i < workload.size(); i++) {
            boolean readsImage = network.layers().get(i).input().isEmpty();
            assertThat(workload.plan(i).producerValues() == 0).isEqualTo(readsImage);
            assertThat(workload.plan(i).consumerValues() == 0).isEqualTo(i == workload.size() - 1);
            assertThat(workload.plan(i).signedInput() && !readsImage)
                    .as(workload.layerName(i))
                    .isEqualTo(
                            name.startsWith("mobilenetv2") && workload.plan(i).inputDensity() == 1 && !readsImage);
        }
    }

    @Test
    void resnet50sGraphIsInItsPlans() {
        SyntheticWorkload workload = Networks.load("resnet50", NetworkOptions.DEFAULTS);
        // conv1: pooled to 56 x 56, read by the downsample (64 in, 256 out) and conv1 of the first block (64 in, 64
        // out).
        assertThat(workload.plan(0).post().pool()).isEqualTo("max");
        assertThat(workload.plan(0).post().poolWindow()).isEqualTo(9);
        assertThat(workload.plan(0).post().pooledOutputs()).isEqualTo(64L * 56 * 56);
        assertThat(workload.plan(0).consumerValues()).isEqualTo((64L + 256) * 56 * 56);
        assertThat(workload.plan(2).producerValues()).isEqualTo(3L * 224 * 224 + 64L * 56 * 56);
        assertThat(workload.plan(2).inputDensity()).isEqualTo(workload.plan(0).outputDensity());
        // The downsample's output is only added: signed, dense, read by conv3 of the block.
        assertThat(workload.layerName(1)).isEqualTo("layer1.0.downsample");
        assertThat(workload.plan(1).outputDensity()).isEqualTo(1);
        assertThat(workload.plan(4).post().residual()).isTrue();
        assertThat(workload.plan(4).signedShortcut()).isTrue();
        assertThat(workload.plan(1).consumerValues()).isEqualTo((64L + 256) * 56 * 56);
        assertThat(workload.plan(0).form()).isEqualTo(Decomposed.Form.ONE_HOT);
        assertThat(workload.plan(2).form()).isEqualTo(Decomposed.Form.RESIDUAL);
        assertThat(workload.plan(3).form()).isEqualTo(Decomposed.Form.TERNARY);
        assertThat(workload.plan(52).post().poolWindow()).isEqualTo(49);
    }

    @Test
    void aMapPooledForOneReaderOnlyLeavesTwice() {
        SyntheticWorkload workload = Networks.load("googlenet", NetworkOptions.DEFAULTS);
        int i = 3;
        assertThat(workload.layerName(i)).isEqualTo("3a_1x1");
        // 3b reads the map as it is (window 1) and a pooled copy of the same size (window 9): twice the values, mean 5.
        assertThat(workload.plan(i).post().pooledOutputs()).isEqualTo(2L * 64 * 28 * 28);
        assertThat(workload.plan(i).post().poolWindow()).isEqualTo(5);
    }

    @Test
    void optionsChangeTheWorkload() {
        NetworkOptions options = NetworkOptions.DEFAULTS
                .set("workload.m", "4")
                .set("workload.pointwise_terms", "3")
                .set("workload.undecomposed", "never")
                .set("workload.coefficient_density", ".1")
                .set("activation_density", ".3");
        SyntheticWorkload workload = Networks.load("resnet50", options);
        assertThat(workload.plan(0).form()).isEqualTo(Decomposed.Form.TERNARY);
        assertThat(workload.plan(0).inputDensity()).isEqualTo(1);
        assertThat(workload.plan(0).rowDensity()).hasSize(4);
        assertThat(mean(workload.plan(0).rowDensity())).isCloseTo(.1, within(1e-9));
        assertThat(workload.plan(2).rowDensity()).containsExactly(.1, .1, .1);
        assertThat(workload.plan(3).inputDensity()).isEqualTo(.3);
        assertThat(workload.notes()).anyMatch(note -> note.endsWith("set by workload.activation_density"));
        SyntheticWorkload nine = Networks.load("resnet18", NetworkOptions.DEFAULTS.set("workload.m", "9"));
        assertThat(nine.plan(1).rowDensity()).hasSize(9).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(mean(nine.plan(1).rowDensity())).isCloseTo(.2, within(1e-9));
        double[] full = Networks.load("resnet18", NetworkOptions.DEFAULTS.set("workload.coefficient_density", ".8"))
                .plan(1)
                .rowDensity();
        assertThat(full[0]).isEqualTo(1);
        assertThat(mean(full)).isCloseTo(.8, within(1e-6));
    }

    @Test
    void aUsersNetworkAndProfileLoadByPath() throws IOException {
        Path network = Files.writeString(folder.resolve("own.yaml"), TINY);
        Path profile = Files.writeString(folder.resolve("own-profile.yaml"), PROFILE);
        SyntheticWorkload workload =
                Networks.load(network.toString(), NetworkOptions.DEFAULTS.set("workload.profile", profile.toString()));
        assertThat(workload.plan(1).rowDensity()).containsExactly(.4, .2, .2, .2);
        LayerTrace layer = workload.load(1, true);
        assertThat(layer.producerValues()).isEqualTo(3 * 64 + 16 * 16);
        assertThat(layer.input().density()).isCloseTo(.25, within(.1));
        // No profile is needed when both densities are given.
        NetworkOptions given =
                NetworkOptions.DEFAULTS.set("coefficient_density", ".2").set("activation_density", ".4");
        assertThat(Networks.load(network.toString(), given).plan(1).inputDensity())
                .isEqualTo(.4);
        refused(() -> Networks.load(network.toString(), NetworkOptions.DEFAULTS), "tiny", "workload.profile=FILE");
    }

    @Test
    void badInputIsRefusedInOneLineEach() {
        refused(
                () -> Networks.load("resnet5", NetworkOptions.DEFAULTS),
                "resnet5: no such file",
                "resnet50?",
                "alexnet");
        refused(() -> NetworkOptions.DEFAULTS.set("workload.unifrom", "true"), "workload.unifrom", "workload.uniform?");
        refused(
                () -> NetworkOptions.DEFAULTS.set("workload.m", "0"),
                "workload.m: must be a whole number from 1",
                "not 0");
        refused(() -> NetworkOptions.DEFAULTS.set("workload.m", "six"), "workload.m", "not six");
        refused(() -> NetworkOptions.DEFAULTS.set("coefficient_density", "1.5"), "from 0 to 1, not 1.5");
        refused(() -> NetworkOptions.DEFAULTS.set("coefficient_density", "NaN"), "from 0 to 1, not NaN");
        refused(() -> NetworkOptions.DEFAULTS.set("uniform", "yes"), "must be true or false, not yes");
        refused(
                () -> Networks.load("alexnet", NetworkOptions.DEFAULTS.set("profile", "vgg61")),
                "workload.profile: vgg61",
                "vgg16?");
        refused(
                () -> Networks.load("alexnet", NetworkOptions.DEFAULTS.set("profile", "resnet50")),
                "resnet50.yaml: coefficients[1].layers: layer1.0.conv1 matches no layer of alexnet");
    }

    @Test
    void whatIsNoTextFileIsSaidSo() throws IOException {
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        refused(() -> Networks.network(binary.toString()), "binary.yaml: is not UTF-8 text");
        refused(() -> Networks.network(folder.toString()), ": is a folder, not a file");
    }

    @Test
    void badFilesAreRefusedNamingTheField() {
        network("groups: 1, input: [a]", "groups: 1, input: [aa]", "b.input: no layer before", "did you mean a?");
        network("in: [16, 4, 4]", "in: [16, 5, 4]", "b.in: the layers it reads leave 16 x 4 x 4, not 16 x 5 x 4");
        network("out: [8, 4, 4]", "out: [8, 3, 4]", "b.out: the convolution gives 8 x 4 x 4, not 8 x 3 x 4");
        network("out: [4, 4]}", "out: [3, 4]}", "a.pool.out: 3 x 4 does not follow from a 8 x 8 map");
        network("name: b", "name: a", "layers[1].name: must be a unique word");
        network("op: conv, in: [16", "op: cnv, in: [16", "b.op: must be conv or fc, not cnv");
        network("kind: max", "kind: min", "a.pool.kind: must be max or average, not min");
        network("groups: 1, input: [image]", "groups: 2, input: [image]", "multiples of groups = 2");
        network(
                "out: [8, 4, 4]",
                "out: [2000000000, 4, 4]",
                "b.out: must have at most 1048576 channels, not 2000000000");
        network("image: [3, 8, 8]", "image: [3, 65536, 8]", "image: must have sides below 65536, not 65536");
        network("out: [8, 4, 4]", "out: [8, 60000, 60000]", "b.out: must have fewer than 2147483640 values");
        network("out: [8, 4, 4], kernel: [3, 3]", "out: [1048576, 4, 4], kernel: [6, 6]", "b: K x C / groups x R x S");
        network("[8, 4, 4], kernel: [3, 3]", "[8, 4, 4], kernel: [3, 99999]", "b.kernel: must be below 65536");
        network("stride: 2, pad: 0", "stride: 2000000000, pad: 0", "a.pool: must be below 65536, not 2000000000");
        network("image: [3, 8, 8]", "image: [3, 8]", "image: must be 3 numbers");
        network("title: two", "titel: two", "titel");
        profile("layers: [b], density: 0.25", "layers: [b], density: 1.25", "density must be 0 to 1, not 1.25");
        profile("- {layers: [b], density: 0.25, source: x}\n", "", "activations: layer b has no density");
        profile("source: x}\nact", "source: y}\nact", "coefficients[1].source: must be one of sources [x], not y");
        profile("layers: [b], per", "layers: ['b('], per", "not a regular expression");
        profile("per_basis: [0.4, 0.2], ", "", "must give either density or per_basis");
        profile("m: 4", "m: 0", "m: must be 1 to 121, not 0");
        profile("accuracy: accuracy not established\n", "", "accuracy: must say what is known");
        profile("activations:", "activation:", "activation");
    }

    /** Every value of both files replaced by each of these: all load or are refused, none ends in another exception. */
    @ParameterizedTest
    @ValueSource(
            strings = {"null", "[]", "{}", "-1", "0", "word", "[null]", "[word, word]", "99999999999", "1.5", "''"})
    void noValueMakesAStackTrace(String replacement) {
        Network network = NetworkReader.read("net.yaml", TINY);
        int tried = replaceEach(TINY, replacement, text -> NetworkReader.read("net.yaml", text))
                + replaceEach(PROFILE, replacement, text -> ProfileReader.read("profile.yaml", text, network));
        assertThat(tried).isGreaterThan(50);
    }

    private static int replaceEach(String text, String replacement, Consumer<String> read) {
        int tried = 0;
        // Values after a key (lists, quoted, plain), then whole list entries.
        for (String expression : List.of("(?<=: )(\\[[^\\]]*\\]|\"[^\"]*\"|[^\\s,{}\\[\\]]+)", "(?<=- )\\{.*\\}")) {
            Matcher value = Pattern.compile(expression).matcher(text);
            while (value.find()) {
                String changed = text.substring(0, value.start()) + replacement + text.substring(value.end());
                try {
                    read.accept(changed);
                } catch (InputException e) {
                    assertThat(e.problems()).isNotEmpty().allMatch(line -> line.contains(".yaml"));
                }
                tried++;
            }
        }
        return tried;
    }

    private static void network(String from, String to, String... parts) {
        assertThat(TINY).contains(from);
        refused(() -> NetworkReader.read("net.yaml", TINY.replace(from, to)), parts);
    }

    private static void profile(String from, String to, String... parts) {
        assertThat(PROFILE).contains(from);
        Network network = NetworkReader.read("net.yaml", TINY);
        refused(() -> ProfileReader.read("profile.yaml", PROFILE.replace(from, to), network), parts);
    }

    private static void refused(Runnable action, String... parts) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(InputException.class, e -> {
            List<String> problems = e.problems();
            assertThat(problems).hasSizeBetween(1, 5).allMatch(line -> !line.contains("\n"));
            assertThat(problems.get(0)).contains(parts);
        });
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
