package org.escalatesim.workloads.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.trace.Accuracy;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.workloads.SharedData;
import org.escalatesim.workloads.synthetic.SyntheticWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Are the pruned profiles the published tables, with sources, and is what is not published marked? */
class PrunedProfilesTest {
    private static final NetworkOptions UNSTRUCTURED = NetworkOptions.DEFAULTS.withForm(WeightForm.UNSTRUCTURED);

    static java.util.Collection<String> names() {
        return Networks.bundled().keySet();
    }

    private static Map<String, Double> densities(SyntheticWorkload workload) {
        Map<String, Double> densities = new HashMap<>();
        for (int i = 0; i < workload.size(); i++) {
            densities.put(workload.layerName(i), workload.plan(i).weightDensity());
        }
        return densities;
    }

    /** Fraction of all weights that are zero, in percent. */
    private static double sparsity(SyntheticWorkload workload) {
        double kept = 0;
        double all = 0;
        for (int i = 0; i < workload.size(); i++) {
            long weights = workload.shape(i).parameters();
            kept += weights * workload.plan(i).weightDensity();
            all += weights;
        }
        return 100 * (1 - kept / all);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyNetworkHasAPrunedFormWithSourcesInItsNotes(String name) {
        SyntheticWorkload workload = Networks.load(name, UNSTRUCTURED);
        for (int i = 0; i < workload.size(); i++) {
            assertThat(workload.plan(i).weightDensity())
                    .as(workload.layerName(i))
                    .isBetween(.01, 1.0);
            assertThat(workload.plan(i).weightForm()).isEqualTo(WeightForm.UNSTRUCTURED);
        }
        assertThat(workload.notes())
                .anyMatch(note -> note.startsWith("weight density of "))
                .anyMatch(note -> note.startsWith("accuracy"))
                .noneMatch(note -> note.contains("coefficient"));
        Accuracy accuracy = workload.accuracy();
        assertThat(accuracy.known())
                .isEqualTo(List.of("resnet18", "resnet50", "mobilenetv2").contains(name));
        assertThat(accuracy.source()).isNotBlank();
    }

    @Test
    void publishedDensitiesAreThoseOfTheirTables() throws IOException {
        Path file = SharedData.folder("references").resolve("pruned_densities.csv");
        Map<String, Map<String, Double>> workloads = new HashMap<>();
        int compared = 0;
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split(",", 5);
            if (!Networks.bundled().containsKey(fields[0]) || fields[2].isEmpty()) {
                continue;
            }
            Map<String, Double> densities =
                    workloads.computeIfAbsent(fields[0], name -> densities(Networks.load(name, UNSTRUCTURED)));
            assertThat(densities.get(fields[1]))
                    .as(fields[0] + " " + fields[1])
                    .isEqualTo(Double.parseDouble(fields[2]));
            compared++;
        }
        // 8 of AlexNet, 16 of VGG16, 12 of GoogLeNet, 21 of ResNet-18.
        assertThat(compared).isEqualTo(57);
    }

    @Test
    void resnet50sLevelsAreThoseOfTheBudgetsFile() throws IOException {
        List<String> lines = Files.readAllLines(SharedData.folder("references").resolve("STR_Budgets_ResNet50.csv"));
        String[] overall = lines.get(1).split(",");
        assertThat(overall[0]).isEqualTo("Overall");
        for (int level = 3; level < overall.length; level++) {
            SyntheticWorkload workload = Networks.load("resnet50", UNSTRUCTURED.set("sparsity", overall[level]));
            Map<String, Double> densities = densities(workload);
            int compared = 0;
            for (String line : lines) {
                String[] fields = line.split(",");
                if (fields[0].startsWith("Layer ")) {
                    String name =
                            fields[0].substring(fields[0].indexOf("- ") + 2).replace("downsample.0", "downsample");
                    assertThat(densities.get(name))
                            .as(name + " at " + overall[level])
                            .isCloseTo(1 - Double.parseDouble(fields[level]) / 100, within(1e-9));
                    compared++;
                }
            }
            assertThat(compared).isEqualTo(54);
            // Layer by layer rounded to .01 %, so together within about that.
            assertThat(sparsity(workload)).isCloseTo(Double.parseDouble(overall[level]), within(.02));
        }
        assertThat(sparsity(Networks.load("resnet50", UNSTRUCTURED))).isCloseTo(81.27, within(.02));
    }

