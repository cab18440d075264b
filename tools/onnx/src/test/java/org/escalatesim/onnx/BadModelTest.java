package org.escalatesim.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.escalatesim.cli.Main;
import org.escalatesim.workloads.numpy.NumpyWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be traced: one line, exit code 2, and no folder, not even a temporary one. */
class BadModelTest {
    @TempDir
    private Path dir;

    private Path images;

    @BeforeEach
    void anImage() throws IOException {
        images = Files.createDirectory(dir.resolve("images"));
        NumpyWriter.write(images.resolve("a.npy"), new float[3 * 6 * 6], 3, 6, 6);
    }

    private static ModelBuilder builder() {
        return ModelBuilder.of("x", 1, 3, 6, 6);
    }

    private Path good() throws IOException {
        ModelBuilder b = builder();
        return b.write(dir.resolve("good.onnx"), b.conv("x", 3, 4, 3));
    }

    private void refused(String message, Path model, Path input, String... more) throws IOException {
        StringWriter err = new StringWriter();
        String[] args = Stream.concat(
                        Stream.of(
                                "trace",
                                "--onnx",
                                model.toString(),
                                "--input",
                                input.toString(),
                                "--out",
                                dir.resolve("out").toString()),
                        Arrays.stream(more))
                .toArray(String[]::new);
        assertThat(Main.execute(new PrintWriter(new StringWriter()), new PrintWriter(err), args))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("error: ")
                .contains(message);
        assertThat(dir.resolve("out")).doesNotExist();
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    static Stream<Arguments> nodes() {
        return Stream.of(
                node(
                        "ConvTranspose '/convtranspose",
                        b -> b.node("ConvTranspose", List.of("x", b.weights(1, 3, 2, 2, 2)))),
                node("operator Erf is not supported", b -> b.conv(b.node("Erf", List.of("x")), 3, 2, 1)),
                node(
                        "clips to -1.0 .. 1.0",
                        b -> b.node(
                                "Clip",
                                List.of(b.conv("x", 3, 2, 1), b.floats(new float[] {-1}), b.floats(new float[] {1})))),
                node(
                        "has dilation 2 and stride 2",
                        b -> b.conv(
                                "x",
                                3,
                                2,
                                3,
                                "pads",
                                new int[] {2, 2, 2, 2},
                                "dilations",
                                new int[] {2, 2},
                                "strides",
                                new int[] {2, 2})),
                node(
                        "pads 1, more than its kernel of 1 x 1 reaches",
                        b -> b.conv("x", 3, 2, 1, "pads", new int[] {1, 1, 1, 1})),
                node("a batch norm must follow a convolution", b -> b.conv(b.batchNorm("x", 3, 1e-5f), 3, 2, 1)),
                node("multiplies two computed tensors", b -> {
                    String flat = b.node("Flatten", List.of(b.conv("x", 3, 1, 6)));
                    return b.node("MatMul", List.of(flat, flat));
                }),
                node(
                        "reads the image before any layer does",
                        b -> b.conv(b.node("MaxPool", List.of("x"), "kernel_shape", new int[] {2, 2}), 3, 2, 1)),
                node("has weights with a zero point of 3", b -> {
                    String w = b.node(
                            "DequantizeLinear",
                            List.of(
                                    b.bytes(false, new byte[6], 2, 3, 1, 1),
                                    b.floats(new float[] {.1f}),
                                    b.bytes(false, new byte[] {3})));
                    return b.node("Conv", List.of("x", w));
                }),
                node(
                        "concatenates along axis 2",
                        b -> b.conv(
                                b.node("Concat", List.of(b.conv("x", 3, 2, 1), b.conv("x", 3, 2, 1)), "axis", 2),
                                2,
                                2,
                                1)));
    }

    private static Arguments node(String message, Function<ModelBuilder, String> end) {
        return Arguments.of(message, end);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nodes")
    void anOperatorThatHasNoPlaceInAFolder(String message, Function<ModelBuilder, String> end) throws IOException {
        ModelBuilder b = builder();
        refused(message, b.write(dir.resolve("m.onnx"), end.apply(b)), images);
    }

    @Test
    void noModel() throws IOException {
        refused("no such file", dir.resolve("none.onnx"), images);
        refused("not an ONNX file", Files.writeString(dir.resolve("text.onnx"), "hello, hello"), images);
        refused("not an ONNX file", Files.write(dir.resolve("empty.onnx"), new byte[0]), images);
        byte[] whole = Files.readAllBytes(good());
        refused(
                "not an ONNX file",
                Files.write(dir.resolve("cut.onnx"), Arrays.copyOf(whole, whole.length / 2)),
                images);
        refused("is a folder, not a file", images, images);
    }

    @Test
    void externalDataThatIsNotThere() throws IOException {
        ModelBuilder b = builder();
        String end = b.conv("x", 3, 4, 3);
        TensorProto.Builder weights = b.graph().getInitializerBuilder(0);
        byte[] data = weights.getRawData().toByteArray();
        weights.clearRawData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("w.bin"));
        Path model = b.write(dir.resolve("m.onnx"), end);
        refused("is external, in 'w.bin', which is not in", model, images);
        Files.write(dir.resolve("w.bin"), data);
        StringWriter err = new StringWriter();
        int code = Main.execute(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                "trace",
                "--onnx",
                model.toString(),
                "--input",
                images.toString(),
                "--out",
                dir.resolve("there").toString());
        assertThat(code).as(err.toString()).isZero();
        assertThat(dir.resolve("there/manifest.yaml")).exists();
    }

    @Test
    void shapesThatAreOpenOrDoNotFit() throws IOException {
        ModelBuilder b = ModelBuilder.of("x", 0, 3, 0, 0);
        Path open = b.write(dir.resolve("open.onnx"), b.conv("x", 3, 4, 3));
        refused("is open x 3 x open x open, which leaves extent 2 open", open, images);
        refused("the model's input is called 'x'", open, images, "--shape", "y=1x3x6x6");
        refused("must be NAME=1x3x224x224", open, images, "--shape", "x=1x3x6xq");
        refused("shape [3, 6, 6]; the model takes [3, 8, 8]", open, images, "--shape", "x=1x3x8x8");
        refused("a batch of 4", open, images, "--shape", "x=4x3x6x6");
        ModelBuilder fixed = ModelBuilder.of("x", 2, 3, 6, 6);
        refused("a batch of 2", fixed.write(dir.resolve("two.onnx"), fixed.conv("x", 3, 4, 3)), images);
    }

    @Test
    void imagesThatAreMissingOrDamaged() throws IOException {
        Path model = good();
        refused("no such file or folder", model, dir.resolve("nowhere"));
        refused("has no images", model, Files.createDirectory(dir.resolve("nothing")));
        refused("damaged or no picture", model, Files.writeString(dir.resolve("a.png"), "no picture"));
        Path small = dir.resolve("small.png");
        ImageIO.write(new BufferedImage(4, 5, BufferedImage.TYPE_INT_RGB), "png", small.toFile());
        refused("4 x 5 pixels, the model takes 6 x 6", model, small, "--resize", "none");
        Path noise = dir.resolve("noise.jpg");
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "jpg", new File(noise.toString()));
        byte[] jpeg = Files.readAllBytes(noise);
        refused("damaged", model, Files.write(dir.resolve("cut.jpg"), Arrays.copyOf(jpeg, jpeg.length - 4)));
        refused(
                "pictures and .npy files together",
                model,
                Files.copy(small, images.resolve("b.png")).getParent());
        Path nan = dir.resolve("nan.npy");
        float[] values = new float[108];
        values[3] = Float.NaN;
        NumpyWriter.write(nan, values, 3, 6, 6);
        refused("NaN at [0, 0, 3]", model, nan);
    }

