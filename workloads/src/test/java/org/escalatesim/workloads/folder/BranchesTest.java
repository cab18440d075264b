package org.escalatesim.workloads.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.escalatesim.config.InputException;
import org.escalatesim.reference.KernelConvolution;
import org.escalatesim.reference.ReferenceConvolution;
import org.escalatesim.reference.ZeroFilled;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.Grouped;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.infer.FloatForward;
import org.escalatesim.workloads.infer.Inference;
import org.escalatesim.workloads.numpy.NumpyReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Do folders with branches become layers of branches, with the values of their zero-filled weights? */
class BranchesTest {
    private static final List<WeightForm> DENSE = List.of(WeightForm.DENSE, WeightForm.UNSTRUCTURED);

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        GroupedFolder.write(folder);
    }

    private TraceFolder open(List<WeightForm> forms, String... form) {
        List<String[]> sets = form.length == 0 ? List.of() : List.<String[]>of(new String[] {"form", form[0]});
        return TraceFolder.open(folder, TraceOptions.of(sets, TraceFolder.forms(folder, forms)));
    }

    private void replace(String from, String to) throws IOException {
        Path file = folder.resolve("manifest.yaml");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private void refused(String message) {
        assertThatThrownBy(() -> open(DENSE))
                .isInstanceOf(InputException.class)
                .hasMessage(folder.resolve("manifest.yaml") + ": " + message);
    }

    @Test
    void aFolderWithBranchesRunsGroupedUnlessAskedOtherwise() {
        Workload grouped = open(DENSE).workload(0);
        LayerTrace a = grouped.load(1, true);

        assertThat(a.weights().weightForm()).isEqualTo(WeightForm.GROUPED);
        assertThat(a.weights().describe()).isEqualTo("2 branches dense");
        // 2 x 2 + 3 x 3 kernels.
        assertThat(a.weights().count()).isEqualTo(13 * 9);
        assertThat(((Grouped) a.weights()).without()).isZero();
        assertThat(((Grouped) grouped.load(2, true).weights()).without()).isOne();
        assertThat(grouped.load(0, true).weights().weightForm()).isEqualTo(WeightForm.DENSE);
        assertThat(open(DENSE, "dense").workload(0).load(1, true).weights().weightForm())
                .isEqualTo(WeightForm.DENSE);
    }

    @Test
    void denseMacsAreThoseBeforePruningInEveryForm() {
        for (String form : List.of("grouped", "dense", "unstructured")) {
            Workload workload = open(DENSE, form).workload(0);
            assertThat(workload.load(1, true).unpruned().denseMacs()).as(form).isEqualTo(8 * 4 * 9 * 64);
            assertThat(workload.unpruned(2).denseMacs()).as(form).isEqualTo(4 * 8 * 9 * 64);
            assertThat(workload.load(0, true).unpruned()).as(form).isEqualTo(workload.shape(0));
        }
    }

    @Test
    void valuesAreThoseOfTheZeroFilledDenseLayer() {
        Workload grouped = open(DENSE).workload(1);
        Workload dense = open(DENSE, "dense").workload(1);
        for (int i = 0; i < grouped.size(); i++) {
            LayerTrace ours = ZeroFilled.of(grouped.load(i, true));
            LayerTrace whole = dense.load(i, true);
            assertThat(ReferenceConvolution.compare(
                            KernelConvolution.compute(ours), KernelConvolution.compute(whole), whole.shape()))
                    .as(whole.name())
                    .isNull();
        }
    }

    @Test
    void inferenceAgreesWithTheFloatNetwork() {
        TraceFolder traced = open(DENSE);
        Inference inference = new Inference(traced.quantised());
        float[] image = NumpyReader.read(folder.resolve("act-0.npy")).floats();
        float[] expected = FloatForward.logits(traced.graph(), traced::trained, image);
        float[] quantised = FloatForward.logits(traced.graph(), traced::dequantised, image);
        float[] made = inference
                .run(image, layer -> KernelConvolution.compute(ZeroFilled.of(layer)))
                .logits();
        for (int i = 0; i < expected.length; i++) {
            assertThat(made[i]).isCloseTo(expected[i], within(.05f));
            assertThat(made[i]).isCloseTo(quantised[i], within(.05f));
        }
    }

    @Test
    void onMachinesOfDecomposedWeightsEachBranchIsDecomposed() {
        LayerTrace a = open(List.of(WeightForm.DECOMPOSED)).workload(0).load(1, true);

        assertThat(a.weights().weightForm()).isEqualTo(WeightForm.GROUPED);
        // At most M = 6 channels: each branch stays undecomposed, by the rule of whole layers.
        assertThat(((Grouped) a.weights()).branches())
                .extracting(branch -> ((Decomposed) branch.weights()).form())
                .containsExactly(Decomposed.Form.ONE_HOT, Decomposed.Form.ONE_HOT);
    }

    @Test
    void whatPruningTookIsCounted() {
        PruningCounts counts = open(DENSE).pruned().orElseThrow();

        // a: 13 of 32 kernels, b: 2 x 3 + 1 of 32, on 64 pixels each; first: 12 kernels, whole.
        assertThat(counts.branched().layers()).isEqualTo(2);
        assertThat(counts.branched().parameters()).isEqualTo(20 * 9);
        assertThat(counts.branched().unprunedParameters()).isEqualTo(64 * 9);
        assertThat(counts.branched().macs()).isEqualTo(20 * 9 * 64);
        assertThat(counts.convolutions().prunedFlops()).isCloseTo(1 - 32 / 76.0, within(1e-12));
        assertThat(open(DENSE).notes())
                .contains("pruned: 68.75 % fewer FLOPs and 68.75 % fewer parameters in the 2 layers with branches;"
                        + " 57.89 % fewer FLOPs and 57.89 % fewer parameters over all 3 convolutions (counted from the"
                        + " branches, against the layers before pruning)");
    }

    @Test
    void branchesThatDoNotFitAreRefused() throws IOException {
        replace("out: [0, 1]}", "out: [0, 2]}");
        refused("layer 'a': branches: output channel 2 is in branch 0 and in branch 1");
        GroupedFolder.write(folder);
        replace("{in: [3], out", "{in: [5], out");
        refused("layer 'b': branches: [1].in must rise and stay within 0 to 4, not 5");
        GroupedFolder.write(folder);
        replace("in: [0, 1, 4]", "in: [1, 0, 4]");
        refused("layer 'b': branches: [0].in must rise and stay within 0 to 4, not 0 after 1");
        GroupedFolder.write(folder);
        replace("in: [0, 1, 4], out", "in: [], out");
        refused("layer 'b': branches: [0].in must list at least one channel");
    }

    @Test
    void weightsOutsideOfAllBranchesAreRefused() throws IOException {
        replace("in: [0, 1, 4]", "in: [0, 1]");
        assertThatThrownBy(() -> open(DENSE))
                .hasMessageStartingWith(folder.resolve("manifest.yaml")
                        + ": layer 'b': branches: the weight of output channel 0 and input channel 4, which no branch"
                        + " joins, is ")
                .hasMessageEndingWith("; must be 0");
    }

    @Test
    void fewerChannelsBeforePruningThanAfterAreRefused() throws IOException {
        replace("unpruned: [8, 4]", "unpruned: [4, 4]");
        assertThatThrownBy(() -> open(DENSE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("unpruned")
                .hasMessageContaining("must be [K, C] before pruning, at least [5, 4], not [4, 4] (layer 'a')");
    }

    @Test
    void groupedIsRefusedWhereNoLayerHasBranches() throws IOException {
        replace(", " + GroupedFolder.BRANCHES_A, "");
        replace(", " + GroupedFolder.BRANCHES_B, "");
        assertThatThrownBy(() -> open(DENSE, "grouped"))
                .hasMessage(
                        "workload.form: grouped weights come from a trace folder whose layers have branches; here it"
                                + " can be dense, unstructured");
    }
}
