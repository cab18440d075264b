package org.escalatesim.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.escalatesim.cli.Main;
import org.escalatesim.reference.KernelConvolution;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.folder.TraceFolder;
import org.escalatesim.workloads.folder.TraceOptions;
import org.escalatesim.workloads.infer.FloatForward;
import org.escalatesim.workloads.infer.Graph;
import org.escalatesim.workloads.infer.GraphNode;
import org.escalatesim.workloads.infer.Inference;
import org.escalatesim.workloads.numpy.NumpyArray;
import org.escalatesim.workloads.numpy.NumpyReader;
import org.escalatesim.workloads.numpy.NumpyWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models of every kind, traced as on the command line. ONNX Runtime made what is recorded; the folder's own floating-point
 * pass, written apart from it, must find the same in every layer, machines must compute the integers exactly, and the
 * network in 8 bits must come near ONNX Runtime's result.
 */
class TracedModelsTest {
    private static final int IMAGES = 3;

    @TempDir
    private Path dir;

    static Stream<Arguments> models() {
        return Stream.of(
                model("residual", TestModels::residual),
                model("separable", TestModels::separable),
                model("dilated", TestModels::dilated),
                model("one-dimensional", TestModels::oneDimensional),
                model("asymmetric", TestModels::asymmetric),
                model("elementwise", TestModels::elementwise),
                model("quantised", TestModels::quantised),
                model("mobilenet", () -> TestModels.mobileNet(64)));
    }

    private static Arguments model(String name, Supplier<TestModels.Made> made) {
        return Arguments.of(name, made);
    }

    private Path trace(TestModels.Made made) throws IOException {
        Path images = Files.createDirectory(dir.resolve("images"));
        Random random = new Random(3);
        int size = 1;
        for (int extent : made.input()) {
            size *= extent;
        }
        for (int i = 0; i < IMAGES; i++) {
            float[] image = new float[size];
            for (int j = 0; j < size; j++) {
                image[j] = (float) random.nextGaussian();
            }
            NumpyWriter.write(images.resolve("image" + i + ".npy"), image, made.input());
        }
        Path model = made.builder().write(dir.resolve("net.onnx"), made.output());
        Path out = dir.resolve("trace");
        cli("trace", "--onnx", model.toString(), "--input", images.toString(), "--out", out.toString());
        return out;
    }

