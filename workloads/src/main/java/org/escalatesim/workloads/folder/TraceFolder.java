package org.escalatesim.workloads.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.escalatesim.config.InputException;
import org.escalatesim.config.YamlReader;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.compress.RankErrors;
import org.escalatesim.workloads.infer.FloatLayer;
import org.escalatesim.workloads.infer.Graph;
import org.escalatesim.workloads.infer.QuantisedNetwork;

/**
 * A folder of NumPy files with a {@code manifest.yaml} or a {@code model.csv} (docs/trace-format.md), as a workload for one of its images and
 * as a network for inference. Every convolution and every fully connected layer is a layer of the workload.
 *
 * <p>Activations are quantised to u8 (s8 for the image, and where no ReLU came before) with one scale per value, the
 * largest magnitude over all images recorded for it. A fully connected layer, or any other, that has no recorded
 * activations gets those that the float forward pass computes from the nearest recorded ones.
 */
public final class TraceFolder {
    private static final int MAX_PROBLEMS = 5;
    private final Path folder;
    private final Manifest manifest;
    private final WeightMaker maker;
    private final List<FolderLayer> layers;
    private final LayerSource source;
    private final FolderNotes notes;

    private TraceFolder(
            Path folder,
            Manifest manifest,
            WeightMaker maker,
            List<FolderLayer> layers,
            LayerSource source,
            FolderNotes notes) {
        this.folder = folder;
        this.manifest = manifest;
        this.maker = maker;
        this.layers = layers;
        this.source = source;
        this.notes = notes;
    }

    /**
     * Opens a folder and checks every array in it. Arrays are read again when a layer is loaded.
     *
     * @throws InputException with one line per problem, at most a few
     */
    public static TraceFolder open(Path folder, TraceOptions options) {
        ArrayStore store = Manifests.store(folder);
        Path file = store.manifest();
        Manifest manifest = Manifests.read(folder);
        Optional<DspResNet> known = DspResNet.of(manifest);
        List<FolderLayer> layers = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Manifest.Layer layer : manifest.layers()) {
            try {
                if (!names.add(layer.name())) {
                    throw new InputException(file + ": two layers are called '" + layer.name() + "'");
                }
                if (layer.coefficients().isPresent() && manifest.form().equals("dense")) {
                    throw store.bad(layer.name(), "coefficients", "in a folder of form dense; form must be decomposed");
                }
                FolderLayer made = new FolderLayer(store, layer, known.map(network -> network.unpruned(layer)));
                made.check();
                layers.add(made);
            } catch (InputException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            int more = problems.size() - MAX_PROBLEMS;
            if (more > 0) {
                problems = new ArrayList<>(problems.subList(0, MAX_PROBLEMS));
                problems.add(file + ": and " + more + " more");
            }
            throw new InputException(problems);
        }
        WeightMaker maker = new WeightMaker(options, layers);
        Optional<List<Manifest.Node>> nodes = manifest.nodes().or(() -> known.map(DspResNet::nodes));
        LayerSource source = nodes.isEmpty()
                ? new ChainLayers(layers, store, maker)
                : new GraphLayers(
                        file.toString(),
                        GraphReader.read(file.toString(), nodes.get(), layers),
                        layers,
                        maker,
                        GraphReader.stated(manifest));
        return new TraceFolder(
                folder, manifest, maker, layers, source, new FolderNotes(manifest, options, layers, source));
    }

    /**
     * The forms in which a machine runs a folder, the one that it is meant for first: grouped before all others where
     * layers have branches.
     *
     * @param forms the forms of weights that the machine runs
     * @throws InputException if there is no manifest, or it cannot be read
     */
    public static List<WeightForm> forms(Path folder, List<WeightForm> forms) {
        Path file = folder.resolve(Manifests.MANIFEST);
        boolean branched = Files.isRegularFile(file)
                && YamlReader.read(file, Manifest.class).layers().stream()
                        .anyMatch(layer -> layer.branches().isPresent());
        return branched
                ? Stream.concat(Stream.of(WeightForm.GROUPED), forms.stream()).toList()
                : forms;
    }

    /** What structured pruning took, or empty for a folder without branches. */
    public Optional<PruningCounts> pruned() {
        return FolderNotes.pruned(layers);
    }

    /** The network's name. */
    public String network() {
        return manifest.network();
    }

    /** The number of images that {@link #workload} takes; throws {@link InputException} if activations are missing. */
    public int images() {
        return source.images();
    }

    /**
     * The network with the activations of one image.
     *
     * @param image 0 to {@link #images} - 1
     * @throws InputException if there is no such image, or activations are missing
     */
    public Workload workload(int image) {
        if (image < 0 || image >= images()) {
            throw new InputException(folder + ": no image " + image + "; it has images 0 to " + (images() - 1));
        }
        return new ImageWorkload(
                network(), ImageWorkload.rows(layers), source, image, notes.of(image), notes.accuracy());
    }

    /**
     * The network in integers, for inference. Quantised layers are kept once made.
     *
     * @throws InputException if the manifest has no nodes, or activations are missing
     */
    public QuantisedNetwork quantised() {
        return source.network();
    }

    /** The graph; throws {@link InputException} if the manifest has no nodes. */
    public Graph graph() {
        return source.network().graph();
    }

    /**
     * A layer's input activations as recorded, [C][H][W], or null if the folder has none for this image. A layer is run
     * with these in 8 bits, so that the smallest of them become zero.
     */
    public float[] recorded(String layer, int image) {
        return find(layer).activation(image);
    }

    /** A layer in floating point, with the weights that the folder stands for. */
    public FloatLayer trained(String layer) {
        return find(layer).floats();
    }

    /** A layer in floating point, with the weights that the machine's integers stand for. */
    public FloatLayer dequantised(String layer) {
        FolderLayer found = find(layer);
        return found.withWeights(found.quantised(maker).weights().dequantised());
    }

    /**
     * The error of the rank-M approximation of every convolution with more than one tap.
     *
     * @throws InputException if the folder's weights are already decomposed
     */
    public List<RankErrors> rankErrors() {
        List<RankErrors> errors = new ArrayList<>();
        for (FolderLayer layer : layers) {
            if (layer.decomposed()) {
                throw new InputException(folder + ": layer '" + layer.name()
                        + "' is already decomposed; rank errors need a folder of form dense");
            }
            if (!layer.weightShape().pointwise()) {
                errors.add(RankErrors.of(layer.name(), layer.weightShape(), layer.denseWeights()));
            }
        }
        return errors;
    }

    private FolderLayer find(String name) {
        return layers.stream()
                .filter(layer -> layer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(folder + ": no layer '" + name + "'"));
    }

    /** What a reader of results must know of the network, whatever the image: source, weights, accuracy. */
    public List<String> notes() {
        return notes.ofAll();
    }
}
