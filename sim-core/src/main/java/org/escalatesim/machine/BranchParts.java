package org.escalatesim.machine;

import java.util.Arrays;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Grouped;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.Requant;

/** Takes a layer of branches apart: each branch as a layer of its own, over the gathered input channels. */
final class BranchParts {
    private final LayerTrace layer;
    private final Grouped weights;

    BranchParts(LayerTrace layer) {
        this.layer = layer;
        this.weights = (Grouped) layer.weights();
    }

    /** Branch {@code index} as a layer. */
    LayerTrace branch(int index) {
        Grouped.Branch branch = weights.branches().get(index);
        ConvShape s = layer.shape();
        ConvShape shape = new ConvShape(
                branch.out().length,
                branch.in().length,
                1,
                s.r(),
                s.s(),
                s.h(),
                s.w(),
                s.strideH(),
                s.strideW(),
                s.padTop(),
                s.padLeft(),
                s.padBottom(),
                s.padRight());
        long held = held();
        return new LayerTrace(
                layer.name() + ".branch" + index,
                shape,
                branch.weights(),
                gather(layer.input(), branch.in()),
                requant(layer.requant(), branch.out(), s),
                post(branch.out().length),
                // 0 stays 0: the network's own input and output lie in DRAM.
                layer.producerValues() == 0 ? 0 : Math.max(layer.producerValues(), held),
                layer.consumerValues() == 0 ? 0 : Math.max(layer.consumerValues(), held),
                layer.outputDensity(),
                layer.readers());
    }

    /**
     * Values that the map buffer holds at the same time when the layer stays on chip: whole input, whole output and the
     * largest gathered copy. A branch must not take its own few channels for all there are.
     */
    private long held() {
        ConvShape s = layer.shape();
        long pixels = (long) s.h() * s.w();
        int copy = weights.branches().stream()
                .filter(branch -> !branch.readsAll(s.c()))
                .mapToInt(branch -> branch.in().length)
                .max()
                .orElse(0);
        return pixels * (s.c() + copy) + layer.post().pooledOutputs();
    }

    /** What happens to the outputs of so many of the layer's channels. */
    PostOps post(int channels) {
        PostOps post = layer.post();
        return new PostOps(
                post.relu(),
                post.residual(),
                post.pool(),
                post.poolWindow(),
                post.pooledOutputs() * channels / layer.shape().k());
    }

    /** Output channels that no branch makes, rising. */
    int[] without() {
        boolean[] made = new boolean[layer.shape().k()];
        weights.branches().forEach(branch -> {
            for (int channel : branch.out()) {
                made[channel] = true;
            }
        });
        int[] rest = new int[weights.without()];
        int count = 0;
        for (int k = 0; k < made.length; k++) {
            if (!made[k]) {
                rest[count++] = k;
            }
        }
        return rest;
    }

    private static SparseMap gather(SparseMap map, int[] channels) {
        int pixels = map.height() * map.width();
        int words = SparseMap.words(channels.length);
        if (map.hasValues()) {
            byte[] values = new byte[pixels * channels.length];
            int at = 0;
            for (int y = 0; y < map.height(); y++) {
                for (int x = 0; x < map.width(); x++) {
                    for (int channel : channels) {
                        values[at++] = (byte) map.value(y, x, channel);
                    }
                }
            }
            return SparseMap.ofDense(values, map.height(), map.width(), channels.length, 1, map.signed());
        }
        long[] presence = new long[pixels * words];
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int i = 0; i < channels.length; i++) {
                long word = map.presence()[pixel * map.wordsPerGroup() + (channels[i] >>> 6)];
                presence[pixel * words + (i >>> 6)] |= (word >>> channels[i] & 1) << i;
            }
        }
        return SparseMap.ofPresence(presence, map.height(), map.width(), channels.length, 1, map.signed());
    }

    private static Requant requant(Requant all, int[] out, ConvShape shape) {
        if (all == null) {
            return null;
        }
        Requant.Shortcut side = all.shortcut();
        Requant.Shortcut own = null;
        if (side != null) {
            int pixels = shape.p() * shape.q();
            byte[] values = new byte[pixels * out.length];
            for (int pixel = 0; pixel < pixels; pixel++) {
                for (int i = 0; i < out.length; i++) {
                    values[pixel * out.length + i] = side.values()[pixel * shape.k() + out[i]];
                }
            }
            own = new Requant.Shortcut(values, side.signed(), pick(side.mult(), out));
        }
        long[] bias = Arrays.stream(out).mapToLong(k -> all.bias()[k]).toArray();
        return new Requant(pick(all.mult(), out), pick(all.shift(), out), bias, all.relu(), own);
    }

    private static int[] pick(int[] values, int[] at) {
        return Arrays.stream(at).map(i -> values[i]).toArray();
    }
}
