package org.escalatesim.trace;

import java.util.List;
import java.util.Objects;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;

/**
 * One layer as a machine runs it: shape, weights and input activations.
 *
 * @param name unique in its network, no blanks or commas
 * @param shape the convolution
 * @param weights in the machine's form
 * @param input [H][W][C] activations, grouped like the shape
 * @param requant how sums become 8-bit outputs; null when only sums are wanted
 * @param post operations on the way out
 * @param producerValues values in the input and output maps, together, of the layer that produced the input, so that a
 *     machine can tell whether that layer left it in the global buffer; 0 if the input is the network's own and lies in
 *     DRAM
 * @param consumerValues the same of the largest layer that reads the output; 0 if the output is the network's own and
 *     goes to DRAM
 * @param outputDensity fraction of non-zero outputs, 0 to 1, used only for the size of the packed output map in DRAM
 * @param readers shapes of the layers that convolve the output (concatenated with other maps, it may be), so that a
 *     machine can tell whether they find it on chip; empty if there are none, or where they are not known
 * @param unpruned the layer before pruning took whole channels away: the shape itself where none were. Dense MACs, and
 *     with them the ideal dense bound, are those of this shape, so that they are the same for all forms of a network
 * @param steps work on maps that comes after the layer and that no layer takes in, in its order
 */
public record LayerTrace(
        String name,
        ConvShape shape,
        Weights weights,
        SparseMap input,
        Requant requant,
        PostOps post,
        long producerValues,
        long consumerValues,
        double outputDensity,
        List<ConvShape> readers,
        ConvShape unpruned,
        List<MapStep> steps) {

    /** A layer without steps behind it. */
    public LayerTrace(
            String name,
            ConvShape shape,
            Weights weights,
            SparseMap input,
            Requant requant,
            PostOps post,
            long producerValues,
            long consumerValues,
            double outputDensity,
            List<ConvShape> readers,
            ConvShape unpruned) {
        this(
                name,
                shape,
                weights,
                input,
                requant,
                post,
                producerValues,
                consumerValues,
                outputDensity,
                readers,
                unpruned,
                List.of());
    }

    /** A layer that has all its channels. */
    public LayerTrace(
            String name,
            ConvShape shape,
            Weights weights,
            SparseMap input,
            Requant requant,
            PostOps post,
            long producerValues,
            long consumerValues,
            double outputDensity,
            List<ConvShape> readers) {
        this(name, shape, weights, input, requant, post, producerValues, consumerValues, outputDensity, readers, shape);
    }

    /** A layer whose readers are not known. */
    public LayerTrace(
            String name,
            ConvShape shape,
            Weights weights,
            SparseMap input,
            Requant requant,
            PostOps post,
            long producerValues,
            long consumerValues,
            double outputDensity) {
        this(name, shape, weights, input, requant, post, producerValues, consumerValues, outputDensity, List.of());
    }

    /** Throws {@link IllegalArgumentException} when the parts do not fit one another. */
    public LayerTrace {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(post, "post");
        readers = List.copyOf(readers);
        steps = List.copyOf(steps);
        if (input.height() != shape.h()
                || input.width() != shape.w()
                || input.channels() != shape.c()
                || input.groups() != shape.groups()) {
            throw new IllegalArgumentException(name + ": the activations are " + input.channels() + " x "
                    + input.height() + " x " + input.width() + " in " + input.groups() + " groups, the layer takes "
                    + shape.c() + " x " + shape.h() + " x " + shape.w() + " in " + shape.groups());
        }
        if (weights.k() != shape.k()
                || weights.channelsPerGroup() != shape.cPerGroup()
                || weights.taps() != shape.taps()) {
            throw new IllegalArgumentException(name + ": the weights are for K = " + weights.k() + ", C/groups = "
                    + weights.channelsPerGroup() + ", " + weights.taps() + " taps; the layer has K = " + shape.k()
                    + ", C/groups = " + shape.cPerGroup() + ", " + shape.taps() + " taps");
        }
        if (weights instanceof Grouped && shape.groups() != 1) {
            throw new IllegalArgumentException(
                    name + ": branches take the place of groups, the layer has " + shape.groups());
        }
        if (unpruned.k() < shape.k() || unpruned.c() < shape.c()) {
            throw new IllegalArgumentException(name + ": had " + unpruned.k() + " x " + unpruned.c()
                    + " channels before pruning, but has " + shape.k() + " x " + shape.c() + " now");
        }
        if (requant != null && requant.mult().length != shape.k()) {
            throw new IllegalArgumentException(name + ": requantisation is for " + requant.mult().length
                    + " output channels, the layer has " + shape.k());
        }
        if (producerValues < 0 || consumerValues < 0) {
            throw new IllegalArgumentException(name + ": numbers of values must not be negative");
        }
        if (!(outputDensity >= 0 && outputDensity <= 1)) {
            throw new IllegalArgumentException(name + ": output density must be 0 to 1, not " + outputDensity);
        }
    }

    /** The same layer, of which pruning took whole channels. */
    public LayerTrace prunedFrom(ConvShape before) {
        return new LayerTrace(
                name,
                shape,
                weights,
                input,
                requant,
                post,
                producerValues,
                consumerValues,
                outputDensity,
                readers,
                before,
                steps);
    }

    /** The same layer with other steps behind it. */
    public LayerTrace withSteps(List<MapStep> behind) {
        return new LayerTrace(
                name,
                shape,
                weights,
                input,
                requant,
                post,
                producerValues,
                consumerValues,
                outputDensity,
                readers,
                unpruned,
                behind);
    }
}
