package org.escalatesim.workloads.folder;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.numpy.NumpyArray;
import org.escalatesim.workloads.numpy.NumpyHeader;
import org.escalatesim.workloads.numpy.NumpyReader;

/**
 * A trace folder as DNNsim and its relatives have it, as a manifest: {@code model.csv} with a line {@code
 * name,type,stride,padding} per layer, {@code wgt-NAME.npy} [K, C/groups, R, S] (fc: [K, C]) and {@code
 * act-NAME-BATCH.npy} [N, C, H, W] (fc: [N, C]), the layer's input. Shapes are those of the arrays. Images are those of
 * batch 0, then those of batch 1, and so on.
 */
final class ModelCsv {
    static final String FILE = "model.csv";

    private static final List<String> COLUMNS = List.of("name", "type", "stride", "padding");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
    private final Path folder;
    private final Path file;
    /** Batches of the first layer, and images in each: the same for all layers. */
    private List<Integer> batches = List.of();

    private List<Integer> images = List.of();

    private ModelCsv(Path folder) {
        this.folder = folder;
        this.file = folder.resolve(FILE);
    }

    /** Reads {@code model.csv} and the headers of the arrays; throws {@link InputException}. */
    static Manifest read(Path folder) {
        return new ModelCsv(folder).manifest();
    }

