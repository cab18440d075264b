package org.escalatesim.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.escalatesim.config.InputException;

/** The tensors of a model that do not depend on the image. */
final class Constants {
    private final Map<String, Tensor> tensors = new HashMap<>();
    private final Map<String, TensorProto> initializers = new HashMap<>();
    private final Map<String, Node> makers;

    /**
     * Collects them.
     *
     * @param computed what ONNX Runtime made of nodes that do not depend on the image
     * @param makers the node that makes a tensor, by the tensor's name
     */
    Constants(OnnxModel model, Map<String, Tensor> computed, Map<String, Node> makers) {
        this.makers = makers;
        tensors.putAll(computed);
        for (TensorProto tensor : model.graph().getInitializerList()) {
            initializers.put(tensor.getName(), tensor);
        }
    }

    boolean has(String name) {
        return tensors.containsKey(name) || initializers.containsKey(name);
    }

    /** A constant input; throws {@link InputException} if it is none, or not of numbers. */
    Tensor tensor(Node node, int input) {
        String name = node.input(input);
        Tensor tensor = tensors.get(name);
        if (tensor == null && initializers.containsKey(name)) {
            tensor = decode(node, initializers.get(name));
            tensors.put(name, tensor);
        }
        if (tensor == null || tensor.values() == null) {
            throw node.refused("input " + input + " ('" + name + "') must be a constant tensor of numbers");
        }
        return tensor;
    }

    /** The values of a constant vector of a given length, a copy. */
    float[] values(Node node, int input, int length) {
        Tensor tensor = tensor(node, input);
        if (tensor.size() != length) {
            throw node.refused(
                    "input " + input + " has shape " + tensor.describe() + "; must have " + length + " values");
        }
        return tensor.values().clone();
    }

    /** The same, or one value for all. */
    float[] spread(Node node, int input, int length) {
        Tensor tensor = tensor(node, input);
        if (tensor.size() != 1) {
            return values(node, input, length);
        }
        float[] all = new float[length];
        Arrays.fill(all, tensor.scalar());
        return all;
    }

    /**
     * A constant that has one value per channel, or one for all, when broadcast over a map or vector.
     *
     * @param vector whether what it is added to is [1, K] and not [1, K, H, W]
     */
    float[] perChannel(Node node, int input, int channels, boolean vector) {
        Tensor tensor = tensor(node, input);
        int fromEnd = 0;
        for (int i = tensor.rank() - 1; i >= 0 && tensor.dim(i) == 1; i--) {
            fromEnd++;
        }
        // Broadcasting aligns extents at the end: [K, 1, 1] for maps, [K, 1] for 1-D maps, [K] for vectors.
        boolean fits = tensor.size() == 1 || (vector ? fromEnd == 0 : fromEnd >= 1);
        if (!fits) {
            throw node.refused("input " + input + " has shape " + tensor.describe() + "; only a constant per output"
                    + " channel can be part of a layer");
        }
        return spread(node, input, channels);
    }

    /** Weights: the integers of a quantised model as they are, with zero points of zero. */
    QuantisedWeights weights(Node node, int input) {
        Node maker = makers.get(node.input(input));
        if (maker == null || !maker.op().equals("DequantizeLinear") || maker.integer("block_size", 0) != 0) {
            Tensor tensor = tensor(node, input);
            for (float value : tensor.values()) {
                if (!Float.isFinite(value)) {
                    throw node.refused(
                            "has weights '" + node.input(input) + "' that hold " + value + "; must be finite");
                }
            }
            return new QuantisedWeights(tensor.shape(), tensor.values(), null, null, 0);
        }
        Tensor tensor = tensor(maker, 0);
        Tensor scale = tensor(maker, 1);
        int offset = 0;
        if (!maker.input(2).isEmpty()) {
            Tensor zero = tensor(maker, 2);
            offset = (int) zero.values()[0];
            for (float value : zero.values()) {
                // Unsigned weights around 128 are signed ones around 0.
                if (value != offset || (offset != 0 && offset != 128)) {
                    throw node.refused("has weights with a zero point of " + (int) value
                            + "; machines run symmetric weights, so it must be 0 (of uint8: 128)");
                }
            }
        }
        byte[] integers = new byte[tensor.size()];
        for (int i = 0; i < integers.length; i++) {
            float value = tensor.values()[i] - offset;
            if (value < Byte.MIN_VALUE || value > Byte.MAX_VALUE) {
                throw node.refused("has weights of " + (int) value + "; 8-bit weights are -128 to 127");
            }
            integers[i] = (byte) value;
        }
        int axis = maker.integer("axis", 1);
        axis = axis < 0 ? axis + tensor.rank() : axis;
        return new QuantisedWeights(tensor.shape(), null, integers, scale.values(), axis);
    }

    private static Tensor decode(Node node, TensorProto proto) {
        long[] shape = proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
        int size = new Tensor(shape, null).size();
        ByteBuffer raw = proto.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        boolean packed = raw.remaining() > 0;
        TensorProto.DataType type = TensorProto.DataType.forNumber(proto.getDataType());
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = type == null
                    ? Float.NaN
                    : switch (type) {
                        case FLOAT -> packed ? raw.getFloat(i * 4) : proto.getFloatData(i);
                        case DOUBLE -> (float) (packed ? raw.getDouble(i * 8) : proto.getDoubleData(i));
                        case INT64 -> packed ? raw.getLong(i * 8) : proto.getInt64Data(i);
                        case INT32 -> packed ? raw.getInt(i * 4) : proto.getInt32Data(i);
                        case INT8 -> packed ? raw.get(i) : proto.getInt32Data(i);
                        case UINT8 -> packed ? raw.get(i) & 0xff : proto.getInt32Data(i);
                        default ->
                            throw node.refused("constant '" + proto.getName() + "' is of type " + type
                                    + "; float, double and integers are supported");
                    };
        }
        return new Tensor(shape, values);
    }
}
