package org.escalatesim.workloads.compress.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.escalatesim.config.InputException;
import org.escalatesim.workloads.compress.ternary.QuantisedKernels;
import org.escalatesim.workloads.compress.ternary.ScaleGrain;
import org.escalatesim.workloads.numpy.NumpyWriter;

/**
 * Writes a compressed network as a trace folder: the given one with other weights, its activations, batch norms, biases
 * and nodes copied. A folder has one scale per output channel (docs/trace-format.md).
 */
public final class CompressedFolder {
    private static final String FORMULA =
            "W[k,c] = scale[k] * basis_scale * sum over m of coefficients[k,c,m] * basis[m]";
    private final Path from;
    private final Path to;

    /**
     * Checks the place.
     *
     * @param from the folder that is compressed
     * @param to a folder that does not exist, or is empty
     * @throws InputException if there is something already, the input above all
     */
    public CompressedFolder(Path from, Path to) {
        this.from = from;
        this.to = to;
        if (Files.exists(to)) {
            try {
                if (Files.isSameFile(from, to)) {
                    throw new InputException("--out " + to + ": is the folder that --trace names; give another one");
                }
                if (!Files.isDirectory(to)) {
                    throw new InputException("--out " + to + ": is a file, not a folder");
                }
                try (Stream<Path> entries = Files.list(to)) {
                    if (entries.findAny().isPresent()) {
                        throw new InputException("--out " + to + ": is not empty; give a new folder");
                    }
                }
            } catch (IOException e) {
                throw new InputException("--out " + to + ": cannot be read");
            }
        }
    }

    /**
     * Throws {@link InputException} for scales that no folder has.
     *
     * @param grain what has a scale of its own
     */
    public static void writable(ScaleGrain grain) {
        if (grain == ScaleGrain.KM) {
            throw new InputException("--scale km: a trace folder has one scale per output channel, as the machines run;"
                    + " take --scale k or layer, or --table-only for the errors alone");
        }
    }

    /**
     * Writes everything beside the folder's place and moves it there in one step.
     *
     * @param text further text files by name
     * @throws InputException if that is not possible; nothing is left behind
     */
    public void write(Compression compression, CompressionOptions options, Map<String, String> text) {
        Path folder = to.toAbsolutePath().normalize();
        Path staging = folder.resolveSibling(
                ".escalate-sim." + ProcessHandle.current().pid() + "." + System.nanoTime() + ".tmp");
        try {
            Files.createDirectories(folder.getParent());
            Files.createDirectory(staging);
            try {
                fill(staging, compression, options);
                for (Map.Entry<String, String> file : text.entrySet()) {
                    Files.writeString(staging.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
                }
                Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                remove(staging);
            }
        } catch (FileAlreadyExistsException e) {
            throw new InputException("--out " + to + ": is in the way: " + e.getFile());
        } catch (IOException e) {
            throw new InputException("--out " + to + ": cannot be written (" + e.getMessage() + ")");
        }
    }

    private void fill(Path staging, Compression compression, CompressionOptions options) throws IOException {
        ManifestTree manifest = ManifestTree.read(from);
        List<CompressedLayer> layers = compression.layers();
        boolean decomposed = false;
        Map<Map<String, Object>, CompressedLayer> changed = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            CompressedLayer layer = layers.get(i);
            if (layer.kernels() != null || layer.weights() != null) {
                manifest.layer(i).remove("weights");
                changed.put(manifest.layer(i), layer);
            }
        }
        List<String> kept = manifest.files();
        for (String file : kept) {
            Path target = staging.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(from.resolve(file), target);
        }
        Set<String> taken = new LinkedHashSet<>(kept);
        for (Map.Entry<Map<String, Object>, CompressedLayer> entry : changed.entrySet()) {
            CompressedLayer layer = entry.getValue();
            Map<String, Object> keys = entry.getKey();
            if (layer.kernels() != null) {
                decomposed = true;
                put(staging, keys, layer, taken);
            } else {
                String file = name("pruned", layer.name(), taken);
                keys.put("weights", file);
                int[] shape = layer.shape().isFullyConnected() && "fc".equals(keys.get("op"))
                        ? new int[] {layer.shape().k(), layer.shape().c()}
                        : kernelShape(layer);
                NumpyWriter.write(staging.resolve(file), layer.weights(), shape);
            }
        }
        if (decomposed) {
            manifest.set("form", "decomposed");
            manifest.set("formula", FORMULA);
        }
        Map<String, String> source = new LinkedHashMap<>();
        source.put(
                "compressed",
                "without retraining ("
                        + options.describe().entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining(", "))
                        + ")");
        source.put("accuracy", "not established (compressed without retraining)");
        manifest.addToSource(source);
        Files.writeString(staging.resolve("manifest.yaml"), manifest.text(), StandardCharsets.UTF_8);
    }

    private static int[] kernelShape(CompressedLayer layer) {
        return new int[] {
            layer.shape().k(),
            layer.shape().cPerGroup(),
            layer.shape().r(),
            layer.shape().s()
        };
    }

    private static void put(Path staging, Map<String, Object> keys, CompressedLayer layer, Set<String> taken)
            throws IOException {
        QuantisedKernels kernels = layer.kernels();
        int k = layer.shape().k();
        int m = layer.m();
        String coefficients = name("coefficients", layer.name(), taken);
        String basis = name("basis", layer.name(), taken);
        String scale = name("scale", layer.name(), taken);
        NumpyWriter.write(
                staging.resolve(coefficients),
                kernels.kernels().coefficients(),
                k,
                layer.shape().cPerGroup(),
                m);
        NumpyWriter.write(
                staging.resolve(basis),
                kernels.basis(),
                m,
                layer.shape().r(),
                layer.shape().s());
        float[] scales = new float[k];
        for (int i = 0; i < k; i++) {
            scales[i] = (float) kernels.kernels().scale()[i * m];
        }
        NumpyWriter.write(staging.resolve(scale), scales, k);
        keys.put("coefficients", coefficients);
        keys.put("basis", basis);
        keys.put("basis_scale", kernels.step());
        keys.put("scale", scale);
    }

    /** A file name for a layer, whatever characters its name has. */
    private static String name(String kind, String layer, Set<String> taken) {
        String stem = kind + "-" + layer.replaceAll("[^A-Za-z0-9._-]", "_");
        String name = stem + ".npy";
        for (int i = 2; !taken.add(name); i++) {
            name = stem + "-" + i + ".npy";
        }
        return name;
    }

    private static void remove(Path staging) throws IOException {
        if (Files.exists(staging)) {
            List<Path> all;
            try (Stream<Path> walk = Files.walk(staging)) {
                all = new ArrayList<>(walk.toList());
            }
            for (int i = all.size() - 1; i >= 0; i--) {
                Files.delete(all.get(i));
            }
        }
    }
}
