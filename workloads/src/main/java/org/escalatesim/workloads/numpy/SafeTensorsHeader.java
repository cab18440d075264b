package org.escalatesim.workloads.numpy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.escalatesim.config.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The header of a {@code .safetensors} file: what its tensors are and where they lie. */
final class SafeTensorsHeader {
    /** Most bytes of a header, as the reference implementation has it. */
    static final long LONGEST = 100_000_000;

    private static final String METADATA = "__metadata__";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Element types that can be told the size of. */
    enum Type {
        F64(8, NumpyArray.Type.FLOAT64),
        F32(4, NumpyArray.Type.FLOAT32),
        F16(2, NumpyArray.Type.FLOAT32),
        BF16(2, NumpyArray.Type.FLOAT32),
        I64(8, NumpyArray.Type.INT64),
        I32(4, NumpyArray.Type.INT32),
        I16(2, null),
        I8(1, NumpyArray.Type.INT8),
        U64(8, null),
        U32(4, null),
        U16(2, null),
        U8(1, NumpyArray.Type.UINT8),
        BOOL(1, NumpyArray.Type.BOOL);

        private final int bytes;
        private final NumpyArray.Type as;

        Type(int bytes, NumpyArray.Type as) {
            this.bytes = bytes;
            this.as = as;
        }

        int bytes() {
            return bytes;
        }

        /** What its elements become, or null if they are not read. */
        NumpyArray.Type as() {
            return as;
        }
    }

    /** One tensor; {@code begin} and {@code end} in bytes from the start of the data. */
    record Tensor(Type type, List<Integer> extents, long elements, long begin, long end) {
        int[] shape() {
            return extents.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    private final String file;

    private SafeTensorsHeader(String file) {
        this.file = file;
    }

    /**
     * Decodes a header.
     *
     * @param file how messages call the file
     * @param dataBytes bytes of data behind the header
     * @return tensors by name, in the order of the header
     */
    static Map<String, Tensor> parse(String file, String json, long dataBytes) {
        return new SafeTensorsHeader(file).parse(json, dataBytes);
    }

    private Map<String, Tensor> parse(String json, long dataBytes) {
        JsonNode top;
        try {
            top = JSON.readTree(json);
        } catch (JacksonException e) {
            throw bad("the header is no JSON ("
                    + e.getOriginalMessage().lines().findFirst().orElse("") + ")");
        }
        if (top == null || !top.isObject()) {
            throw bad("the header must be a JSON object");
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        top.properties().forEach(entry -> {
            if (!entry.getKey().equals(METADATA)) {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), dataBytes));
            }
        });
        checkLayout(tensors, dataBytes);
        return tensors;
    }

    private Tensor tensor(String name, JsonNode entry, long dataBytes) {
        Type type = type(name, entry.path("dtype"));
        List<Integer> shape = new ArrayList<>();
        long elements = 1;
        for (long extent : numbers(name, "shape", entry.path("shape"))) {
            if (extent > Integer.MAX_VALUE) {
                throw bad(name, "shape", "has an extent of " + extent + ", must be below 2^31");
            }
            shape.add((int) extent);
            try {
                elements = Math.multiplyExact(elements, extent);
            } catch (ArithmeticException e) {
                throw bad(name, "shape", "makes more elements than a file can hold: " + entry.path("shape"));
            }
        }
        List<Long> offsets = numbers(name, "data_offsets", entry.path("data_offsets"));
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw bad(name, "data_offsets", "must be [begin, end], not " + offsets);
        }
        if (offsets.get(1) > dataBytes) {
            throw new InputException(file + ": truncated, tensor '" + name + "' ends at byte " + offsets.get(1)
                    + " of the data, of which there are " + dataBytes);
        }
        long bytes = offsets.get(1) - offsets.get(0);
        if (elements > Long.MAX_VALUE / 8 || elements * type.bytes() != bytes) {
            throw bad(
                    name,
                    "data_offsets",
                    offsets + " are " + bytes + " bytes, but shape " + shape + " of " + type + " needs " + elements
                            + " x " + type.bytes());
        }
        return new Tensor(type, List.copyOf(shape), elements, offsets.get(0), offsets.get(1));
    }

    private Type type(String name, JsonNode dtype) {
        for (Type type : Type.values()) {
            if (dtype.isString() && type.name().equals(dtype.stringValue())) {
                return type;
            }
        }
        throw bad(
                name,
                "dtype",
                (dtype.isMissingNode() ? "is missing" : dtype + " is not known") + "; known are "
                        + Arrays.stream(Type.values()).map(Type::name).collect(Collectors.joining(" ")));
    }

    private List<Long> numbers(String name, String key, JsonNode list) {
        List<Long> numbers = new ArrayList<>();
        boolean good = list.isArray();
        for (JsonNode item : list) {
            good &= item.isIntegralNumber() && item.canConvertToLong() && item.longValue() >= 0;
            numbers.add(good ? item.longValue() : 0);
        }
        if (!good) {
            throw bad(
                    name,
                    key,
                    "must be a list of whole numbers of at least 0, not " + (list.isMissingNode() ? "missing" : list));
        }
        return numbers;
    }

    /** Tensors lie one behind the other, from the first byte of the data to the last. */
    private void checkLayout(Map<String, Tensor> tensors, long dataBytes) {
        List<Map.Entry<String, Tensor>> order = tensors.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Tensor> entry) ->
                                entry.getValue().begin())
                        .thenComparingLong(entry -> entry.getValue().end()))
                .toList();
        long at = 0;
        String before = "the header";
        for (Map.Entry<String, Tensor> entry : order) {
            long begin = entry.getValue().begin();
            if (begin != at) {
                throw bad(
                        entry.getKey(),
                        "data_offsets",
                        "begin at " + begin + ", but " + before + " ends at " + at
                                + (begin < at ? ": they overlap" : ": there is a hole"));
            }
            at = entry.getValue().end();
            before = "'" + entry.getKey() + "'";
        }
        if (at != dataBytes) {
            throw bad("has " + dataBytes + " bytes of data, its tensors end at " + at);
        }
    }

    private InputException bad(String name, String key, String what) {
        return bad("tensor '" + name + "': " + key + " " + what);
    }

    private InputException bad(String what) {
        return new InputException(file + ": " + what);
    }
}
