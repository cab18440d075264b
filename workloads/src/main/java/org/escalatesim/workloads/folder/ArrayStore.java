package org.escalatesim.workloads.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.workloads.numpy.NumpyArray;
import org.escalatesim.workloads.numpy.NumpyReader;
import org.escalatesim.workloads.numpy.SafeTensors;

/**
 * The arrays of a folder, by manifest entry: {@code file.npy}, {@code file.npy[2]} for a part of its first dimension,
 * {@code archive.npz:member} or {@code file.safetensors:tensor}.
 */
final class ArrayStore {
    private static final Pattern PART = Pattern.compile("(.*\\.npy)\\[(\\d{1,9})\\]");
    private static final Pattern MEMBER = Pattern.compile("(.*?\\.(?:npz|safetensors)):(.+)");
    private static final List<String> BATCH_NORM = List.of(".weight", ".bias", ".running_mean", ".running_var");
    private final Path folder;
    private final Path manifest;
    private final boolean integers;

    ArrayStore(Path folder, Path manifest) {
        this(folder, manifest, false);
    }

    /**
     * A folder's arrays.
     *
     * @param integers whether arrays of integers are taken for floats, and flattened ones for vectors, as the trace
     *     folders of other simulators have them
     */
    ArrayStore(Path folder, Path manifest, boolean integers) {
        this.folder = folder;
        this.manifest = manifest;
        this.integers = integers;
    }

    /** An 8-bit signed array of a given shape. */
    byte[] int8(String layer, String key, String entry, int... shape) {
        NumpyArray array = read(layer, key, entry, shape);
        if (array.type() != NumpyArray.Type.INT8) {
            throw bad(
                    layer, key, entry + " has elements of type " + array.type().descr() + ", must be |i1 (int8)");
        }
        return array.bytes();
    }

    /** A float array of a given shape, all values finite. */
    float[] floats(String layer, String key, String entry, int... shape) {
        NumpyArray array = read(layer, key, entry, shape);
        if (!array.type().isFloat() && !integers) {
            throw bad(
                    layer, key, entry + " has elements of type " + array.type().descr() + ", must be <f4 or <f8");
        }
        String bad = array.nonFinite();
        if (bad != null) {
            throw bad(layer, key, entry + " holds " + bad);
        }
        return array.floats();
    }

    /**
     * Gamma, beta, mean and variance, [4, K]: an array of that shape, or a module of PyTorch in a file of tensors, {@code
     * file.safetensors:bn1}, whose four tensors are [K].
     */
    float[] batchNorm(String layer, String entry, int k) {
        String key = "batch_norm";
        if (!entry.contains(".safetensors:")) {
            return floats(layer, key, entry, 4, k);
        }
        float[] stacked = new float[4 * k];
        for (int i = 0; i < BATCH_NORM.size(); i++) {
            System.arraycopy(floats(layer, key, entry + BATCH_NORM.get(i), k), 0, stacked, i * k, k);
        }
        return stacked;
    }

    /** Whether an array is of 8-bit integers, and the folder's integers stand for themselves. */
    boolean eightBits(String layer, String key, String entry) {
        NumpyArray.Type type = integers ? read(layer, key, entry).type() : NumpyArray.Type.FLOAT32;
        return type == NumpyArray.Type.INT8 || type == NumpyArray.Type.UINT8;
    }

    /** An array as stored, whatever its shape. */
    NumpyArray read(String layer, String key, String entry) {
        Matcher part = PART.matcher(entry);
        if (part.matches()) {
            return NumpyReader.readPart(file(layer, key, entry, part.group(1)), Integer.parseInt(part.group(2)));
        }
        Matcher member = MEMBER.matcher(entry);
        if (!member.matches()) {
            if (!entry.endsWith(".npy")) {
                throw bad(
                        layer,
                        key,
                        "'" + entry + "' is neither FILE.npy nor ARCHIVE.npz:MEMBER nor FILE.safetensors:TENSOR");
            }
            return NumpyReader.read(file(layer, key, entry, entry));
        }
        Path path = file(layer, key, entry, member.group(1));
        return member.group(1).endsWith(".npz")
                ? NumpyReader.readMember(path, member.group(2))
                : SafeTensors.open(path).read(member.group(2));
    }

    private Path file(String layer, String key, String entry, String file) {
        Path path = folder.resolve(file).normalize();
        if (!path.startsWith(folder.normalize())) {
            throw bad(layer, key, entry + " lies outside the folder");
        }
        if (Files.isDirectory(path)) {
            throw bad(layer, key, file + " is a folder, not a file");
        }
        if (!Files.isRegularFile(path)) {
            throw bad(layer, key, "no file " + file + " in " + folder + Names.didYouMean(file, files()));
        }
        return path;
    }

    private NumpyArray read(String layer, String key, String entry, int[] shape) {
        NumpyArray array = read(layer, key, entry);
        if (!fits(array, entry, shape)) {
            throw bad(
                    layer,
                    key,
                    entry + " has shape " + array.describe() + ", the "
                            + (manifest.toString().endsWith(".safetensors") ? "network" : "manifest") + " makes it "
                            + Arrays.toString(shape));
        }
        return array;
    }

    /** Whether an array has a shape; dimensions of 1 do not count in safetensors files, which hold what PyTorch made. */
    private boolean fits(NumpyArray array, String entry, int[] shape) {
        if (array.hasShape(shape)) {
            return true;
        }
        int[] found = array.shape();
        if (integers && shape.length <= 2 && found.length > 0) {
            long wanted = Arrays.stream(shape).asLongStream().reduce(1, (x, y) -> x * y);
            return array.size() == wanted && (shape.length == 1 || found[0] == shape[0]);
        }
        return entry.contains(".safetensors:") && Arrays.equals(withoutOnes(found), withoutOnes(shape));
    }

    private static int[] withoutOnes(int[] shape) {
        return Arrays.stream(shape).filter(extent -> extent != 1).toArray();
    }

    /** The manifest, for messages. */
    Path manifest() {
        return manifest;
    }

    /** A problem of one key of one layer. */
    InputException bad(String layer, String key, String what) {
        return new InputException(manifest + ": layer '" + layer + "': " + key + ": " + what);
    }

    /** Throws unless a number folded from arrays fits float32. */
    void checkFloat32(String layer, String key, int k, double folded) {
        if (!Float.isFinite((float) folded)) {
            throw bad(layer, key, "output channel " + k + " folds to " + folded + "; must fit float32 (3.4e38)");
        }
    }

    private List<String> files() {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(Files::isRegularFile)
                    .map(p -> p.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
