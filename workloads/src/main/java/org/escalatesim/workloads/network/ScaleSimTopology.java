package org.escalatesim.workloads.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;

/**
 * Reads topology files of SCALE-Sim (Samajdar et al., ISPASS 2020), shapes without a graph. A header line names the
 * columns; a comma may end each line. Convolutions: {@code Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter
 * Width, Channels, Num Filter, Strides}, or two columns of strides; there is no padding, the map has it already. Matrix
 * products: {@code Layer, M, N, K} in any order: M pixels, K channels, N output channels, a 1 x 1 convolution.
 *
 * <p>Output sides are SCALE-Sim's, ceil((H - R) / stride) + 1: where the stride does not divide, zero rows below and
 * columns on the right, fewer than the stride, complete the last window. A window wholly outside
 * the map is no output. Each layer is taken to read, through a ReLU, what
 * the layer before leaves, whether or not sizes fit: what lies between them, such as pooling, is not in the file.
 */
final class ScaleSimTopology {
    private static final List<String> CONVOLUTION =
            List.of("ifmapheight", "ifmapwidth", "filterheight", "filterwidth", "channels", "numfilter");
    private static final List<String> PRODUCT = List.of("m", "n", "k");
    private static final List<String> STRIDES =
            List.of("strides", "stride", "stridesh", "strideheight", "stridesw", "stridewidth");
    private static final String COLUMNS = "accepted are Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter"
            + " Width, Channels, Num Filter, Strides (or Stride Height, Stride Width), and for matrix products Layer, M,"
            + " N, K";

    private final String file;
    private final Map<String, Integer> columns = new HashMap<>();
    /** What the header calls a column, by key. */
    private final Map<String, String> titles = new HashMap<>();

    private final List<Network.Layer> layers = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private boolean product;

    private ScaleSimTopology(String file) {
        this.file = file;
    }

    /**
     * Reads the text of a file; {@code file} is how messages call it, its last part without {@code .csv} the network's
     * name.
     *
     * @throws InputException naming the line that does not fit
     */
    static Network read(String file, String text) {
        ScaleSimTopology topology = new ScaleSimTopology(file);
        List<String> lines = text.lines().toList();
        int header = 0;
        while (header < lines.size() && lines.get(header).isBlank()) {
            header++;
        }
        if (header == lines.size()) {
            throw new InputException(file + ": is empty; the first line must name the columns");
        }
        topology.header(header + 1, cells(lines.get(header)));
        for (int i = header + 1; i < lines.size(); i++) {
            if (!cells(lines.get(i)).isEmpty()) {
                topology.layer(i + 1, cells(lines.get(i)));
            }
        }
        if (topology.layers.isEmpty()) {
            throw new InputException(file + ": has no layer after line " + (header + 1));
        }
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        name = name.substring(0, name.length() - ".csv".length());
        return new Network(
                name,
                name + ", shapes alone",
                "a SCALE-Sim topology, which has no graph: each layer is taken to read what the one before leaves",
                List.copyOf(topology.layers));
    }

    /** Cells without blanks around them and without the empty ones that end a line. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>(
                Arrays.stream(line.split(",")).map(String::strip).toList());
        while (!cells.isEmpty() && cells.get(cells.size() - 1).isEmpty()) {
            cells.remove(cells.size() - 1);
        }
        return cells;
    }

    private void header(int line, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            String key = cells.get(i).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
            boolean name = i == 0 && key.startsWith("layer");
            if (!name && !CONVOLUTION.contains(key) && !PRODUCT.contains(key) && !STRIDES.contains(key)) {
                throw bad(line, "no column may be called '" + cells.get(i) + "'; " + COLUMNS);
            }
            titles.put(key, cells.get(i));
            if (columns.put(name ? "name" : key, i) != null) {
                throw bad(line, "two columns are called '" + cells.get(i) + "'");
            }
        }
        product = columns.keySet().containsAll(PRODUCT);
        boolean convolution = columns.keySet().containsAll(CONVOLUTION)
                && columns.keySet().stream().anyMatch(STRIDES::contains);
        if (!columns.containsKey("name") || product == convolution) {
            throw bad(line, "columns are missing or mixed; " + COLUMNS);
        }
    }

    private void layer(int line, List<String> cells) {
        if (cells.size() != columns.size()) {
            throw bad(line, "has " + cells.size() + " cells, the header " + columns.size());
        }
        String name = cells.get(columns.get("name")).replaceAll("\\s+", "_");
        if (name.isEmpty() || name.equals("image") || !names.add(name)) {
            throw bad(line, "the layer's name must be unique, not '" + name + "' again or image");
        }
        ConvShape shape;
        try {
            shape = product ? product(line, cells) : convolution(line, cells);
        } catch (IllegalArgumentException e) {
            throw bad(line, name + ": " + e.getMessage());
        }
        bounded(line, ShapeBounds.map(List.of(shape.c(), shape.h(), shape.w()), 1));
        bounded(line, ShapeBounds.map(List.of(shape.k(), shape.p(), shape.q()), 1));
        bounded(line, ShapeBounds.weights(shape.k(), shape.c(), shape.taps()));
        int index = layers.size();
        layers.add(new Network.Layer(
                name, shape, index == 0 ? List.of() : List.of(index - 1), null, true, -1, null, 0, name + ".weight"));
    }

    private ConvShape product(int line, List<String> cells) {
        return ConvShape.of(
                value(line, cells, "n"), value(line, cells, "k"), 1, 1, 1, value(line, cells, "m"), 1, 1, 0);
    }

    private ConvShape convolution(int line, List<String> cells) {
        int down = stride(line, cells, "strides", "stride", "stridesh", "strideheight");
        int across = columns.containsKey("stridesw") || columns.containsKey("stridewidth")
                ? stride(line, cells, "stridesw", "stridewidth")
                : down;
        int r = value(line, cells, "filterheight");
        int s = value(line, cells, "filterwidth");
        int h = value(line, cells, "ifmapheight");
        int w = value(line, cells, "ifmapwidth");
        return new ConvShape(
                value(line, cells, "numfilter"),
                value(line, cells, "channels"),
                1,
                r,
                s,
                h,
                w,
                down,
                across,
                0,
                0,
                missing(h, r, down),
                missing(w, s, across));
    }

    /** Rows or columns that SCALE-Sim's last window lacks; none if it would lie outside the map as a whole. */
    private static int missing(int side, int kernel, int stride) {
        int missing = Math.floorMod(kernel - side, stride);
        return side < kernel || missing >= kernel ? 0 : missing;
    }

    private int stride(int line, List<String> cells, String... keys) {
        for (String key : keys) {
            if (columns.containsKey(key)) {
                return value(line, cells, key);
            }
        }
        throw bad(line, "no stride for the rows; " + COLUMNS);
    }

    private int value(int line, List<String> cells, String key) {
        String cell = cells.get(columns.get(key));
        int most = key.equals("channels") || key.equals("numfilter") || key.equals("n") || key.equals("k")
                ? ShapeBounds.CHANNELS
                : ShapeBounds.SIDE - 1;
        if (cell.matches("\\d{1,9}") && Integer.parseInt(cell) >= 1 && Integer.parseInt(cell) <= most) {
            return Integer.parseInt(cell);
        }
        throw bad(line, titles.get(key) + " must be a whole number from 1 to " + most + ", not '" + cell + "'");
    }

    private void bounded(int line, String wrong) {
        if (wrong != null) {
            throw bad(line, wrong);
        }
    }

    private InputException bad(int line, String what) {
        return new InputException(file + ":" + line + ": " + what);
    }
}