    @Test
    void weightsThatAreNotFinite() throws IOException {
        ModelBuilder b = builder();
        String weights = b.floats(new float[] {1, Float.NaN, 2}, 1, 3, 1, 1);
        String end = b.node("Conv", List.of("x", weights));
        refused("has weights '" + weights + "' that hold NaN", b.write(dir.resolve("nan.onnx"), end), images);
    }

    @Test
    void channelsThatComeLast() throws IOException {
        ModelBuilder b = ModelBuilder.of("x", 1, 6, 6, 3);
        Path model = b.write(dir.resolve("nhwc.onnx"), b.conv("x", 6, 4, 3));
        Path picture = dir.resolve("picture.png");
        ImageIO.write(new BufferedImage(6, 6, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
        refused("if its input is [N, H, W, C], add --layout NHWC", model, picture);
    }

    @Test
    void theRuntimesOwnTextIsCut() throws IOException {
        assertThat(OrtRun.firstSentence("Error code - ORT_FAIL - message: /onnxruntime_src/a/b.h:46 void f(const"
                        + " std::string&, int) ONNX Runtime only *guarantees* support for models\nstamped with official"
                        + " released onnx opset versions. Opset 99 is under development. Current is 26."))
                .isEqualTo("Opset 99 is under development.");
        ModelBuilder b = builder();
        String end = b.node("Conv", List.of("x", b.weights(1, 2, 7, 1, 1)));
        refused(
                "ONNX Runtime refuses it: Conv '/conv1/Conv': Input channels C is not equal to kernel channels * group.",
                b.write(dir.resolve("channels.onnx"), end),
                images);
    }

    @Test
    void foldersThatCannotBeWritten() throws IOException {
        Path model = good();
        Path file = Files.writeString(dir.resolve("file"), "text");
        refusedOut("is a file, not a folder", model, file);
        refusedOut("file is a file, not a folder", model, file.resolve("inside"));
        refusedOut("file is a file, not a folder", model, file.resolve("deeper/inside"));
        Path taken = Files.createDirectory(dir.resolve("taken"));
        Files.writeString(taken.resolve("manifest.yaml"), "mine");
        refusedOut("holds another trace", model, taken);
        assertThat(Files.readString(taken.resolve("manifest.yaml"))).isEqualTo("mine");
    }

    private void refusedOut(String message, Path model, Path out) {
        StringWriter err = new StringWriter();
        int code = Main.execute(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                "trace",
                "--onnx",
                model.toString(),
                "--input",
                images.toString(),
                "--out",
                out.toString());
        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1).first().asString().contains(message);
    }
}