    @ParameterizedTest
    @CsvSource({"mobilenetv2, 70", "mobilenetv2, 80"})
    void anAssumedRuleGivesThePublishedSparsity(String name, String level) {
        SyntheticWorkload workload = Networks.load(name, UNSTRUCTURED.set("sparsity", level));
        assertThat(sparsity(workload)).isCloseTo(Double.parseDouble(level), within(.01));
        assertThat(workload.notes()).anyMatch(note -> note.contains("weight density") && note.contains("assumed: "));
        assertThat(workload.notes()).anyMatch(note -> note.startsWith("accuracy at " + Double.valueOf(level)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"81", "0", "100"})
    void aLevelThatIsNotPublishedIsRefusedNamingThose(String level) {
        assertThatThrownBy(() -> Networks.load("resnet50", UNSTRUCTURED.set("sparsity", level)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("workload.sparsity: must be one of the profile's 79.55, 81.27, 87.7, ")
                .hasMessageEndingWith("not " + Double.valueOf(level));
        assertThatThrownBy(() -> Networks.load("alexnet", UNSTRUCTURED.set("sparsity", level)))
                .isInstanceOf(InputException.class)
                .hasMessage("workload.sparsity: the profile has no levels, not " + Double.valueOf(level));
    }

    private static final String NET = """
            name: tiny
            image: [3, 8, 8]
            layers:
            - {name: a, op: conv, in: [3, 8, 8], out: [8, 8, 8], kernel: [3, 3], stride: 1, pad: 1, groups: 1, input: [image], relu: true}
            - {name: b, op: conv, in: [8, 8, 8], out: [8, 8, 8], kernel: [3, 3], stride: 1, pad: 1, groups: 8, input: [a], relu: true}
            """;

    private static final String PROFILE = """
            network: tiny
            m: 4
            pointwise_terms: 1
            accuracy: accuracy not established
            sources: {x: "assumed: a test", y: "a paper"}
            basis_decay: {values: [2, 1, 1], source: x}
            coefficients:
            - {layers: ['.*'], density: 0.5, source: x}
            activations:
            - {layers: ['.*'], density: 1, source: x}
            pruned:
              accuracy: {metric: top-1, dense: 80, source: y}
              levels: [{sparsity: 50, accuracy: 79}, {sparsity: 75}]
              default_level: 75
              weights:
              - {layers: [a], per_level: [0.6, 0.3], source: y}
              - {layers: [b], density: 0.5, source: x}
            """;

    @Test
    void aUsersOwnProfileHasLevelsAndAccuracies() {
        Network network = NetworkReader.read("net.yaml", NET);
        Pruned pruned = ProfileReader.read("profile.yaml", PROFILE, network).pruned();
        assertThat(pruned.weight(0, pruned.level(null)).value()).isEqualTo(.3);
        assertThat(pruned.weight(0, pruned.level(50.0)).value()).isEqualTo(.6);
        assertThat(pruned.weight(1, 0).value()).isEqualTo(.5);
        assertThat(pruned.accuracy(WeightForm.DENSE, 1)).isEqualTo(new Accuracy("top-1", 80.0, "a paper"));
        assertThat(pruned.accuracy(WeightForm.UNSTRUCTURED, 0).percent()).isEqualTo(79);
        assertThat(pruned.accuracy(WeightForm.UNSTRUCTURED, 1).known()).isFalse();
    }

    @Test
    void badSectionsAreRefusedNamingTheField() {
        refused("per_level: [0.6, 0.3]", "per_level: [0.6]", "per_level must have one density per level (2), not 1");
        refused(
                "per_level: [0.6, 0.3]",
                "per_level: [0.6, 1.3]",
                "pruned.weights[0].per_level: a density must be 0 to 1");
        refused(
                "per_level: [0.6, 0.3]",
                "per_basis: [0.6, 0.3]",
                "pruned.weights[0].per_basis: only coefficients have it");
        refused(
                "['.*'], density: 0.5",
                "['.*'], per_level: [0.5]",
                "coefficients[0].per_level: only pruned weights have it");
        refused(
                "default_level: 75",
                "default_level: 70",
                "default_level: must be the sparsity of one of the levels, not 70");
        refused("dense: 80", "dense: 180", "pruned.accuracy.dense: must be 0 to 100 %, not 180");
        refused("metric: top-1, ", "", "pruned.accuracy.metric: must say what the accuracies are");
        refused(
                "dense: 80, source: y",
                "dense: 80, source: z",
                "pruned.accuracy.source: must be one of sources [x, y], not z");
        refused("- {layers: [b], density: 0.5, source: x}\n", "", "pruned.weights: layer b has no density");
        refused("sparsity: 50,", "sparsity: -1,", "pruned.levels[0].sparsity: must be 0 to 100 %, not -1");
    }

    private static void refused(String from, String to, String message) {
        assertThat(PROFILE).contains(from);
        Network network = NetworkReader.read("net.yaml", NET);
        assertThatThrownBy(() -> ProfileReader.read("profile.yaml", PROFILE.replace(from, to), network))
                .isInstanceOfSatisfying(
                        InputException.class,
                        e -> assertThat(e.problems())
                                .first()
                                .asString()
                                .startsWith("profile.yaml: ")
                                .contains(message)
                                .doesNotContain("\n"));
    }

    @Test
    void aNetworkOfTheUsersOwnNeedsOnlyTheDensitiesOfItsForm(@org.junit.jupiter.api.io.TempDir Path folder)
            throws IOException {
        String own = Files.writeString(folder.resolve("own.yaml"), NET).toString();
        assertThatThrownBy(() -> Networks.load(own, UNSTRUCTURED))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith(
                        "give workload.profile=FILE, or workload.weight_density and workload.activation_density");
        NetworkOptions given = UNSTRUCTURED.set("weight_density", ".25").set("activation_density", ".5");
        assertThat(densities(Networks.load(own, given)).values()).containsOnly(.25);
        NetworkOptions dense = NetworkOptions.DEFAULTS.withForm(WeightForm.DENSE);
        assertThat(densities(Networks.load(own, dense.set("activation_density", ".5")))
                        .values())
                .containsOnly(1.0);
    }
}
