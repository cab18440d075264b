package org.escalatesim.workloads.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.config.YamlReader;
import org.escalatesim.tensor.ConvShape;

/** Reads network files and checks that the layers fit one another. */
public final class NetworkReader {
    private static final int MOST_PROBLEMS = 5;

    private final String file;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Integer> index = new HashMap<>();
    private final List<Network.Layer> layers = new ArrayList<>();
    private List<Integer> image = List.of();

    private NetworkReader(String file) {
        this.file = file;
    }

    /**
     * Reads the text of a network file; {@code file} is how messages call it.
     *
     * @throws InputException when the text does not fit the format or layers do not fit one another
     */
    public static Network read(String file, String text) {
        return new NetworkReader(file).check(YamlReader.read(file, text, NetworkFile.class));
    }

    private Network check(NetworkFile network) {
        if (network.name() == null || !network.name().matches("[^\\s,]+")) {
            throw new InputException(file + ": name: must be a word without blanks and commas, not " + network.name());
        }
        image = dimensions("image", network.image(), 3);
        bounded("image", ShapeBounds.map(image, 1));
        if (network.layers() == null || network.layers().isEmpty()) {
            problems.add(file + ": layers: must list at least one layer");
        } else {
            Set<String> names = new HashSet<>();
            for (int i = 0; i < network.layers().size() && problems.isEmpty(); i++) {
                NetworkFile.Entry entry = network.layers().get(i);
                String name = entry == null ? null : entry.name();
                if (name == null || !name.matches("[^\\s,]+") || name.equals("image") || !names.add(name)) {
                    problems.add(file + ": layers[" + i + "].name: must be a unique word without blanks and commas, "
                            + "other than image, not " + name);
                } else {
                    layers.add(layer(entry));
                    index.put(name, i);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems.subList(0, Math.min(MOST_PROBLEMS, problems.size())));
        }
        return new Network(
                network.name(),
                network.title() == null ? network.name() : network.title(),
                network.source() == null ? "no source given" : network.source(),
                List.copyOf(layers));
    }

    private Network.Layer layer(NetworkFile.Entry entry) {
        String name = entry.name();
        List<Integer> in = dimensions(name + ".in", entry.in(), 3);
        List<Integer> out = dimensions(name + ".out", entry.out(), 3);
        List<Integer> kernel = dimensions(name + ".kernel", entry.kernel(), 2);
        bounded(name + ".in", ShapeBounds.map(in, Math.max(1, entry.groups())));
        bounded(name + ".out", ShapeBounds.map(out, 1));
        bounded(name + ".kernel", ShapeBounds.sides(kernel));
        bounded(name + ".stride", ShapeBounds.sides(List.of(entry.stride(), entry.pad())));
        boolean fc = "fc".equals(entry.op());
        if (!fc && !"conv".equals(entry.op())) {
            problem(name + ".op", "must be conv or fc, not " + entry.op());
        }
        List<Integer> input = producers(entry, in, fc);
        ConvShape shape = shape(entry, in, out, kernel, fc);
        if (shape.p() != out.get(1) || shape.q() != out.get(2)) {
            problem(
                    name + ".out",
                    "the convolution gives " + map(shape.k(), shape.p(), shape.q()) + ", not " + map(out));
        }
        Network.Pool pool = pool(name + ".pool", entry.pool(), out.get(1), out.get(2));
        int residual = residual(entry, shape);
        long extra = (Boolean.TRUE.equals(entry.bias()) ? shape.k() : 0)
                + (Boolean.TRUE.equals(entry.batchNorm()) ? 2L * shape.k() : 0);
        Network.Pool inputPool = entry.inputPool() == null
                ? null
                : new Network.Pool(entry.inputPool().kind(), entry.inputPool().kernel(), in.get(1), in.get(2));
        return new Network.Layer(
                name,
                shape,
                input,
                inputPool,
                entry.relu(),
                residual,
                pool,
                extra,
                entry.weights() == null ? name + ".weight" : entry.weights());
    }

    private ConvShape shape(
            NetworkFile.Entry entry, List<Integer> in, List<Integer> out, List<Integer> kernel, boolean fc) {
        try {
            ConvShape shape = ConvShape.of(
                    out.get(0),
                    in.get(0),
                    entry.groups(),
                    kernel.get(0),
                    kernel.get(1),
                    in.get(1),
                    in.get(2),
                    entry.stride(),
                    entry.pad());
            bounded(
                    entry.name(),
                    ShapeBounds.weights(shape.k(), shape.cPerGroup(), (long) kernel.get(0) * kernel.get(1)));
            if (fc && !shape.isFullyConnected()) {
                problem(entry.name(), "an fc layer has a 1 x 1 kernel on a 1 x 1 map");
            }
            return shape;
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + entry.name() + ": " + e.getMessage());
        }
    }

