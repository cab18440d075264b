package org.escalatesim.escalate;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;

/** Deals output channels to passes, tiles and blocks. */
final class Dealing {
    final int tiles;
    final int blocks;
    final int channelsPerBlock;
    final int passes;
    private final int[] order;
    private final boolean reverse;

    /**
     * @param tiles tiles that split the channels: T, or 1 when the map is split
     */
    Dealing(EscalateSpec spec, ConvShape shape, Decomposed weights, int tiles, int channelsPerBlock) {
        this.tiles = tiles;
        this.blocks = spec.blocks();
        this.channelsPerBlock = channelsPerBlock;
        int perPass = tiles * blocks * channelsPerBlock;
        this.passes = (shape.k() + perPass - 1) / perPass;
        this.reverse = spec.mapping().assignment() == EscalateSpec.Assignment.BALANCED;
        this.order = reverse ? sorted(shape, weights) : natural(shape.k());
    }

    /** The output channel of a channel place of a block in a pass, -1 if there is none. */
    int k(int pass, int tile, int block, int channel) {
        int dealtTile = reverse && pass % 2 == 1 ? tiles - 1 - tile : tile;
        int index = ((pass * channelsPerBlock + channel) * tiles + dealtTile) * blocks + block;
        return index < order.length ? order[index] : -1;
    }

    private static int[] natural(int k) {
        int[] order = new int[k];
        for (int i = 0; i < k; i++) {
            order[i] = i;
        }
        return order;
    }

    /** k by the non-zeros of their densest row, most first, group by group. */
    private static int[] sorted(ConvShape shape, Decomposed weights) {
        int[] densest = new int[shape.k()];
        Integer[] order = new Integer[shape.k()];
        for (int k = 0; k < shape.k(); k++) {
            order[k] = k;
            for (int m = 0; m < weights.m(); m++) {
                densest[k] = Math.max(densest[k], weights.nonZeros(k, m));
            }
        }
        int perGroup = shape.kPerGroup();
        java.util.Arrays.sort(order, (a, b) -> {
            int byGroup = Integer.compare(a / perGroup, b / perGroup);
            return byGroup != 0 ? byGroup : Integer.compare(densest[b], densest[a]);
        });
        int[] plain = new int[order.length];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = order[i];
        }
        return plain;
    }
}
