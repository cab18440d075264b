package org.escalatesim.onnx;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;

/** An ONNX file, with tensors that lie in files of their own read in. */
final class OnnxModel {
    private final Path file;
    private final ModelProto proto;

    private OnnxModel(Path file, ModelProto proto) {
        this.file = file;
        this.proto = proto;
    }

    /**
     * Reads a file.
     *
     * @throws InputException if it is no ONNX model, or external data is missing or short
     */
    static OnnxModel read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": no such file");
        } catch (IOException | OutOfMemoryError e) {
            throw new InputException(
                    file + (Files.isDirectory(file) ? ": is a folder, not a file" : ": cannot be read"));
        }
        ModelProto proto;
        try {
            proto = ModelProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new InputException(file + ": not an ONNX file, or a damaged one (no protocol buffer)");
        }
        if (proto.getIrVersion() < 1 || proto.getGraph().getNodeCount() == 0) {
            throw new InputException(file + ": not an ONNX file (no graph with nodes)");
        }
        ModelProto.Builder model = proto.toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder();
        for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
            inline(file, tensor);
        }
        return new OnnxModel(file, model.build());
    }

    private static void inline(Path file, TensorProto.Builder tensor) {
        if (tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
            return;
        }
        String name = entry(tensor, "location", "");
        Path folder = file.toAbsolutePath().normalize().getParent();
        Path data = folder.resolve(name).normalize();
        String what = file + ": the data of '" + tensor.getName() + "' ";
        if (name.isEmpty() || !data.startsWith(folder) || !Files.isRegularFile(data)) {
            throw new InputException(
                    what + "is external, in '" + name + "', which is not in " + folder + "; put it beside the model");
        }
        try (RandomAccessFile in = new RandomAccessFile(data.toFile(), "r")) {
            long offset = Long.parseLong(entry(tensor, "offset", "0"));
            long length = Long.parseLong(entry(tensor, "length", Long.toString(in.length() - offset)));
            if (offset < 0 || length < 0 || offset + length > in.length() || length > Integer.MAX_VALUE - 8) {
                throw new InputException(what + "is external, bytes " + offset + " to " + (offset + length) + " of "
                        + name + ", which has " + in.length());
            }
            byte[] bytes = new byte[(int) length];
            in.seek(offset);
            in.readFully(bytes);
            tensor.setRawData(ByteString.copyFrom(bytes))
                    .clearExternalData()
                    .setDataLocation(TensorProto.DataLocation.DEFAULT);
        } catch (IOException e) {
            throw new InputException(what + "is external, in '" + name + "', which cannot be read");
        } catch (NumberFormatException e) {
            throw new InputException(what + "is external, with an offset or length that is no number");
        }
    }

    private static String entry(TensorProto.Builder tensor, String key, String otherwise) {
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            if (entry.getKey().equals(key)) {
                return entry.getValue();
            }
        }
        return otherwise;
    }

    Path file() {
        return file;
    }

    ModelProto proto() {
        return proto;
    }

    GraphProto graph() {
        return proto.getGraph();
    }

    /** The version of the standard operators. */
    long opset() {
        return proto.getOpsetImportList().stream()
                .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
                .mapToLong(OnnxMl.OperatorSetIdProto::getVersion)
                .max()
                .orElse(0);
    }

    /** The one input that is no initializer; throws {@link InputException} if there are several or none. */
    ValueInfoProto input() {
        Set<String> constants = new HashSet<>();
        graph().getInitializerList().forEach(tensor -> constants.add(tensor.getName()));
        List<ValueInfoProto> inputs = graph().getInputList().stream()
                .filter(input -> !constants.contains(input.getName()))
                .toList();
        if (inputs.size() != 1) {
            throw new InputException(file + ": has " + inputs.size() + " inputs"
                    + (inputs.isEmpty()
                            ? ""
                            : " ("
                                    + inputs.stream()
                                            .map(ValueInfoProto::getName)
                                            .collect(Collectors.joining(", ")) + ")")
                    + "; a model of one image input is needed");
        }
        return inputs.get(0);
    }

    /**
     * The name of the output to trace.
     *
     * @param asked the user's choice, or null
     * @throws InputException if the model has several and none is chosen, or has none of that name
     */
    String output(String asked) {
        List<String> names =
                graph().getOutputList().stream().map(ValueInfoProto::getName).toList();
        if (asked == null && names.size() == 1) {
            return names.get(0);
        }
        if (asked == null || !names.contains(asked)) {
            throw new InputException(file + ": "
                    + (asked == null
                            ? "has " + names.size() + " outputs"
                            : "has no output '" + asked + "'" + Names.didYouMean(asked, names))
                    + "; choose one with --output: " + String.join(", ", names));
        }
        return asked;
    }

    /**
     * The shape of the input, batch 1.
     *
     * @param given extents by the user, or null
     * @throws InputException if the model leaves an extent open that is not given, or one differs from the model's
     */
    long[] inputShape(long[] given) {
        ValueInfoProto input = input();
        OnnxMl.TypeProto.Tensor type = input.getType().getTensorType();
        String what = file + ": input '" + input.getName() + "' ";
        if (type.getElemType() != TensorProto.DataType.FLOAT.getNumber()) {
            TensorProto.DataType found = TensorProto.DataType.forNumber(type.getElemType());
            throw new InputException(what + "has elements of type " + found + "; FLOAT (float32) is needed");
        }
        TensorShapeProto declared = type.getShape();
        int rank = type.hasShape() ? declared.getDimCount() : given == null ? 0 : given.length;
        String text = !type.hasShape()
                ? "without a shape"
                : declared.getDimList().stream()
                        .map(dim -> dim.hasDimValue()
                                ? Long.toString(dim.getDimValue())
                                : dim.getDimParam().isEmpty() ? "?" : dim.getDimParam())
                        .collect(Collectors.joining(" x "));
        if (given != null && given.length != rank) {
            throw new InputException(what + "is " + text + "; --shape gives " + given.length + " extents");
        }
        if (rank < 2 || rank > 4) {
            throw new InputException(what + "is " + text
                    + (rank == 0
                            ? "; give one, for example --shape " + input.getName() + "=1x3x224x224"
                            : "; a batch of vectors, of 1-D or of 2-D maps is needed (2 to 4 extents)"));
        }
        long[] shape = new long[rank];
        for (int i = 0; i < rank; i++) {
            boolean fixed = type.hasShape()
                    && declared.getDim(i).hasDimValue()
                    && declared.getDim(i).getDimValue() > 0;
            if (given != null) {
                shape[i] = given[i];
                if (fixed && declared.getDim(i).getDimValue() != given[i]) {
                    throw new InputException(what + "is " + text + "; --shape gives " + given[i] + " for extent " + i);
                }
            } else if (fixed) {
                shape[i] = declared.getDim(i).getDimValue();
            } else if (i == 0) {
                shape[i] = 1;
            } else {
                throw new InputException(what + "is " + text + ", which leaves extent " + i + " open; give all, for"
                        + " example --shape " + input.getName() + "=1x3x224x224");
            }
        }
        if (shape[0] != 1) {
            throw new InputException(what + "is " + text + ", a batch of " + shape[0]
                    + "; export it with a batch of 1 or a dynamic one (images run one by one)");
        }
        return shape;
    }
}
