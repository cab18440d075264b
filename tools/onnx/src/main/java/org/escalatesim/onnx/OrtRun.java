package org.escalatesim.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.escalatesim.config.InputException;

/**
 * A model in ONNX Runtime with the output of every node to be asked for. Runs without graph optimisation, which would
 * fuse nodes and so hide tensors; in one thread at a time per operator, so that equal runs give equal bits.
 */
final class OrtRun implements AutoCloseable {
    private final OnnxModel model;
    private final long[] inputShape;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Set<String> names = new HashSet<>();

    /** Loads a model; throws {@link InputException} if ONNX Runtime refuses it. */
    OrtRun(OnnxModel model, long[] inputShape) {
        this.model = model;
        this.inputShape = inputShape;
        environment = NativeLibrary.environment();
        ModelProto.Builder open = model.proto().toBuilder();
        GraphProto.Builder graph = open.getGraphBuilder();
        graph.getOutputList().forEach(output -> names.add(output.getName()));
        for (NodeProto node : model.graph().getNodeList()) {
            for (String output : node.getOutputList()) {
                if (!output.isEmpty() && names.add(output)) {
                    graph.addOutput(ValueInfoProto.newBuilder().setName(output));
                }
            }
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setInterOpNumThreads(1);
            session = environment.createSession(open.build().toByteArray(), options);
        } catch (OrtException e) {
            throw refused(e);
        }
    }

    /**
     * Runs one image.
     *
     * @param image in the order of the model's input
     * @param wanted the tensors whose values are wanted; of the others there is only the shape
     * @return every tensor that a node makes, by name
     */
    Map<String, Tensor> all(float[] image, Predicate<String> wanted) {
        return run(image, names, wanted);
    }

    /** Runs one image and gives these tensors. */
    Map<String, Tensor> only(float[] image, Set<String> wanted) {
        return run(image, wanted, name -> true);
    }

    private Map<String, Tensor> run(float[] image, Set<String> asked, Predicate<String> wanted) {
        try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(image), inputShape);
                OrtSession.Result result = session.run(Map.of(model.input().getName(), input), asked)) {
            Map<String, Tensor> tensors = new HashMap<>();
            for (Map.Entry<String, OnnxValue> entry : result) {
                if (entry.getValue() instanceof OnnxTensor tensor) {
                    TensorInfo info = tensor.getInfo();
                    tensors.put(
                            entry.getKey(),
                            new Tensor(
                                    info.getShape(),
                                    wanted.test(entry.getKey()) ? values(tensor, info) : null,
                                    info.type == OnnxJavaType.UINT8));
                }
            }
            return tensors;
        } catch (OrtException e) {
            throw refused(e);
        }
    }

    /** The values as floats, or null for types that a layer cannot read (text). */
    private static float[] values(OnnxTensor tensor, TensorInfo info) {
        return switch (info.type) {
            case FLOAT -> {
                FloatBuffer buffer = tensor.getFloatBuffer();
                float[] values = new float[buffer.remaining()];
                buffer.get(values);
                yield values;
            }
            case INT64 -> {
                LongBuffer buffer = tensor.getLongBuffer();
                float[] values = new float[buffer.remaining()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = buffer.get(i);
                }
                yield values;
            }
            case INT8, UINT8 -> {
                ByteBuffer buffer = tensor.getByteBuffer();
                boolean signed = info.type == OnnxJavaType.INT8;
                float[] values = new float[buffer.remaining()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = signed ? buffer.get(i) : buffer.get(i) & 0xff;
                }
                yield values;
            }
            default -> null;
        };
    }

    private InputException refused(OrtException e) {
        String message = firstSentence(e.getMessage());
        return new InputException(model.file() + ": ONNX Runtime refuses it: " + message);
    }

    /** What ONNX Runtime says of the model, the first sentence, without codes and places in its own sources. */
    static String firstSentence(String text) {
        return text.replaceAll("\\s+", " ")
                .replaceAll("^Error code - \\w+ - message: ", "")
                .replaceAll("/onnxruntime_src/\\S+ .*?\\) (?=[A-Z])", "")
                .replaceAll("/onnxruntime_src/\\S+ ?", "")
                .replaceAll("^ONNX Runtime only \\*guarantees\\* support .*? versions\\. ", "")
                .replaceAll("^This is an invalid model\\. ", "")
                .replaceAll(
                        "^Non-zero status code returned while running (\\w+) node\\. Name:('.*?') Status Message: ",
                        "$1 $2: ")
                .replaceAll("(?<=[a-z*\\d)'\\]])\\. [A-Z].*", ".")
                .strip();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
