package org.escalatesim.workloads.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.workloads.numpy.NumpyArray;
import org.escalatesim.workloads.numpy.NumpyReader;

/** The arrays of a folder, by manifest entry: {@code file.npy} or {@code archive.npz:member}. */
final class ArrayStore {
    private final Path folder;
    private final Path manifest;

    ArrayStore(Path folder, Path manifest) {
        this.folder = folder;
        this.manifest = manifest;
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
        if (!array.type().isFloat()) {
            throw bad(
                    layer, key, entry + " has elements of type " + array.type().descr() + ", must be <f4 or <f8");
        }
        String bad = array.nonFinite();
        if (bad != null) {
            throw bad(layer, key, entry + " holds " + bad);
        }
        return array.floats();
    }

    /** An array as stored, whatever its shape. */
    NumpyArray read(String layer, String key, String entry) {
        int colon = entry.lastIndexOf(".npz:");
        String file = colon < 0 ? entry : entry.substring(0, colon + 4);
        Path path = folder.resolve(file).normalize();
        if (!path.startsWith(folder.normalize())) {
            throw bad(layer, key, entry + " lies outside the folder");
        }
        if (colon < 0 && !file.endsWith(".npy")) {
            throw bad(layer, key, "'" + entry + "' is neither FILE.npy nor ARCHIVE.npz:MEMBER");
        }
        if (Files.isDirectory(path)) {
            throw bad(layer, key, file + " is a folder, not a file");
        }
        if (!Files.isRegularFile(path)) {
            throw bad(layer, key, "no file " + file + " in " + folder + Names.didYouMean(file, files()));
        }
        return colon < 0 ? NumpyReader.read(path) : NumpyReader.readMember(path, entry.substring(colon + 5));
    }

    private NumpyArray read(String layer, String key, String entry, int[] shape) {
        NumpyArray array = read(layer, key, entry);
        if (!array.hasShape(shape)) {
            throw bad(
                    layer,
                    key,
                    entry + " has shape " + array.describe() + ", the manifest makes it " + Arrays.toString(shape));
        }
        return array;
    }

    /** The manifest, for messages. */
    Path manifest() {
        return manifest;
    }

    /** A problem of one key of one layer. */
    InputException bad(String layer, String key, String what) {
        return new InputException(manifest + ": layer '" + layer + "': " + key + ": " + what);
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
