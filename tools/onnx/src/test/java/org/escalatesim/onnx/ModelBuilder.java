package org.escalatesim.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Builds ONNX models node by node, with random weights of a seed. */
final class ModelBuilder {
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
    private final Random random = new Random(7);
    private int count;

    /** A model with one float input; an extent of 0 is left open. */
    static ModelBuilder of(String input, int... shape) {
        ModelBuilder builder = new ModelBuilder();
        builder.graph.addInput(info(input, shape));
        return builder;
    }

    private static ValueInfoProto.Builder info(String name, int... shape) {
        TensorShapeProto.Builder extents = TensorShapeProto.newBuilder();
        for (int extent : shape) {
            if (extent == 0) {
                extents.addDimBuilder().setDimParam("open");
            } else {
                extents.addDimBuilder().setDimValue(extent);
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(extents)));
    }

    GraphProto.Builder graph() {
        return graph;
    }

    /** Adds a node; attributes are name, value, name, value. Returns its output. */
    String node(String op, List<String> inputs, Object... attributes) {
        String name = "/" + op.toLowerCase(java.util.Locale.ROOT) + count++ + "/" + op;
        NodeProto.Builder node =
                NodeProto.newBuilder().setOpType(op).setName(name).addAllInput(inputs);
        for (int i = 0; i < attributes.length; i += 2) {
            node.addAttribute(attribute((String) attributes[i], attributes[i + 1]));
        }
        String output = name + "_output_0";
        graph.addNode(node.addOutput(output));
        return output;
    }

    private static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder made = AttributeProto.newBuilder().setName(name);
        if (value instanceof Integer whole) {
            return made.setType(AttributeProto.AttributeType.INT).setI(whole).build();
        }
        if (value instanceof Float real) {
            return made.setType(AttributeProto.AttributeType.FLOAT).setF(real).build();
        }
        if (value instanceof String text) {
            return made.setType(AttributeProto.AttributeType.STRING)
                    .setS(ByteString.copyFromUtf8(text))
                    .build();
        }
        made.setType(AttributeProto.AttributeType.INTS);
        for (int item : (int[]) value) {
            made.addInts(item);
        }
        return made.build();
    }

    /** Random floats of a deviation; returns the constant's name. */
    String weights(double deviation, int... shape) {
        float[] values = new float[size(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return floats(values, shape);
    }

    /** Random floats between two bounds. */
    String between(double low, double high, int... shape) {
        float[] values = new float[size(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (low + (high - low) * random.nextDouble());
        }
        return floats(values, shape);
    }

    String floats(float[] values, int... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            raw.putFloat(value);
        }
        return constant(TensorProto.DataType.FLOAT, raw, shape);
    }

    String int64(long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            raw.putLong(value);
        }
        return constant(TensorProto.DataType.INT64, raw, values.length);
    }

    String int32(int[] values, int... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            raw.putInt(value);
        }
        return constant(TensorProto.DataType.INT32, raw, shape);
    }

    String bytes(boolean unsigned, byte[] values, int... shape) {
        TensorProto.DataType type = unsigned ? TensorProto.DataType.UINT8 : TensorProto.DataType.INT8;
        return constant(type, ByteBuffer.wrap(values), shape);
    }

    byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (random.nextInt(255) - 127);
        }
        return bytes;
    }

    private String constant(TensorProto.DataType type, ByteBuffer raw, int... shape) {
        String name = "c" + count++;
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(raw.array()));
        for (int extent : shape) {
            tensor.addDims(extent);
        }
        graph.addInitializer(tensor);
        return name;
    }

    private static int size(int... shape) {
        int size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        return size;
    }

    /** A 2-D convolution with bias. */
    String conv(String input, int c, int k, int kernel, Object... attributes) {
        int groups = 1;
        for (int i = 0; i < attributes.length; i += 2) {
            groups = attributes[i].equals("group") ? (Integer) attributes[i + 1] : groups;
        }
        int per = c / groups;
        return node(
                "Conv",
                List.of(
                        input,
                        weights(Math.sqrt(2.0 / (per * kernel * kernel)), k, per, kernel, kernel),
                        weights(.1, k)),
                attributes);
    }

    /** A batch norm of k channels. */
    String batchNorm(String input, int k, float epsilon) {
        return node(
                "BatchNormalization",
                List.of(input, between(.5, 1.5, k), weights(.2, k), weights(.2, k), between(.5, 1.5, k)),
                "epsilon",
                epsilon);
    }

    /** A convolution, batch norm and ReLU6, as in MobileNetV2. */
    String block(String input, int c, int k, int kernel, int stride, int groups) {
        int pad = kernel / 2;
        String conv = node(
                "Conv",
                List.of(input, weights(Math.sqrt(2.0 * groups / (c * kernel * kernel)), k, c / groups, kernel, kernel)),
                "pads",
                new int[] {pad, pad, pad, pad},
                "strides",
                new int[] {stride, stride},
                "group",
                groups);
        return node("Clip", List.of(batchNorm(conv, k, 1e-5f), floats(new float[] {0}), floats(new float[] {6})));
    }

    /** The model ending at a tensor. */
    ModelProto model(String output) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setProducerName("tests")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph.clone().addOutput(ValueInfoProto.newBuilder().setName(output)))
                .build();
    }

    /** Writes the model ending at a tensor. */
    Path write(Path file, String output) throws IOException {
        Files.write(file, model(output).toByteArray());
        return file;
    }
}
