package org.escalatesim.escalate;

import java.util.IdentityHashMap;
import java.util.Map;
import org.escalatesim.machine.ConservationException;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Decomposed;

/**
 * The conservation laws of a run: the work that the units counted equals the work that the trace holds, counted apart
 * from the masks alone; what was filled was freed; every unit accounts for every cycle.
 */
final class Laws {
    private Laws() {}

    static void check(
            LayerContext context, LayerPlan plan, Tile[] tiles, Totals totals, CycleLedger ledger, long cycles) {
        ledger.check(cycles);
        long additions = 0;
        long elements = 0;
        long taps = 0;
        Map<Region, ColumnCounts> byRegion = new IdentityHashMap<>();
        for (Tile tile : tiles) {
            for (Segment segment : tile.segments) {
                ColumnCounts counts =
                        byRegion.computeIfAbsent(segment.region, region -> new ColumnCounts(context, region));
                for (int row = 0; row < segment.set.k.length; row++) {
                    if (segment.set.active[row]) {
                        int k = segment.set.k[row];
                        int m = segment.set.m[row];
                        additions += counts.matchedPairs(k, m);
                        counts.elements(k, m);
                        elements += counts.elements;
                        taps += counts.taps;
                    }
                }
            }
        }
        equal("additions", totals.matchedPairs, additions);
        equal("elements", totals.elementsSent, elements);
        equal("elements taken", totals.elementsTaken, elements);
        equal("multiplications", context.bypass ? totals.bypassed : totals.multiplications, taps);
        equal("slots written", totals.slotsWritten, totals.slotsExpected);
        equal("slots freed", totals.slotsFreed, totals.slotsWritten);
        equal("slot reads and marks", totals.reads + totals.marks, totals.finishesExpected);
        equal("chunks entered", totals.chunks, totals.reads);
        equal("tokens", totals.tokensTaken, totals.tokens);
        ConvShape shape = context.shape;
        equal("output pixels", totals.pixels, (long) shape.k() * shape.p() * shape.q());
        equal("partial pixels", totals.partialPixels, totals.pixels * (plan.subPasses - 1));
    }

    private static void equal(String law, long counted, long expected) {
        if (counted != expected) {
            throw new ConservationException(law, "the units counted " + counted + ", the trace holds " + expected);
        }
    }

    /** Work of a region, from presence bits and coefficients alone. */
    private static final class ColumnCounts {
        private final LayerContext context;
        private final Region region;
        private final SparseMap map;
        private final Decomposed weights;
        /** Per group and channel: streamed pixels in which the channel is present. */
        private final int[] present;

        long elements;
        long taps;

        ColumnCounts(LayerContext context, Region region) {
            this.context = context;
            this.region = region;
            this.map = context.layer.input();
            this.weights = context.weights;
            this.present = new int[map.groups() * map.wordsPerGroup() * 64];
            for (int y : region.ys) {
                for (int x : region.xs) {
                    int base = (y * map.width() + x) * map.groups() * map.wordsPerGroup();
                    for (int w = 0; w < map.groups() * map.wordsPerGroup(); w++) {
                        for (long rest = map.presence()[base + w]; rest != 0; rest &= rest - 1) {
                            present[w * 64 + Long.numberOfTrailingZeros(rest)]++;
                        }
                    }
                }
            }
        }

        long matchedPairs(int k, int m) {
            long pairs = 0;
            int group = k / context.shape.kPerGroup() * map.wordsPerGroup();
            int base = (k * weights.m() + m) * weights.wordsPerRow();
            for (int w = 0; w < weights.wordsPerRow(); w++) {
                for (long rest = weights.presence()[base + w]; rest != 0; rest &= rest - 1) {
                    pairs += present[(group + w) * 64 + Long.numberOfTrailingZeros(rest)];
                }
            }
            return pairs;
        }

        /** Counts the pixels with a matched pair, and the taps that land from them (one if one-tap). */
        void elements(int k, int m) {
            elements = 0;
            taps = 0;
            int words = weights.wordsPerRow();
            int base = (k * weights.m() + m) * words;
            int group = k / context.shape.kPerGroup() * words;
            int stride = map.groups() * words;
            long[] activations = map.presence();
            long[] coefficients = weights.presence();
            for (int i = 0; i < region.ys.length; i++) {
                for (int j = 0; j < region.xs.length; j++) {
                    int pixel = (region.ys[i] * map.width() + region.xs[j]) * stride + group;
                    for (int w = 0; w < words; w++) {
                        if ((activations[pixel + w] & coefficients[base + w]) != 0) {
                            elements++;
                            taps += region.rowTaps[i] * region.columnTaps[j];
                            break;
                        }
                    }
                }
            }
        }
    }
}