    private Manifest manifest() {
        List<Manifest.Layer> layers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            List<String> cells = cells(lines.get(i));
            if (cells.stream().allMatch(String::isEmpty) || (layers.isEmpty() && header(cells))) {
                continue;
            }
            Manifest.Layer layer = layer(i + 1, cells);
            if (!names.add(layer.name())) {
                throw bad(i + 1, "two layers are called '" + layer.name() + "'");
            }
            layers.add(layer);
        }
        if (layers.isEmpty()) {
            throw new InputException(file + ": has no layers; a line per layer must be " + String.join(",", COLUMNS));
        }
        Path last = folder.toAbsolutePath().normalize().getFileName();
        String name = last == null ? "root" : last.toString().replaceAll("[^A-Za-z0-9._-]", "_");
        return new Manifest(
                "numpy-trace",
                1,
                name,
                "dense",
                "a folder of model.csv, wgt-LAYER.npy and act-LAYER-BATCH.npy, without bias and batch norm",
                null,
                null,
                layers,
                Optional.empty(),
                Optional.empty(),
                null);
    }

    private List<String> lines() {
        try {
            return Files.readString(file).replace("\uFEFF", "").lines().toList();
        } catch (CharacterCodingException e) {
            throw new InputException(file + ": is not UTF-8 text");
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read");
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    private static boolean header(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.toLowerCase(Locale.ROOT))
                .toList()
                .equals(COLUMNS);
    }

    private Manifest.Layer layer(int line, List<String> cells) {
        if (cells.size() != COLUMNS.size()) {
            throw bad(line, "has " + cells.size() + " cells, must have " + String.join(",", COLUMNS));
        }
        // File names cannot have the slashes that layers of Caffe have.
        String name = cells.get(0).replace('/', '-');
        if (!name.matches("[^\\s]+")) {
            throw bad(line, "name must be a word without blanks, not '" + name + "'");
        }
        boolean fc = cells.get(1).equals("fc");
        if (!fc && !cells.get(1).equals("conv")) {
            throw bad(
                    line,
                    "type must be conv or fc, not '" + cells.get(1) + "'"
                            + Names.didYouMean(cells.get(1), List.of("conv", "fc"))
                            + "; recurrent layers are not simulated");
        }
        String weights = "wgt-" + name + ".npy";
        NumpyHeader w = NumpyReader.header(existing(line, weights));
        List<String> activations = new ArrayList<>();
        int[] map = activations(line, name, activations);
        boolean integers = w.type() == NumpyArray.Type.INT8;
        return fc
                ? fc(line, name, weights, w.shape(), map, integers, activations)
                : conv(line, name, cells, w.shape(), map, integers, activations);
    }

    private Manifest.Layer fc(
            int line, String name, String weights, int[] w, int[] map, boolean integers, List<String> activations) {
        long inputs = product(map, 1);
        if (w.length < 2 || product(w, 1) != inputs || w[0] < 1 || inputs < 1) {
            throw bad(
                    line,
                    weights + " must be [K, C] for C = " + inputs + " inputs of act-" + name + ", not "
                            + Arrays.toString(w));
        }
        return Manifest.Layer.fc(name, (int) inputs, w[0], weights, integers, activations);
    }

    private Manifest.Layer conv(
            int line, String name, List<String> cells, int[] w, int[] map, boolean integers, List<String> activations) {
        int stride = number(line, "stride", cells.get(2), 1);
        int pad = number(line, "padding", cells.get(3), 0);
        String weights = "wgt-" + name + ".npy";
        if (w.length != 4 || product(w, 0) == 0) {
            throw bad(line, weights + " must be [K, C/groups, R, S] and not empty, not " + Arrays.toString(w));
        }
        if (map.length != 4) {
            throw bad(line, "act-" + name + " must be [N, C, H, W], not " + Arrays.toString(map));
        }
        if (map[1] % w[1] != 0 || w[0] % (map[1] / w[1]) != 0) {
            throw bad(
                    line,
                    weights + " " + Arrays.toString(w) + " does not fit act-" + name + " " + Arrays.toString(map)
                            + ": both must have the same input channels, or groups of them");
        }
        int groups = map[1] / w[1];
        ConvShape shape;
        try {
            shape = ConvShape.of(w[0], map[1], groups, w[2], w[3], map[2], map[3], stride, pad);
        } catch (IllegalArgumentException e) {
            throw bad(line, "layer '" + name + "': " + e.getMessage());
        }
        return Manifest.Layer.conv(
                name,
                List.of(map[1], map[2], map[3]),
                List.of(w[0], shape.p(), shape.q()),
                List.of(w[2], w[3]),
                stride,
                pad,
                groups,
                weights,
                integers,
                activations);
    }

    /** Adds an entry per image; returns the shape of the first batch. */
    private int[] activations(int line, String name, List<String> entries) {
        if (batches.isEmpty()) {
            batches = batches(line, name);
        }
        List<Integer> counts = new ArrayList<>();
        int[] first = null;
        for (int batch : batches) {
            String act = "act-" + name + "-" + batch + ".npy";
            int[] shape = NumpyReader.header(existing(line, act)).shape();
            if (shape.length < 2 || product(shape, 0) == 0) {
                throw bad(
                        line,
                        act + " must be [N, C, H, W], of fc [N, C], and not empty, not " + Arrays.toString(shape));
            }
            if (first != null && !Arrays.equals(first, 1, first.length, shape, 1, shape.length)) {
                throw bad(
                        line,
                        act + " is " + Arrays.toString(shape) + ", batch " + batches.get(0) + " "
                                + Arrays.toString(first) + "; only N may differ");
            }
            first = first == null ? shape : first;
            counts.add(shape[0]);
            for (int image = 0; image < shape[0]; image++) {
                entries.add(act + "[" + image + "]");
            }
        }
        if (images.isEmpty()) {
            images = counts;
        } else if (!images.equals(counts)) {
            throw bad(
                    line,
                    "act-" + name + " has " + counts + " images in its batches, the layers before have " + images);
        }
        return first;
    }

    private List<Integer> batches(int line, String name) {
        Pattern pattern = Pattern.compile("act-" + Pattern.quote(name) + "-(\\d{1,9})\\.npy");
        Set<Integer> found = new TreeSet<>();
        for (String each : files()) {
            Matcher matcher = pattern.matcher(each);
            if (matcher.matches()) {
                found.add(Integer.parseInt(matcher.group(1)));
            }
        }
        if (found.isEmpty()) {
            throw bad(
                    line,
                    "no file act-" + name + "-0.npy in " + folder
                            + Names.didYouMean("act-" + name + "-0.npy", files()));
        }
        return List.copyOf(found);
    }

    private Path existing(int line, String name) {
        Path path = folder.resolve(name);
        if (!Files.isRegularFile(path)) {
            throw bad(line, "no file " + name + " in " + folder + Names.didYouMean(name, files()));
        }
        return path;
    }

    private List<String> files() {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new InputException(folder + ": cannot be read");
        }
    }

    private int number(int line, String column, String cell, int least) {
        if (!NUMBER.matcher(cell).matches() || Integer.parseInt(cell) < least) {
            throw bad(line, column + " must be a whole number of at least " + least + ", not '" + cell + "'");
        }
        return Integer.parseInt(cell);
    }

    /** The product of a shape's extents from one dimension on; arrays that are read have few enough for an int. */
    private static long product(int[] shape, int from) {
        return Arrays.stream(shape).skip(from).asLongStream().reduce(1, (x, y) -> x * y);
    }

    private InputException bad(int line, String what) {
        return new InputException(file + ":" + line + ": " + what);
    }
}