    private List<Integer> producers(NetworkFile.Entry entry, List<Integer> in, boolean fc) {
        String field = entry.name() + ".input";
        if (entry.input() == null || entry.input().isEmpty()) {
            throw new InputException(file + ": " + field + ": must list the layers that are read, or image");
        }
        List<Integer> producers = new ArrayList<>();
        long channels = 0;
        List<Integer> last = List.of();
        for (String producer : entry.input()) {
            if (producer == null) {
                throw new InputException(file + ": " + field + ": must name layers or image, not null");
            }
            List<Integer> map = stored(field, producer, producers);
            if (!last.isEmpty() && !last.subList(1, 3).equals(map.subList(1, 3))) {
                problem(field, "concatenated maps differ in size: " + map(last) + " and " + map(map));
            }
            last = map;
            channels += map.get(0);
            if (channels > ShapeBounds.CHANNELS) {
                bounded(field, "must have at most " + ShapeBounds.CHANNELS + " channels, not " + channels);
            }
        }
        List<Integer> read = List.of((int) channels, last.get(1), last.get(2));
        if (entry.inputPool() != null) {
            Network.Pool pool = pool(entry.name() + ".input_pool", entry.inputPool(), read.get(1), read.get(2));
            read = List.of((int) channels, pool.height(), pool.width());
        }
        if (fc) {
            long values = channels * read.get(1) * read.get(2);
            if (values > ShapeBounds.CHANNELS) {
                bounded(field, "must have at most " + ShapeBounds.CHANNELS + " values for an fc layer, not " + values);
            }
            read = List.of((int) values, 1, 1);
        }
        if (!read.equals(in)) {
            problem(entry.name() + ".in", "the layers it reads leave " + map(read) + ", not " + map(in));
        }
        return List.copyOf(producers);
    }

    /** The stored output of a layer read by {@code field}; adds its index unless it is the image. */
    private List<Integer> stored(String field, String producer, List<Integer> producers) {
        if ("image".equals(producer)) {
            return image;
        }
        Integer at = index.get(producer);
        if (at == null) {
            throw new InputException(file + ": " + field + ": no layer before this one is called " + producer
                    + Names.didYouMean(producer, index.keySet()));
        }
        producers.add(at);
        Network.Layer layer = layers.get(at);
        return layer.pool() == null
                ? List.of(layer.shape().k(), layer.shape().p(), layer.shape().q())
                : List.of(layer.shape().k(), layer.pool().height(), layer.pool().width());
    }

    private int residual(NetworkFile.Entry entry, ConvShape shape) {
        if (entry.residual() == null) {
            return -1;
        }
        String field = entry.name() + ".residual";
        List<Integer> producers = new ArrayList<>();
        List<Integer> map = stored(field, entry.residual(), producers);
        String adapt = entry.residualAdapt();
        if (adapt != null && !adapt.equals("subsample_pad")) {
            problem(entry.name() + ".residual_adapt", "must be subsample_pad or left out, not " + adapt);
        }
        boolean fits = map.equals(List.of(shape.k(), shape.p(), shape.q()));
        boolean adapts = map.get(0) <= shape.k() && map.get(1) >= shape.p() && map.get(2) >= shape.q();
        if (adapt == null ? !fits : !adapts) {
            problem(field, "the added map is " + map(map) + ", the output " + map(shape.k(), shape.p(), shape.q()));
        }
        if (producers.isEmpty()) {
            throw new InputException(file + ": " + field + ": must name a layer, not the image");
        }
        return producers.get(0);
    }

    private Network.Pool pool(String field, NetworkFile.Pool pool, int height, int width) {
        if (pool == null) {
            return null;
        }
        List<Integer> out = dimensions(field + ".out", pool.out(), 2);
        if (!"max".equals(pool.kind()) && !"average".equals(pool.kind())) {
            problem(field + ".kind", "must be max or average, not " + pool.kind());
        }
        bounded(field + ".out", ShapeBounds.sides(out));
        bounded(field, ShapeBounds.sides(List.of(pool.kernel(), pool.stride(), pool.pad())));
        if (pool.kernel() < 1 || pool.stride() < 1 || pool.pad() < 0 || pool.pad() >= pool.kernel()) {
            throw new InputException(
                    file + ": " + field + ": kernel and stride must be at least 1, pad 0 to kernel - 1");
        }
        if (!pooled(height, pool, out.get(0)) || !pooled(width, pool, out.get(1))) {
            problem(
                    field + ".out",
                    out.get(0) + " x " + out.get(1) + " does not follow from a " + height + " x " + width
                            + " map, rounded down or up");
        }
        return new Network.Pool(pool.kind(), pool.kernel(), out.get(0), out.get(1));
    }

    private static boolean pooled(int size, NetworkFile.Pool pool, int out) {
        int room = size + 2 * pool.pad() - pool.kernel();
        if (room < 0) {
            return false;
        }
        int down = room / pool.stride() + 1;
        boolean up = room % pool.stride() != 0 && out == down + 1 && down * pool.stride() < size + pool.pad();
        return out == down || up;
    }

    private List<Integer> dimensions(String field, List<Integer> values, int count) {
        if (values == null || values.size() != count || values.stream().anyMatch(v -> v == null || v < 1)) {
            throw new InputException(
                    file + ": " + field + ": must be " + count + " numbers of at least 1, not " + values);
        }
        return values;
    }

    /** Refuses at once: sizes beyond the bounds overflow the checks that follow. */
    private void bounded(String field, String wrong) {
        if (wrong != null) {
            throw new InputException(file + ": " + field + ": " + wrong);
        }
    }

    private void problem(String field, String what) {
        problems.add(file + ": " + field + ": " + what);
    }

    private static String map(List<Integer> map) {
        return map(map.get(0), map.get(1), map.get(2));
    }

    private static String map(int channels, int height, int width) {
        return channels + " x " + height + " x " + width;
    }
}
