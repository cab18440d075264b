package org.escalatesim.trace;

import java.util.Arrays;
import org.escalatesim.tensor.SparseMap;

/**
 * Weights as they are, dense or pruned: 8-bit two's complement values {@code W[K][C / groups][R * S]} in SparseMap form,
 * one presence bit per weight and the packed list of the non-zero ones.
 *
 * <p>Presence bits are kept in 64-bit words, channels innermost: the words of kernel tap {@code tap = r * S + s} of
 * output channel {@code k} start at {@code (k * taps + tap) * wordsPerTap}, channel {@code c} of k's group is bit
 * {@code c % 64} of word {@code c / 64}; bits beyond the channels are zero. Packed values lie in the order of the bits.
 * Weights made with {@link #ofPresence} have no values: they can be timed but not computed with.
 */
public final class Kernels implements Weights {
    private final WeightForm form;
    private final int k;
    private final int channelsPerGroup;
    private final int taps;
    private final int wordsPerTap;
    private final long[] presence;
    private final byte[] packed;
    private final int[] offset;

    private Kernels(WeightForm form, int k, int channelsPerGroup, int taps, long[] presence, byte[] packed) {
        if (form != WeightForm.DENSE && form != WeightForm.UNSTRUCTURED) {
            throw new IllegalArgumentException("kernels are dense or unstructured");
        }
        if (k < 1 || channelsPerGroup < 1 || taps < 1) {
            throw new IllegalArgumentException(
                    "not kernels: K = " + k + ", C/groups = " + channelsPerGroup + ", " + taps + " taps");
        }
        this.form = form;
        this.k = k;
        this.channelsPerGroup = channelsPerGroup;
        this.taps = taps;
        this.wordsPerTap = SparseMap.words(channelsPerGroup);
        this.presence = presence;
        this.packed = packed;
        int expected = Math.multiplyExact(Math.multiplyExact(k, taps), wordsPerTap);
        if (presence.length != expected) {
            throw new IllegalArgumentException("expected " + expected + " presence words, not " + presence.length);
        }
        if (packed == null) {
            offset = null;
            return;
        }
        offset = new int[presence.length];
        int next = 0;
        for (int i = 0; i < presence.length; i++) {
            offset[i] = next;
            next += Long.bitCount(presence[i]);
        }
    }

    /**
     * Encodes values.
     *
     * @param form {@code DENSE} or {@code UNSTRUCTURED}: how the weights came about; zeros are found in both
     * @param values [K][C / groups][R * S], 8-bit two's complement
     * @throws IllegalArgumentException if the length does not fit
     */
    public static Kernels of(WeightForm form, byte[] values, int k, int channelsPerGroup, int taps) {
        long expected = (long) k * channelsPerGroup * taps;
        if (values.length != expected) {
            throw new IllegalArgumentException("expected " + expected + " weights, not " + values.length);
        }
        int words = SparseMap.words(channelsPerGroup);
        long[] presence = new long[Math.multiplyExact(Math.multiplyExact(k, taps), words)];
        byte[] packed = new byte[values.length];
        int count = 0;
        for (int i = 0; i < k; i++) {
            for (int tap = 0; tap < taps; tap++) {
                int base = (i * taps + tap) * words;
                for (int c = 0; c < channelsPerGroup; c++) {
                    byte value = values[(i * channelsPerGroup + c) * taps + tap];
                    if (value != 0) {
                        presence[base + (c >>> 6)] |= 1L << c;
                        packed[count++] = value;
                    }
                }
            }
        }
        return new Kernels(form, k, channelsPerGroup, taps, presence, Arrays.copyOf(packed, count));
    }

    /**
     * Weights that are given as presence bits and packed values.
     *
     * @param presence in the layout of this class; kept, not copied
     * @param packed the non-zero values in the order of the bits; kept, not copied
     * @throws IllegalArgumentException if a length does not fit or a packed value is zero
     */
    public static Kernels ofPacked(
            WeightForm form, long[] presence, byte[] packed, int k, int channelsPerGroup, int taps) {
        long count = 0;
        for (long word : presence) {
            count += Long.bitCount(word);
        }
        if (packed.length != count) {
            throw new IllegalArgumentException("expected " + count + " packed weights, not " + packed.length);
        }
        for (byte value : packed) {
            if (value == 0) {
                throw new IllegalArgumentException("a packed weight is zero");
            }
        }
        return new Kernels(form, k, channelsPerGroup, taps, presence, packed);
    }

    /**
     * Presence bits without values.
     *
     * @param presence in the layout of this class; kept, not copied
     * @throws IllegalArgumentException if the length does not fit
     */
    public static Kernels ofPresence(WeightForm form, long[] presence, int k, int channelsPerGroup, int taps) {
        return new Kernels(form, k, channelsPerGroup, taps, presence, null);
    }

    @Override
    public WeightForm weightForm() {
        return form;
    }

    @Override
    public int k() {
        return k;
    }

    @Override
    public int channelsPerGroup() {
        return channelsPerGroup;
    }

    @Override
    public int taps() {
        return taps;
    }

    /** 64-bit words of one tap of one output channel. */
    public int wordsPerTap() {
        return wordsPerTap;
    }

    /** Presence words, layout as above; not a copy, must not be changed. */
    public long[] presence() {
        return presence;
    }

    /** Whether there are values and not only presence bits. */
    public boolean hasValues() {
        return packed != null;
    }

    /** Index of the packed value of the lowest bit of a presence word. */
    public int offset(int word) {
        return offset[word];
    }

    /** The packed value at an index, -128 to 127, never 0. */
    public int packedValue(int index) {
        return packed[index];
    }

    /** Whether the weight of output channel k, input channel c of its group, tap r * S + s, is not zero. */
    public boolean nonZero(int k, int c, int tap) {
        return (presence[(k * taps + tap) * wordsPerTap + (c >>> 6)] >>> c & 1) != 0;
    }

    /** The weight of output channel k, input channel c of its group, tap r * S + s; needs values. */
    public int value(int k, int c, int tap) {
        int word = (k * taps + tap) * wordsPerTap + (c >>> 6);
        long bit = 1L << c;
        if ((presence[word] & bit) == 0) {
            return 0;
        }
        return packed[offset[word] + Long.bitCount(presence[word] & (bit - 1))];
    }

    @Override
    public long count() {
        return (long) k * channelsPerGroup * taps;
    }

    @Override
    public long nonZeros() {
        long count = 0;
        for (long word : presence) {
            count += Long.bitCount(word);
        }
        return count;
    }

    @Override
    public String describe() {
        return form.word();
    }
}
