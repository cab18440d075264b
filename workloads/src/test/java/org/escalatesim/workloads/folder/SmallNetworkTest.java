package org.escalatesim.workloads.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.compress.MachineWeights;
import org.escalatesim.workloads.infer.FloatForward;
import org.escalatesim.workloads.infer.Inference;
import org.escalatesim.workloads.infer.QuantisedLayer;
import org.escalatesim.workloads.infer.QuantisedNetwork;
import org.escalatesim.workloads.infer.SoftwareRunner;
import org.escalatesim.workloads.numpy.NumpyReader;
import org.escalatesim.workloads.numpy.NumpyWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallNetworkTest {
    /** Logits are of size 1 to 5. */
    private static final double TOLERANCE = 0.06;

    @TempDir
    Path temporary;

    private TraceFolder folder;

    @BeforeEach
    void write() throws IOException {
        folder = TraceFolder.open(SmallNetwork.write(temporary), TraceOptions.defaults());
    }

    @Test
    void integersAgreeWithFloatingPoint() {
        Inference inference = new Inference(folder.quantised());
        for (int i = 0; i < SmallNetwork.IMAGES; i++) {
            float[] image = inference.readImage(temporary.resolve("act-" + i + ".npy"));
            float[] expected = FloatForward.logits(folder.graph(), folder::dequantised, image);
            Inference.Result result = inference.run(image, new SoftwareRunner());
            assertThat(result.logits()).hasSize(5);
            for (int k = 0; k < 5; k++) {
                assertThat((double) result.logits()[k]).isCloseTo(expected[k], within(TOLERANCE));
            }
            assertThat(result.label()).isEqualTo(Inference.Result.of(expected).label());
        }
    }

    /** The same network with one thing left out must not pass for the right one. */
    @ParameterizedTest
    @ValueSource(strings = {"gain c2", "offset c2", "scale c3", "gain side", "offset fc", "shortcut", "subsampled"})
    void whatIsLeftOutShows(String what) throws IOException {
        QuantisedNetwork good = folder.quantised();
        QuantisedNetwork mutant = new QuantisedNetwork(
                good.graph(), good.fusion(), name -> mutated(good.layers().apply(name), what), good.quants());
        Path manifest = temporary.resolve("manifest.yaml");
        String text = Files.readString(manifest);
        if (what.equals("shortcut")) {
            Files.writeString(
                    manifest,
                    text.replace("- {op: add, input: [b, x], output: s2}\n", "").replace("input: s2", "input: b"));
            mutant = TraceFolder.open(temporary, TraceOptions.defaults()).quantised();
        } else if (what.equals("subsampled")) {
            Files.writeString(
                    manifest,
                    text.replace("- {op: add, input: [d, c], output: s3}\n", "")
                            .replaceFirst("- .op: subsample_pad.*\n", "")
                            .replace("input: s3", "input: c"));
            mutant = TraceFolder.open(temporary, TraceOptions.defaults()).quantised();
        }
        double largest = 0;
        for (int i = 0; i < SmallNetwork.IMAGES; i++) {
            float[] image = new Inference(good).readImage(temporary.resolve("act-" + i + ".npy"));
            float[] expected = FloatForward.logits(good.graph(), folder::dequantised, image);
            float[] found =
                    new Inference(mutant).run(image, new SoftwareRunner()).logits();
            for (int k = 0; k < found.length; k++) {
                largest = Math.max(largest, Math.abs(found[k] - expected[k]));
            }
        }
        assertThat(largest).isGreaterThan(2 * TOLERANCE);
    }

    private static QuantisedLayer mutated(QuantisedLayer layer, String what) {
        double[] ones = new double[layer.shape().k()];
        Arrays.fill(ones, 1);
        MachineWeights weights = layer.weights();
        if (what.equals("gain " + layer.name())) {
            return new QuantisedLayer(layer.name(), layer.shape(), weights, ones, layer.offset());
        }
        if (what.equals("offset " + layer.name())) {
            return new QuantisedLayer(layer.name(), layer.shape(), weights, layer.gain(), new double[ones.length]);
        }
        if (what.equals("scale " + layer.name())) {
            double[] equal = ones.clone();
            Arrays.fill(equal, Arrays.stream(weights.scale()).average().orElseThrow());
            MachineWeights other = new MachineWeights(weights.weights(), equal);
            return new QuantisedLayer(layer.name(), layer.shape(), other, layer.gain(), layer.offset());
        }
        return layer;
    }

    @Test
    void aLayerAloneMakesWhatTheNextOneReads() {
        // Quantised float activations into one layer against those into the next: equal up to a few steps.
        Workload workload = folder.workload(1);
        LayerTrace c1 = workload.load(0, true);
        LayerTrace c2 = workload.load(1, true);
        byte[] made = new SoftwareRunner().run(c1).outputs();
        for (int i = 0; i < made.length; i++) {
            int expected = c2.input().value(i / 8 / 6, i / 8 % 6, i % 8);
            assertThat((made[i] & 0xff) - expected).isBetween(-4, 4);
        }
    }

    @Test
    void layersKnowTheirForm() {
        Workload workload = folder.workload(0);
        assertThat(workload.size()).isEqualTo(6);
        Decomposed c2 = (Decomposed) workload.load(1, true).weights();
        assertThat(c2.form()).isEqualTo(Decomposed.Form.TERNARY);
        assertThat(c2.m()).isEqualTo(9);
        assertThat(((Decomposed) workload.load(4, true).weights()).form()).isEqualTo(Decomposed.Form.RESIDUAL);
        assertThat(workload.shape(5).isFullyConnected()).isTrue();
    }

    @Test
    void coefficientsAndBasisAreTheFilesOwn() {
        Decomposed c3 = (Decomposed) folder.workload(0).load(2, true).weights();
        byte[] coefficients = NumpyReader.read(temporary.resolve("t-c3.npy")).bytes();
        byte[] basis = NumpyReader.read(temporary.resolve("basis-c3.npy")).bytes();
        for (int i = 0; i < coefficients.length; i++) {
            assertThat(c3.coefficient(i / 12, i / 3 % 4, i % 3)).isEqualTo(coefficients[i]);
        }
        for (int i = 0; i < basis.length; i++) {
            assertThat(c3.basis(7, i / 9, i % 9)).isEqualTo(basis[i]);
        }
    }

    @Test
    void layersKnowTheirNeighbours() {
        Workload workload = folder.workload(0);
        LayerTrace c1 = workload.load(0, true);
        LayerTrace c2 = workload.load(1, true);
        LayerTrace c4 = workload.load(3, true);
        LayerTrace side = workload.load(4, true);
        LayerTrace fc = workload.load(5, true);
        // c1: 2 x 36 in, 8 x 36 out; c2: 8 x 36 in and out; c3: 8 x 36 in, 16 x 9 out; c4 and side: 16 x 9 in and out.
        assertThat(c1.producerValues()).isZero();
        assertThat(c1.consumerValues()).isEqualTo(576);
        assertThat(c2.producerValues()).isEqualTo(360);
        assertThat(c2.consumerValues()).isEqualTo(432);
        assertThat(c4.producerValues()).isEqualTo(432);
        assertThat(c4.consumerValues()).isEqualTo(21);
        assertThat(side.consumerValues()).isEqualTo(288);
        assertThat(fc.producerValues()).isEqualTo(288);
        assertThat(fc.consumerValues()).isZero();
        assertThat(c1.post()).isEqualTo(new PostOps(true, false, "none", 1, 288));
        assertThat(c2.post()).isEqualTo(new PostOps(true, true, "none", 1, 288));
        assertThat(c4.post()).isEqualTo(new PostOps(true, true, "average", 9, 16));
        assertThat(side.post()).isEqualTo(new PostOps(false, false, "none", 1, 144));
        assertThat(side.requant().relu()).isFalse();
        assertThat(c4.requant().shortcut().signed()).isTrue();
        assertThat(c2.requant().shortcut().signed()).isFalse();
        assertThat(fc.requant()).isNull();
        assertThat(c1.input().signed()).isTrue();
        assertThat(c2.input().signed()).isFalse();
    }

    @Test
    void notesSayWhatIsAssumed() {
        assertThat(folder.workload(1).notes())
                .contains(
                        "trace: small, image 1 of 2",
                        "source: made in a test",
                        "accuracy: not established (ternarised without retraining)",
                        "activations: 5 of 6 layers have none for this image in the folder; computed by the float"
                                + " forward pass");
    }

    @Test
    void refusesImagesThatDoNotFit() throws IOException {
        Inference inference = new Inference(folder.quantised());
        Path wrong = temporary.resolve("wrong.npy");
        NumpyWriter.write(wrong, new float[75], 3, 5, 5);
        assertThatThrownBy(() -> inference.readImage(wrong))
                .hasMessage(wrong + ": shape [3, 5, 5]; the network takes an image of [2, 6, 6]");
        NumpyWriter.write(wrong, new byte[72], 2, 6, 6);
        assertThatThrownBy(() -> inference.readImage(wrong)).hasMessageContaining("element type |i1");
        float[] values = new float[72];
        values[71] = Float.NaN;
        NumpyWriter.write(wrong, values, 2, 6, 6);
        assertThatThrownBy(() -> inference.readImage(wrong)).hasMessage(wrong + ": NaN at [1, 5, 5]; must be finite");
        assertThatThrownBy(() -> inference.readImage(temporary.resolve("a.npz")))
                .hasMessageContaining("a.npz: an archive; an image is a .npy file");
        assertThatThrownBy(() -> folder.workload(2)).hasMessage(temporary + ": no image 2; it has images 0 to 1");
    }

    @Test
    void rankErrorsNeedNoActivations() throws IOException {
        Path manifest = temporary.resolve("manifest.yaml");
        String text = Files.readString(manifest);
        String dense = text.substring(0, text.indexOf("- name: c1")).replace("decomposed", "dense")
                + text.substring(text.indexOf("- name: c4"), text.indexOf("- name: side"))
                + "nodes:\n- {op: conv, layer: c4, input: image, output: a}\n";
        Files.writeString(manifest, dense);
        TraceFolder weightsOnly = TraceFolder.open(temporary, TraceOptions.defaults());
        assertThat(weightsOnly.rankErrors()).hasSize(1);
        assertThatThrownBy(weightsOnly::quantised)
                .hasMessageContaining("no layer that reads the image has activations");
    }

    @Test
    void withoutNodesLayersAreAChainOfSums() throws IOException {
        Path manifest = temporary.resolve("manifest.yaml");
        String text = Files.readString(manifest);
        String onlyFirst = text.substring(0, text.indexOf("- name: c2")) + "notes: none\n";
        Files.writeString(manifest, onlyFirst);
        TraceFolder chain = TraceFolder.open(temporary, TraceOptions.defaults());
        assertThat(chain.images()).isEqualTo(2);
        LayerTrace c1 = chain.workload(0).load(0, true);
        assertThat(c1.requant()).isNull();
        assertThat(c1.input().signed()).isTrue();
        assertThatThrownBy(chain::quantised).hasMessageContaining("no nodes; inference needs the network's graph");
        Files.writeString(manifest, onlyFirst.replaceFirst("  activations: .*\n", ""));
        TraceFolder weightsOnly = TraceFolder.open(temporary, TraceOptions.defaults());
        assertThatThrownBy(() -> weightsOnly.workload(0))
                .hasMessageContaining("layer 'c1': activations: none recorded, and no nodes to compute them from");
    }
}
