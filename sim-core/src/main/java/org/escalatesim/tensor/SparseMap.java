package org.escalatesim.tensor;

import java.util.Arrays;

/**
 * An activation map in SparseMap form (ESCALATE, MICRO 2021): one presence bit per value and the packed list of the
 * non-zero values, pixel by pixel in raster order, channels innermost.
 *
 * <p>Presence bits are kept in 64-bit words. The channels of each group start in a new word, so the words of one pixel
 * are {@code groups * wordsPerGroup}, and channel {@code c} of group {@code g} is bit {@code c % 64} of word
 * {@code (pixel * groups + g) * wordsPerGroup + c / 64}, with {@code c} counted inside the group. Bits beyond the
 * group's channels are zero. A map made with {@link #ofPresence} has no values: it can be timed but not computed with.
 */
public final class SparseMap {
    private final int height;
    private final int width;
    private final int channels;
    private final int groups;
    private final int wordsPerGroup;
    private final boolean signed;
    private final long[] presence;
    private final byte[] packed;
    private final int[] offset;

    private SparseMap(int height, int width, int channels, int groups, boolean signed, long[] presence, byte[] packed) {
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.groups = groups;
        this.wordsPerGroup = words(channels / groups);
        this.signed = signed;
        this.presence = presence;
        this.packed = packed;
        if (packed == null) {
            this.offset = null;
        } else {
            this.offset = new int[presence.length];
            int next = 0;
            for (int i = 0; i < presence.length; i++) {
                offset[i] = next;
                next += Long.bitCount(presence[i]);
            }
        }
    }

    /** The number of 64-bit words that hold one bit for each of {@code channels} channels. */
    public static int words(int channels) {
        return (channels + 63) >>> 6;
    }

    /**
     * Encodes a dense map.
     *
     * @param values [H][W][C], 8-bit values; unsigned 0 to 255 or two's complement when {@code signed}
     */
    public static SparseMap ofDense(byte[] values, int height, int width, int channels, int groups, boolean signed) {
        check(height, width, channels, groups);
        if (values.length != height * width * channels) {
            throw new IllegalArgumentException(
                    "expected " + height + " x " + width + " x " + channels + " values, not " + values.length);
        }
        int perGroup = channels / groups;
        int wordsPerGroup = words(perGroup);
        long[] presence = new long[height * width * groups * wordsPerGroup];
        byte[] packed = new byte[values.length];
        int count = 0;
        int at = 0;
        for (int pixel = 0; pixel < height * width; pixel++) {
            for (int g = 0; g < groups; g++) {
                int base = (pixel * groups + g) * wordsPerGroup;
                for (int c = 0; c < perGroup; c++, at++) {
                    if (values[at] != 0) {
                        presence[base + (c >>> 6)] |= 1L << c;
                        packed[count++] = values[at];
                    }
                }
            }
        }
        return new SparseMap(height, width, channels, groups, signed, presence, Arrays.copyOf(packed, count));
    }

    /**
     * A map of presence bits without values.
     *
     * @param presence in the layout of this class; kept, not copied
     */
    public static SparseMap ofPresence(
            long[] presence, int height, int width, int channels, int groups, boolean signed) {
        check(height, width, channels, groups);
        int expected = height * width * groups * words(channels / groups);
        if (presence.length != expected) {
            throw new IllegalArgumentException("expected " + expected + " presence words, not " + presence.length);
        }
        return new SparseMap(height, width, channels, groups, signed, presence, null);
    }

    private static void check(int height, int width, int channels, int groups) {
        if (height < 1 || width < 1 || channels < 1 || groups < 1 || channels % groups != 0) {
            throw new IllegalArgumentException("not a map: " + height + " x " + width + " pixels, " + channels
                    + " channels in " + groups + " groups");
        }
    }

    /** Rows H. */
    public int height() {
        return height;
    }

    /** Columns W. */
    public int width() {
        return width;
    }

    /** Channels C. */
    public int channels() {
        return channels;
    }

    /** Channel groups. */
    public int groups() {
        return groups;
    }

    /** Presence words of one group at one pixel. */
    public int wordsPerGroup() {
        return wordsPerGroup;
    }

    /** Whether values are two's complement (the first layer's image) and not 0 to 255. */
    public boolean signed() {
        return signed;
    }

    /** Whether the map has values and not only presence bits. */
    public boolean hasValues() {
        return packed != null;
    }

    /** The presence words, layout as above; not a copy, must not be changed. */
    public long[] presence() {
        return presence;
    }

    /** The packed value at an index, sign or zero extended to an int. */
    public int packedValue(int index) {
        return signed ? packed[index] : packed[index] & 0xff;
    }

    /** The value at row {@code y}, column {@code x}, channel {@code c}; 0 where the presence bit is 0. */
    public int value(int y, int x, int c) {
        int perGroup = channels / groups;
        int inGroup = c % perGroup;
        int word = ((y * width + x) * groups + c / perGroup) * wordsPerGroup + (inGroup >>> 6);
        long bit = 1L << inGroup;
        if ((presence[word] & bit) == 0) {
            return 0;
        }
        return packedValue(offset[word] + Long.bitCount(presence[word] & (bit - 1)));
    }

    /** The number of non-zero values. */
    public long nonZeros() {
        long count = 0;
        for (long word : presence) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** Fraction of values that are non-zero, 0 to 1. */
    public double density() {
        return nonZeros() / ((double) height * width * channels);
    }
}
