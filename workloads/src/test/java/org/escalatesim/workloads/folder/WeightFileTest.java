package org.escalatesim.workloads.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.escalatesim.config.InputException;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.network.NetworkOptions;
import org.escalatesim.workloads.network.Networks;
import org.escalatesim.workloads.numpy.NumpyReader;
import org.escalatesim.workloads.numpy.NumpyWriter;
import org.escalatesim.workloads.numpy.TensorFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFileTest {
    private static final String NETWORK = """
            name: two
            image: [3, 6, 6]
            layers:
            - {name: a, op: conv, in: [3, 6, 6], out: [8, 6, 6], kernel: [3, 3], stride: 1, pad: 1, groups: 1,
               input: [image], relu: true, pool: {kind: max, kernel: 2, stride: 2, pad: 0, out: [3, 3]}}
            - {name: b, op: fc, in: [72, 1, 1], out: [5, 1, 1], kernel: [1, 1], stride: 1, pad: 0, groups: 1,
               input: [a], relu: false, weights: head.1.weight}
            """;
    private static final NetworkOptions HALF = NetworkOptions.DEFAULTS.set("activation_density", "0.5");

    @TempDir
    Path folder;

    private Path file;
    private String net;
    private float[] first;

    @BeforeEach
    void write() throws IOException {
        net = Files.writeString(folder.resolve("two.yaml"), NETWORK).toString();
        first = floats(8 * 3 * 9, 1);
        file = new TensorFile()
                .add("a.weight", first, 8, 3, 3, 3)
                .add("a.bias", new float[8], 8)
                .add("head.1.weight", floats(5 * 72, 2), 5, 72, 1, 1)
                .write(folder.resolve("two.safetensors"));
    }

    private static float[] floats(int size, long seed) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private Workload load(TraceOptions options) {
        return WeightFile.load(net, file, HALF, options);
    }

    private static TraceOptions form(WeightForm form) {
        return TraceOptions.defaults().withForm(form);
    }

    @Test
    void weightsAreTheFilesAndActivationsSynthetic() {
        Workload workload = load(form(WeightForm.DENSE));
        Workload synthetic = Networks.load(net, HALF.withForm(WeightForm.DENSE));
        for (int i = 0; i < 2; i++) {
            LayerTrace layer = workload.load(i, true);
            LayerTrace other = synthetic.load(i, true);
            assertThat(layer.input().presence()).isEqualTo(other.input().presence());
            assertThat(layer.post()).isEqualTo(other.post());
            assertThat(layer.consumerValues()).isEqualTo(other.consumerValues());
        }
        Kernels kernels = (Kernels) workload.load(0, true).weights();
        for (int k = 0; k < 8; k++) {
            float largest = 0;
            for (int i = 0; i < 27; i++) {
                largest = Math.max(largest, Math.abs(first[k * 27 + i]));
            }
            for (int i = 0; i < 27; i++) {
                assertThat(kernels.value(k, i / 9, i % 9))
                        .isEqualTo((int) Math.rint(first[k * 27 + i] / (largest / 127.)));
            }
        }
        assertThat(workload.notes())
                .anyMatch(note -> note.startsWith("weights: tensors of two.safetensors, in 8 bits"));
        assertThat(workload.notes()).anyMatch(note -> note.startsWith("synthetic activations, seed 1"));
    }

    @Test
    void everyFormIsMade() {
        assertThat(((Kernels) load(form(WeightForm.UNSTRUCTURED)).load(1, true).weights()).nonZeros())
                .isEqualTo(Math.round(.3 * 5 * 72));
        LayerTrace layer = load(form(WeightForm.DECOMPOSED)).load(0, true);
        assertThat(layer.weights().weightForm()).isEqualTo(WeightForm.DECOMPOSED);
        assertThat(load(form(WeightForm.DECOMPOSED)).accuracy().source()).startsWith("not established");
    }

    @Test
    void integersOfEightBitsStayAsTheyAre() throws IOException {
        byte[] integers = new byte[8 * 27];
        new Random(3).nextBytes(integers);
        new TensorFile()
                .add("a.weight", "I8", integers, 8, 3, 3, 3)
                .add("head.1.weight", floats(5 * 72, 2), 5, 72)
                .write(file);
        Kernels kernels = (Kernels) load(form(WeightForm.DENSE)).load(0, true).weights();
        for (int i = 0; i < integers.length; i++) {
            assertThat(kernels.value(i / 27, i % 27 / 9, i % 9)).isEqualTo(integers[i]);
        }
    }

    @Test
    void tensorsThatAreNotThereOrDoNotFit() throws IOException {
        new TensorFile()
                .add("a.wieght", first, 8, 3, 3, 3)
                .add("head.1.weight", floats(5 * 72, 2), 72, 5)
                .write(file);
        assertThatThrownBy(() -> load(TraceOptions.defaults()))
                .isInstanceOfSatisfying(
                        InputException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        file
                                                + ": no tensor 'a.weight' for layer 'a'; did you mean a.wieght? (a network file"
                                                + " names another with the layer's key weights)",
                                        file
                                                + ": layer 'b': weights: two.safetensors:head.1.weight has shape [72, 5], the"
                                                + " network makes it [5, 72]"));
        new TensorFile()
                .add("a.weight", new float[] {Float.NaN}, 1)
                .add("head.1.weight", "I64", new byte[5 * 72 * 8], 5, 72)
                .write(file);
        assertThatThrownBy(() -> load(TraceOptions.defaults()))
                .hasMessageContaining("has shape [1], the network makes it [8, 3, 3, 3]")
                .hasMessageContaining("has elements of type <i8, must be <f4 or <f8");
    }

    /** The ways a manifest names arrays: a part of a .npy, tensors, the batch norm of a module of PyTorch. */
    @Test
    void aManifestMayNameTensors() throws IOException {
        float[] image = floats(2 * 108, 5);
        NumpyWriter.write(folder.resolve("images.npy"), image, 2, 3, 6, 6);
        float[] gamma = floats(8, 6);
        float[] variance = {1, 2, 3, 4, 5, 6, 7, 8};
        new TensorFile()
                .add("a.weight", first, 8, 3, 3, 3)
                .add("bn.weight", gamma, 8)
                .add("bn.bias", floats(8, 7), 8)
                .add("bn.running_mean", floats(8, 8), 8)
                .add("bn.running_var", variance, 8)
                .write(file);
        String manifest = """
                format: numpy-trace
                version: 1
                network: one
                form: dense
                layers:
                - {name: a, op: conv, in: [3, 6, 6], out: [8, 6, 6], kernel: [3, 3], stride: 1, pad: 1, groups: 1,
                   weights: 'two.safetensors:a.weight', batch_norm: 'two.safetensors:bn',
                   activations: ['images.npy[0]', 'images.npy[1]']}
                """;
        Files.writeString(folder.resolve("manifest.yaml"), manifest);
        TraceFolder traces = TraceFolder.open(folder, TraceOptions.defaults());
        assertThat(traces.trained("a").weights()).isEqualTo(first);
        assertThat(traces.trained("a").batchNorm()).startsWith(gamma).endsWith(variance);
        assertThat(traces.recorded("a", 1)).isEqualTo(java.util.Arrays.copyOfRange(image, 108, 216));
        Files.writeString(folder.resolve("manifest.yaml"), manifest.replace("npy[1]", "npy[2]"));
        assertThatThrownBy(() -> TraceFolder.open(folder, TraceOptions.defaults()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("images.npy: no part 2 of the first dimension; shape [2, 3, 6, 6]");
        assertThat(NumpyReader.header(folder.resolve("images.npy")).shape()).containsExactly(2, 3, 6, 6);
    }

    /** Names of torchvision's state dicts, so that its files run as they are. */
    @Test
    void bundledNetworksNameTheTensorsOfTorchvision() {
        assertThat(tensors("resnet50"))
                .contains("conv1.weight", "layer1.0.downsample.0.weight", "layer4.2.conv3.weight", "fc.weight");
        assertThat(tensors("vgg16"))
                .startsWith("features.0.weight", "features.2.weight")
                .endsWith("classifier.6.weight");
        assertThat(tensors("mobilenetv2"))
                .startsWith("features.0.0.weight", "features.1.conv.0.0.weight", "features.1.conv.1.weight")
                .contains("features.17.conv.2.weight")
                .endsWith("features.18.0.weight", "classifier.1.weight");
        assertThat(tensors("squeezenet"))
                .startsWith("features.0.weight", "features.3.squeeze.weight", "features.3.expand1x1.weight")
                .endsWith("features.12.expand3x3.weight", "classifier.1.weight");
        assertThat(tensors("resnet20-cifar")).contains("layer3.2.conv2.weight").endsWith("linear.weight");
        for (String name : Networks.bundled().keySet()) {
            assertThat(tensors(name)).doesNotHaveDuplicates();
        }
    }

    private static List<String> tensors(String network) {
        return Networks.network(network).layers().stream()
                .map(layer -> layer.tensor())
                .toList();
    }
}
