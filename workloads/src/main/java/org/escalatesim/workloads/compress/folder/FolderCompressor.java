package org.escalatesim.workloads.compress.folder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.compress.MagnitudePruning;
import org.escalatesim.workloads.compress.RankChoice;
import org.escalatesim.workloads.compress.RankErrors;
import org.escalatesim.workloads.compress.ternary.InputCorrelation;
import org.escalatesim.workloads.folder.TraceFolder;
import org.escalatesim.workloads.folder.TraceOptions;

/** Compresses the layers of a trace folder that has float weights. */
public final class FolderCompressor {
    private final Path path;
    private final CompressionOptions options;
    private final TraceFolder folder;
    private final List<String> names;

    /**
     * Opens the folder.
     *
     * @throws InputException if it does not hold together, or holds decomposed layers
     */
    public FolderCompressor(Path path, CompressionOptions options) {
        this.path = path;
        this.options = options;
        this.folder = TraceFolder.open(path, TraceOptions.defaults());
        this.names = ManifestTree.read(path).layerNames();
    }

    /** The shape of every layer, in the manifest's order. */
    public List<ConvShape> shapes() {
        return names.stream().map(name -> folder.trained(name).shape()).toList();
    }

    /**
     * Compresses all layers; the result does not depend on the number of threads.
     *
     * @param threads layers at a time, at least 1
     * @param done is told of each layer that is finished, from any thread
     * @throws InputException if M does not fit a layer, or activations to calibrate on are missing, or nothing of a layer
     *     would be left
     */
    public Compression compress(int threads, Consumer<ConvShape> done) {
        if (options.prune() != null) {
            return pruned();
        }
        int[] m = ranks();
        int recorded = options.calibrationImages() == 0 ? 0 : images(m);
        int calibrating = options.calibrationImages() < 0 ? recorded : options.calibrationImages();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<CompressedLayer>> running = new ArrayList<>();
            for (int i = 0; i < m.length; i++) {
                int index = i;
                running.add(pool.submit(() -> {
                    CompressedLayer layer = layer(index, m[index], calibrating, recorded);
                    done.accept(layer.shape());
                    return notEmpty(layer);
                }));
            }
            List<CompressedLayer> layers = new ArrayList<>();
            for (Future<CompressedLayer> layer : running) {
                layers.add(layer.get());
            }
            return new Compression(folder.network(), layers, calibrating, recorded - calibrating);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            if (e.getCause() instanceof Error known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private Compression pruned() {
        List<float[]> all =
                names.stream().map(name -> folder.trained(name).weights()).toList();
        float global = options.globalPrune()
                ? MagnitudePruning.threshold(options.prune(), all.toArray(float[][]::new))
                : Float.NaN;
        List<CompressedLayer> layers = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            float threshold = options.globalPrune() ? global : MagnitudePruning.threshold(options.prune(), all.get(i));
            ConvShape shape = folder.trained(names.get(i)).shape();
            layers.add(notEmpty(LayerCompressor.pruned(names.get(i), shape, all.get(i), threshold)));
        }
        return new Compression(folder.network(), layers, 0, 0);
    }

    /** The layer, unless it carries nothing any more: whatever is behind it would see no input. */
    private CompressedLayer notEmpty(CompressedLayer layer) {
        if (layer.nonZeros() == 0 && layer.energy() > 0) {
            boolean prunes = options.prune() != null;
            throw new InputException(path + ": layer '" + layer.name() + "': all its "
                    + (prunes ? "weights" : "coefficients") + " would be zero; "
                    + (prunes
                            ? "raise --prune"
                            : options.method() == CompressionOptions.Method.PLAIN
                                    ? "lower --threshold"
                                    : "lower --l1"));
        }
        return layer;
    }

    /** M of each layer, 0 for one that is left. */
    private int[] ranks() {
        List<RankErrors> candidates = new ArrayList<>();
        for (String name : names) {
            ConvShape shape = folder.trained(name).shape();
            if (left(shape, fewest()) == null) {
                candidates.add(RankErrors.of(name, shape, folder.trained(name).weights()));
            }
        }
        if (candidates.isEmpty()) {
            throw new InputException(path + ": no layer to decompose: all are 1 x 1, depthwise, fully connected or have"
                    + " few channels");
        }
        int[] chosen = switch (options.rank()) {
            case DEFAULT -> RankChoice.atMost(candidates, TraceOptions.RANK);
            case FIXED -> RankChoice.fixed(candidates, (int) Math.min(Integer.MAX_VALUE, options.rankValue()));
            case ERROR -> RankChoice.byError(candidates, options.rankValue());
            case FLOPS -> RankChoice.byFlops(candidates, options.rankValue());
        };
        int[] m = new int[names.size()];
        int next = 0;
        for (int i = 0; i < m.length; i++) {
            if (next < candidates.size() && candidates.get(next).layer().equals(names.get(i))) {
                m[i] = chosen[next++];
            }
        }
        return m;
    }

    /** Layers of at most this many channels per group are left, as the machines run them undecomposed. */
    private int fewest() {
        if (options.allLayers()) {
            return 1;
        }
        return options.rank() == CompressionOptions.Rank.FIXED
                ? (int) Math.min(options.rankValue(), TraceOptions.RANK)
                : TraceOptions.RANK;
    }

    private static String left(ConvShape shape, int fewest) {
        if (shape.isFullyConnected()) {
            return "fully connected";
        }
        if (shape.pointwise()) {
            return "1 x 1";
        }
        if (shape.cPerGroup() == 1) {
            return "one channel per group";
        }
        return shape.cPerGroup() <= fewest ? "few channels" : null;
    }

    /** Images that every layer to be decomposed has inputs of. */
    private int images(int[] m) {
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < m.length; i++) {
            if (m[i] == 0) {
                continue;
            }
            String name = names.get(i);
            int count = 0;
            while (folder.recorded(name, count) != null) {
                count++;
            }
            least = Math.min(least, count);
            if (count == 0 || count < options.calibrationImages()) {
                throw new InputException(path + ": layer '" + name + "': activations of " + count
                        + " images are recorded, --calibrate needs "
                        + (options.calibrationImages() < 0 ? "at least one" : options.calibrationImages()));
            }
            ConvShape shape = folder.trained(name).shape();
            long side = (long) shape.cPerGroup() * shape.taps();
            if (side > InputCorrelation.LARGEST) {
                throw new InputException(path + ": layer '" + name + "': C/groups * R * S = " + side
                        + "; --calibrate takes layers of up to " + InputCorrelation.LARGEST);
            }
        }
        return least;
    }

    private CompressedLayer layer(int index, int m, int calibrating, int recorded) {
        String name = names.get(index);
        ConvShape shape = folder.trained(name).shape();
        float[] weights = folder.trained(name).weights();
        if (m == 0) {
            return LayerCompressor.whole(name, shape, weights, left(shape, fewest()));
        }
        return new LayerCompressor(options)
                .decomposed(
                        name,
                        RankErrors.of(name, shape, weights),
                        weights,
                        m,
                        inputs(name, 0, calibrating),
                        inputs(name, calibrating, recorded));
    }

    private List<float[]> inputs(String name, int from, int to) {
        List<float[]> inputs = new ArrayList<>();
        for (int image = from; image < to; image++) {
            inputs.add(folder.recorded(name, image));
        }
        return inputs;
    }
}
