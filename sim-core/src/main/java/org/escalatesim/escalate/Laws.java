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
        long bits = 0;
        long beats = 0;
        long tokens = 0;
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
                        counts.slots(k, m);
                        bits += counts.bits;
                        beats += counts.beats;
                        tokens += segment.region.ys.length;
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
        equal("slot register bits", totals.readBits, bits);
        equal("beats", totals.beats, beats);
        equal("tokens", totals.tokens, tokens);
        equal("tokens taken", totals.tokensTaken, tokens);
        equal("left over", totals.leftOver, 0);
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

        /** Per group and chunk: bits of the slots of the streamed pixels, and beats that they give. */
        private final long[] slotBits;

        private final long[] slotBeats;
        private final int[] rowTaps;
        private final int[] columnTaps;
        private final int chunk;
        private final int chunksPerGroup;

        long elements;
        long taps;
        long bits;
        long beats;

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
            this.chunk = context.spec.channelAccumulation().chunk();
            int channels = context.shape.cPerGroup();
            this.chunksPerGroup = (channels + chunk - 1) / chunk;
            this.slotBits = new long[map.groups() * chunksPerGroup];
            this.slotBeats = new long[slotBits.length];
            for (int y : region.ys) {
                for (int x : region.xs) {
                    countSlots((y * map.width() + x) * map.groups(), channels);
                }
            }
            ConvShape shape = context.shape;
            this.rowTaps = landing(region.ys, shape.r(), shape.strideH(), shape.padTop(), region.firstRow, region.rows);
            this.columnTaps =
                    landing(region.xs, shape.s(), shape.strideW(), shape.padLeft(), region.firstColumn, region.columns);
        }

        private void countSlots(int firstVector, int channels) {
            int lanes = context.spec.channelAccumulation().lanes();
            for (int g = 0; g < map.groups(); g++) {
                int base = (firstVector + g) * map.wordsPerGroup();
                for (int c = 0; c < chunksPerGroup; c++) {
                    int packed = ones(map.presence(), base, c * chunk, Math.min((c + 1) * chunk, channels));
                    slotBits[g * chunksPerGroup + c] += Math.min(chunk, channels - c * chunk) + 8L * packed;
                    slotBeats[g * chunksPerGroup + c] += (packed + lanes - 1) / lanes;
                }
            }
        }

        /** Ones among the bits {@code from} to {@code to}, exclusive, of a vector. */
        private static int ones(long[] words, int base, int from, int to) {
            int count = 0;
            for (int bit = from; bit < to; bit = (bit | 63) + 1) {
                long word = words[base + (bit >>> 6)] >>> (bit & 63);
                int left = Math.min(64 - (bit & 63), to - bit);
                count += Long.bitCount(left == 64 ? word : word & ((1L << left) - 1));
            }
            return count;
        }

        /** For each input coordinate, the kernel coordinates that bring it to an output of the range. */
        private static int[] landing(int[] inputs, int kernel, int stride, int pad, int first, int count) {
            int[] landing = new int[inputs.length];
            for (int i = 0; i < inputs.length; i++) {
                for (int tap = 0; tap < kernel; tap++) {
                    int scaled = inputs[i] + pad - tap;
                    if (scaled % stride == 0 && scaled / stride >= first && scaled / stride < first + count) {
                        landing[i] += scaled >= 0 ? 1 : 0;
                    }
                }
            }
            return landing;
        }

        /** Bits of the slots that a row copies, those of its chunks with coefficients, and the beats that they give. */
        void slots(int k, int m) {
            bits = 0;
            beats = 0;
            int group = k / context.shape.kPerGroup() * chunksPerGroup;
            int base = (k * weights.m() + m) * weights.wordsPerRow();
            for (int c = 0; c < chunksPerGroup; c++) {
                int to = Math.min((c + 1) * chunk, context.shape.cPerGroup());
                if (ones(weights.presence(), base, c * chunk, to) > 0) {
                    bits += slotBits[group + c];
                    beats += slotBeats[group + c];
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
                int line = region.ys[i] * map.width();
                int found = 0;
                int ofColumns = 0;
                for (int j = 0; j < region.xs.length; j++) {
                    int pixel = (line + region.xs[j]) * stride + group;
                    long pairs = activations[pixel] & coefficients[base];
                    for (int w = 1; pairs == 0 && w < words; w++) {
                        pairs = activations[pixel + w] & coefficients[base + w];
                    }
                    // Without a branch: which pixels have a pair cannot be foretold.
                    int some = (int) ((pairs | -pairs) >>> 63);
                    found += some;
                    ofColumns += columnTaps[j] & -some;
                }
                elements += found;
                taps += (long) rowTaps[i] * ofColumns;
            }
        }
    }
}
