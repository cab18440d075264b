package org.escalatesim.escalate;

/** A slot of the ring as the rows of the tile see it: its chunk gathered for all of them, and what they note with it. */
final class GatheredSlot {
    /** Lanes that a beat has room for. */
    static final int LANES = 16;

    /** Its place in the pool. */
    final int id;
    /** [beat][lane]: rows with a matched pair there. */
    final long[] bits;
    /** Presence bits and packed values. */
    int slotBits;
    /** Coefficient bits that a row reads for it: presence and sign of each channel. */
    int coefficientBits;
    /** Switches of the gather network that its mask crosses. */
    int crossings;
    /** Its position in the ring. */
    int position;
    /** Coefficient load that its pass belongs to. */
    int load;
    /** Beats of the chunk. */
    int beats;
    /** Rows that have a coefficient for the chunk: they read it. */
    long has;
    /** Rows for which its last beat is the last of the element. */
    long last;
    /** Rows whose end-of-line token follows it. */
    long tokens;
    /** Whether it is the last slot of its segment, and that segment. */
    boolean ends;

    int segment;
    /** Rows that still need it: have not marked it, or have not brought it to the end of their pipeline. */
    long needed;
    /** The {@link MacWork} of an element of the pixel, and of its end-of-line token. */
    long element;

    long token;

    GatheredSlot(int id, int beats) {
        this.id = id;
        this.bits = new long[beats * LANES];
    }
}
