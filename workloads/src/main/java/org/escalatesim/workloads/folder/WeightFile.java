package org.escalatesim.workloads.folder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.network.Network;
import org.escalatesim.workloads.network.NetworkOptions;
import org.escalatesim.workloads.network.Networks;
import org.escalatesim.workloads.numpy.NumpyArray;
import org.escalatesim.workloads.numpy.SafeTensors;

/**
 * A network whose weights are in a {@code .safetensors} file and whose activations are synthetic, of the profile's
 * densities: the network says the shapes, and which tensor is a layer's ({@code NAME.weight}, or its key {@code
 * weights}). Weights are brought into machine form as those of a trace folder; batch norms are not folded into them.
 */
public final class WeightFile {
    private static final int MAX_PROBLEMS = 5;

    private WeightFile() {}

    /**
     * Makes a workload; reads and checks every tensor that it needs.
     *
     * @param net a network as {@link Networks#load} takes it
     * @param file the tensors
     * @param activations seed, activation density, profile and whether bits are uniform; nothing else of it counts
     * @param options the form of the weights, and how they come to it
     * @throws InputException with one line per problem, at most a few
     */
    public static Workload load(String net, Path file, NetworkOptions activations, TraceOptions options) {
        Network network = Networks.network(net);
        SafeTensors tensors = SafeTensors.open(file);
        Set<String> names = new HashSet<>(tensors.names());
        Path folder = file.toAbsolutePath().getParent();
        ArrayStore store = new ArrayStore(folder, file);
        List<FolderLayer> layers = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Network.Layer layer : network.layers()) {
            try {
                if (!names.contains(layer.tensor())) {
                    throw new InputException(file + ": no tensor '" + layer.tensor() + "' for layer '" + layer.name()
                            + "'" + Names.didYouMean(layer.tensor(), names)
                            + " (a network file names another with the layer's key weights)");
                }
                boolean integers = tensors.read(layer.tensor()).type() == NumpyArray.Type.INT8;
                String entry = file.getFileName() + ":" + layer.tensor();
                FolderLayer made = new FolderLayer(store, described(layer, entry, integers), Optional.empty());
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
        Workload synthetic = Networks.load(net, activations.withForm(WeightForm.DENSE));
        return new WeightFileWorkload(
                synthetic,
                layers,
                new WeightMaker(options, layers),
                options,
                file.getFileName().toString());
    }

    private static Manifest.Layer described(Network.Layer layer, String entry, boolean integers) {
        ConvShape s = layer.shape();
        return s.isFullyConnected()
                ? Manifest.Layer.fc(layer.name(), s.c(), s.k(), entry, integers, List.of())
                : Manifest.Layer.conv(
                        layer.name(),
                        List.of(s.c(), s.h(), s.w()),
                        List.of(s.k(), s.p(), s.q()),
                        List.of(s.r(), s.s()),
                        List.of((long) s.strideH(), (long) s.strideW()),
                        List.of((long) s.padTop(), (long) s.padLeft(), (long) s.padBottom(), (long) s.padRight()),
                        s.groups(),
                        entry,
                        integers,
                        List.of());
    }
}