    private static String cli(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertThat(Main.execute(new PrintWriter(out), new PrintWriter(err), args))
                .as(err.toString())
                .isZero();
        return out.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void recordsWhatLayersRead(String name, Supplier<TestModels.Made> made) throws IOException {
        TraceFolder folder = TraceFolder.open(trace(made.get()), TraceOptions.defaults());
        Graph graph = folder.graph();
        assertThat(folder.images()).isEqualTo(IMAGES);
        float[] results = NumpyReader.read(dir.resolve("trace/result.npy")).floats();
        for (int i = 0; i < IMAGES; i++) {
            int image = i;
            String first = graph.nodes().get(0).layer();
            FloatForward pass = new FloatForward(
                    graph, folder::trained, value -> value.equals(Graph.IMAGE) ? folder.recorded(first, image) : null);
            // A quantised model rounds what it records; the pass does not, so each layer is checked by itself there.
            boolean quantised = name.equals("quantised");
            for (GraphNode node : graph.nodes()) {
                if (node.op().hasLayer() && !quantised) {
                    close(
                            folder.recorded(node.layer(), image),
                            pass.value(node.inputs().get(0)),
                            name + " " + node);
                }
            }
            float[] logits = pass.value(graph.output());
            for (int k = 0; k < logits.length; k++) {
                assertThat(results[image * logits.length + k])
                        .as(name + " logit " + k)
                        .isCloseTo(logits[k], within(quantised ? .15f : 2e-4f * Math.max(1, Math.abs(logits[k]))));
            }
        }
    }

    private static void close(float[] found, float[] expected, String what) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).as(what + " [" + i + "]").isCloseTo(expected[i], within(1e-4f * Math.max(1, largest)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void machinesComputeItExactly(String name, Supplier<TestModels.Made> made) throws IOException {
        Path trace = trace(made.get());
        for (String machine : List.of("tile8", "systolic", "scnn")) {
            String text = cli(
                    "run",
                    "--trace",
                    trace.toString(),
                    "--config",
                    machine,
                    "--verify",
                    "--out",
                    dir.resolve(machine).toString());
            assertThat(text).contains("verified: ", "all sums and outputs equal");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void eightBitsComeNearTheFloats(String name, Supplier<TestModels.Made> made) throws IOException {
        TraceFolder folder =
                TraceFolder.open(trace(made.get()), TraceOptions.defaults().withForm(WeightForm.DENSE));
        float[] results = NumpyReader.read(dir.resolve("trace/result.npy")).floats();
        Inference inference = new Inference(folder.quantised());
        int classes = results.length / IMAGES;
        float low = Float.MAX_VALUE;
        float high = -Float.MAX_VALUE;
        for (float result : results) {
            low = Math.min(low, result);
            high = Math.max(high, result);
        }
        List<Float> errors = new ArrayList<>();
        for (int image = 0; image < IMAGES; image++) {
            float[] logits = inference
                    .run(folder.recorded(folder.graph().nodes().get(0).layer(), image), KernelConvolution::compute)
                    .logits();
            for (int k = 0; k < classes; k++) {
                errors.add(Math.abs(logits[k] - results[image * classes + k]) / (high - low));
            }
        }
        // A share of the range of all logits; 53 layers with random weights gather more noise than a few.
        float bound = name.equals("mobilenet") ? .15f : .02f;
        assertThat(errors).as(name).allSatisfy(error -> assertThat(error).isLessThan(bound));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void countsTheMacsOfTheModel(String name, Supplier<TestModels.Made> made) throws IOException {
        TraceFolder folder = TraceFolder.open(trace(made.get()), TraceOptions.defaults());
        Workload workload = folder.workload(0);
        long rows = 0;
        for (int i = 0; i < workload.size(); i++) {
            rows += workload.shape(i).denseMacs();
        }
        long layers = 0;
        for (GraphNode node : folder.graph().nodes()) {
            if (node.op().hasLayer()) {
                Graph.MapShape out = folder.graph().shape(node.output());
                int[] weights = NumpyReader.read(dir.resolve("trace/wgt-" + node.layer() + ".npy"))
                        .shape();
                long perOutput = 1;
                for (int i = 1; i < weights.length; i++) {
                    perOutput *= weights[i];
                }
                layers += out.values() * perOutput;
            }
        }
        assertThat(rows).isEqualTo(layers);
    }

    /** Integers of weights and of recorded activations are those of the model, at its scales. */
    @Test
    void aQuantisedModelKeepsItsIntegers() throws IOException {
        Path trace = trace(TestModels.quantised());
        TraceFolder folder = TraceFolder.open(trace, TraceOptions.defaults().withForm(WeightForm.DENSE));
        assertThat(folder.notes()).contains("weights: the folder's 8-bit integers and scales, as they are");
        String first = folder.graph().nodes().get(0).layer();
        NumpyArray integers = NumpyReader.read(trace.resolve("wgt-" + first + ".npy"));
        float[] trained = folder.trained(first).weights();
        Kernels kernels = (Kernels) folder.workload(0).load(0, true).weights();
        for (int i = 0; i < integers.size(); i++) {
            assertThat(kernels.value(i / 27, i / 9 % 3, i % 9)).isEqualTo((int) integers.get(i));
            assertThat(trained[i]).isCloseTo((float) integers.get(i) * .0005f * (i / 27 + 2), within(1e-6f));
        }
        for (GraphNode node : folder.graph().nodes()) {
            if (node.op().hasLayer()) {
                String value = node.inputs().get(0);
                double scale = folder.quantised().quants().get(value).scale();
                assertThat(scale).as(value).isIn((double) .02f, (double) .015f, (double) .03f, (double) .01f);
                for (float x : folder.recorded(node.layer(), 1)) {
                    assertThat(x / scale).isCloseTo(Math.rint(x / scale), within(1e-3));
                }
            }
        }
    }

    /** Integers end where those of the model do, whatever the zero point: what saturates there saturates here. */
    @ParameterizedTest(name = "unsigned {0}, zero point {1}, clip {2}")
    @CsvSource({
        "true, 0, 0", "true, 128, 0", "false, 0, 0", "false, -128, 0",
        "true, 0, .9", "true, 128, .6", "false, 0, .6", "false, -128, .9",
        "true, 0, -1", "true, 128, -1", "false, 0, -1", "false, -128, -1"
    })
    void saturatesWhereTheModelDoes(boolean unsigned, int zero, float largest) throws IOException {
        Path trace = trace(TestModels.saturating(unsigned, zero, largest));
        TraceFolder folder = TraceFolder.open(trace, TraceOptions.defaults().withForm(WeightForm.DENSE));
        float[] results = NumpyReader.read(trace.resolve("result.npy")).floats();
        Inference inference = new Inference(folder.quantised());
        int classes = results.length / IMAGES;
        for (int image = 0; image < IMAGES; image++) {
            float[] input = folder.recorded(folder.graph().nodes().get(0).layer(), image);
            float[] logits = inference.run(input, KernelConvolution::compute).logits();
            for (int k = 0; k < classes; k++) {
                // Eight means, each a step of .004 off at most, times weights of at most .5.
                assertThat(logits[k]).isCloseTo(results[image * classes + k], within(.01f));
            }
        }
    }

    /** Terms of 1 x 1 layers are told of where there are such layers. */
    @Test
    void termsAreNamedWhereThereAreSuchLayers() throws IOException {
        TraceOptions options = TraceOptions.defaults().withForm(WeightForm.DECOMPOSED);
        assertThat(TraceFolder.open(trace(TestModels.quantised()), options).notes())
                .anyMatch(note -> note.contains("decomposed here, M = "))
                .noneMatch(note -> note.contains("1 x 1 layers"));
        dir = Files.createDirectory(dir.resolve("other"));
        assertThat(TraceFolder.open(trace(TestModels.separable()), options).notes())
                .anyMatch(note -> note.contains("1 x 1 layers in 2 ternary terms"));
    }

    /** Every image is run, and the mean of their cycles has an interval around it. */
    @Test
    void severalImagesHaveAMeanAndAnInterval() throws IOException {
        Path trace = trace(TestModels.separable());
        Path out = dir.resolve("run");
        String text = cli("run", "--trace", trace.toString(), "--image", "all", "--out", out.toString());
        assertThat(text).contains("images.csv, layers.csv, run.json", "ci95: half the width");
        List<String> rows = Files.readAllLines(out.resolve("images.csv"));
        assertThat(rows).hasSize(1 + IMAGES + 2);
        double sum = 0;
        for (int i = 0; i < IMAGES; i++) {
            String[] cells = rows.get(1 + i).split(",");
            assertThat(cells[0]).isEqualTo(Integer.toString(i));
            sum += Double.parseDouble(cells[1]);
        }
        assertThat(rows.get(1 + IMAGES)).startsWith("mean,");
        assertThat(Double.parseDouble(rows.get(1 + IMAGES).split(",")[1])).isCloseTo(sum / IMAGES, within(1e-6 * sum));
        assertThat(rows.get(2 + IMAGES)).startsWith("ci95,");
    }
}
