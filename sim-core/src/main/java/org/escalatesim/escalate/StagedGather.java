package org.escalatesim.escalate;

import org.escalatesim.machine.ConservationException;

/**
 * Gathers a row's coefficients with the {@link GatherNetwork} stage by stage, and checks that its switches cross as
 * often as the fast form says.
 */
final class StagedGather {
    private final ChunkedActivations activations;
    private final GatherNetwork network;
    private final int words;
    private final long[] mask;
    private final long[] source;
    private final long[] out;

    StagedGather(LayerContext context) {
        int chunk = context.spec.channelAccumulation().chunk();
        activations = context.activations;
        network = new GatherNetwork(chunk);
        words = activations.wordsPerChunk;
        mask = new long[Math.max(words, (chunk + 63) >>> 6)];
        source = new long[mask.length];
        out = new long[mask.length];
    }

    /** Gathers the bits at {@code from} under the mask of a slot. */
    void gather(int slot, long[] bits, int from, long[] to, int at) {
        System.arraycopy(activations.presence, slot * words, mask, 0, words);
        System.arraycopy(bits, from, source, 0, words);
        network.decode(mask, 0);
        network.pass(source, 0, out, 0);
        System.arraycopy(out, 0, to, at, words);
        if (network.crossingsPerPass() != activations.crossings[slot]) {
            throw new ConservationException(
                    "gather crossings",
                    "the network crossed " + network.crossingsPerPass() + " switches, counted were "
                            + activations.crossings[slot]);
        }
    }
}
