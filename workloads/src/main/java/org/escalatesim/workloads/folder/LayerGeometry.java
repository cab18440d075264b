package org.escalatesim.workloads.folder;

import java.util.List;
import java.util.Optional;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.infer.Dilation;
import org.escalatesim.workloads.network.ShapeBounds;

/** The extents of a layer as its manifest gives them, checked against each other. */
final class LayerGeometry {
    private final ArrayStore store;
    private final Manifest.Layer layer;
    /** The whole layer; the kernel of a dilated one has zeros between its taps. */
    private final ConvShape shape;
    /** [K, C] before pruning took whole channels away. */
    private final List<Integer> unpruned;

    private final Branches branches;
    private final Dilation dilation;
    /** The kernel as its arrays have it, with the map of the first phase. */
    private final ConvShape compact;

    /**
     * Checks the shape; throws {@link InputException}.
     *
     * @param unpruned [K, C] before pruning, where the manifest does not say; empty for those of the layer
     */
    LayerGeometry(ArrayStore store, Manifest.Layer layer, Optional<List<Integer>> unpruned) {
        this.store = store;
        this.layer = layer;
        this.shape = made();
        this.unpruned = layer.unpruned().or(() -> unpruned).orElse(List.of(shape.k(), shape.c()));
        int[] distance = layer.dilations();
        try {
            this.dilation = new Dilation(shape, distance[0], distance[1]);
            this.compact = dilation.phases().get(0).shape();
            dilation.phases().forEach(phase -> phase.shape().p());
        } catch (IllegalArgumentException e) {
            throw store.bad(layer.name(), "dilation", e.getMessage());
        }
        this.branches = layer.branches().map(this::branches).orElse(null);
        checkUnpruned();
        if (branches != null && dilation.phases().size() > 1) {
            throw store.bad(layer.name(), "dilation", "must be 1 in a layer of branches");
        }
    }

    private void checkUnpruned() {
        bounded("unpruned", ShapeBounds.weights(unpruned.get(0), unpruned.get(1) / shape.groups(), shape.taps()));
        try {
            unpruned(shape);
        } catch (IllegalArgumentException e) {
            throw store.bad(layer.name(), "unpruned", e.getMessage());
        }
    }

    private Branches branches(List<Manifest.Branch> lists) {
        try {
            return new Branches(shape, lists);
        } catch (IllegalArgumentException e) {
            throw store.bad(layer.name(), "branches", e.getMessage());
        }
    }

    private ConvShape made() {
        List<Integer> in = layer.in();
        List<Integer> out = layer.out();
        bounded("in", ShapeBounds.map(in, layer.isFc() ? 1 : layer.groups()));
        bounded("out", ShapeBounds.map(out, 1));
        List<Integer> sides = layer.isFc() ? List.of(1, 1) : layer.kernel().orElseThrow();
        bounded("kernel", ShapeBounds.sides(sides));
        int[] stride = layer.strides();
        int[] pad = layer.pads();
        int[] distance = layer.dilations();
        bounded("stride", ShapeBounds.sides(Extents.list(stride)));
        bounded("pad", ShapeBounds.sides(Extents.list(pad)));
        bounded("dilation", ShapeBounds.sides(Extents.list(distance)));
        int perGroup = layer.isFc() ? in.get(0) : Math.max(1, in.get(0) / layer.groups());
        bounded("shape", ShapeBounds.weights(out.get(0), perGroup, (long) sides.get(0) * sides.get(1)));
        if (layer.isFc()) {
            return ConvShape.fullyConnected(out.get(0), in.get(0));
        }
        List<Integer> kernel = layer.kernel().orElseThrow();
        ConvShape made;
        try {
            made = new ConvShape(
                    out.get(0),
                    in.get(0),
                    layer.groups(),
                    spread(kernel.get(0), distance[0]),
                    spread(kernel.get(1), distance[1]),
                    in.get(1),
                    in.get(2),
                    stride[0],
                    stride[1],
                    pad[0],
                    pad[1],
                    pad[2],
                    pad[3]);
        } catch (IllegalArgumentException e) {
            throw store.bad(layer.name(), "shape", e.getMessage());
        }
        if (made.p() != out.get(1) || made.q() != out.get(2)) {
            throw store.bad(
                    layer.name(),
                    "out",
                    out + ", but kernel " + kernel + ", stride " + layer.stride() + " and pad " + layer.pad()
                            + (layer.dilation() == null ? "" : " and dilation " + layer.dilation()) + " on " + in
                            + " make " + List.of(out.get(0), made.p(), made.q()));
        }
        return made;
    }

    /** Rows of a kernel with zeros between its taps, bounded like any side. */
    private int spread(int taps, int distance) {
        long rows = (taps - 1L) * distance + 1;
        if (rows >= ShapeBounds.SIDE) {
            throw store.bad(
                    layer.name(), "dilation", "makes the kernel " + rows + " long; must be below " + ShapeBounds.SIDE);
        }
        return (int) rows;
    }

    private void bounded(String key, String wrong) {
        if (wrong != null) {
            throw store.bad(layer.name(), key, wrong);
        }
    }

    /** The whole layer; the kernel of a dilated one has zeros between its taps. */
    ConvShape shape() {
        return shape;
    }

    /** The shape of the layer, or of a phase of it, before pruning took whole channels away. */
    ConvShape unpruned(ConvShape of) {
        return new ConvShape(
                unpruned.get(0),
                unpruned.get(1),
                of.groups(),
                of.r(),
                of.s(),
                of.h(),
                of.w(),
                of.strideH(),
                of.strideW(),
                of.padTop(),
                of.padLeft(),
                of.padBottom(),
                of.padRight());
    }

    /** The branches, or null for a layer that is whole. */
    Branches branches() {
        return branches;
    }

    /** The distance of the kernel's taps, and the phases in which the layer runs. */
    Dilation dilation() {
        return dilation;
    }

    /** A shape with the kernel as its arrays have it, without the zeros of a dilation. */
    ConvShape weightShape() {
        return compact;
    }
}
