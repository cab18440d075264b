package org.escalatesim.workloads.folder;

import java.util.List;
import java.util.Locale;
import org.escalatesim.tensor.ConvShape;

/**
 * What structured pruning took from a network's convolutions, counted from the folder: multiply-accumulates and weights of
 * the branches (K_b * C_b * R * S each, times P * Q) against those of the layers before pruning. Fully connected layers
 * are left out.
 *
 * @param branched layers that have branches
 * @param convolutions all convolutions
 */
public record PruningCounts(Part branched, Part convolutions) {

    /**
     * Some layers together.
     *
     * @param layers how many
     * @param macs multiply-accumulates that are left
     * @param unprunedMacs those before pruning
     * @param parameters weights that are left, without bias and batch norm
     * @param unprunedParameters those before pruning
     */
    public record Part(int layers, long macs, long unprunedMacs, long parameters, long unprunedParameters) {
        /** Share of the FLOPs (two per multiply-accumulate) that is gone, 0 to 1. */
        public double prunedFlops() {
            return 1 - macs / (double) unprunedMacs;
        }

        /** Share of the parameters that is gone, 0 to 1. */
        public double prunedParameters() {
            return 1 - parameters / (double) unprunedParameters;
        }

        private String words() {
            return String.format(
                    Locale.ROOT,
                    "%.2f %% fewer FLOPs and %.2f %% fewer parameters",
                    100 * prunedFlops(),
                    100 * prunedParameters());
        }
    }

    static PruningCounts of(List<FolderLayer> layers) {
        return new PruningCounts(
                part(layers.stream().filter(layer -> layer.branches() != null).toList()),
                part(layers.stream().filter(layer -> !layer.isFc()).toList()));
    }

    private static Part part(List<FolderLayer> layers) {
        long macs = 0;
        long unprunedMacs = 0;
        long parameters = 0;
        long unprunedParameters = 0;
        for (FolderLayer layer : layers) {
            ConvShape shape = layer.convShape();
            long left = layer.branches() == null
                    ? shape.parameters()
                    : layer.branches().parameters();
            macs += left * shape.p() * shape.q();
            parameters += left;
            unprunedMacs += layer.unpruned().denseMacs();
            unprunedParameters += layer.unpruned().parameters();
        }
        return new Part(layers.size(), macs, unprunedMacs, parameters, unprunedParameters);
    }

    /** One line for people. */
    public String line() {
        return "pruned: " + branched.words() + " in the " + branched.layers() + " layers with branches; "
                + convolutions.words() + " over all " + convolutions.layers()
                + " convolutions (counted from the branches, against the layers before pruning)";
    }
}
