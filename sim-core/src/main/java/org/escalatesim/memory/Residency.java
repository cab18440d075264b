package org.escalatesim.memory;

import org.escalatesim.trace.LayerTrace;

/**
 * Where a layer's maps lie, by the rule that all machines share: if input and output fit the buffer together, the input
 * is there already (unless its producer spilled it, or it is the network's own) and the output stays; otherwise both
 * live in DRAM.
 *
 * @param resident whether input and output fit together
 * @param inputFromDram whether the input has to be fetched
 * @param outputToDram whether the output is written to DRAM
 */
public record Residency(boolean resident, boolean inputFromDram, boolean outputToDram) {
    /**
     * Applies the rule.
     *
     * @param capacityBits bits of the buffer that holds the maps
     * @param bitsPerValue bits set aside for a value of a map, an integer at least 1 (the size of a compressed map is
     *     not known before its layer has run, so its worst case is set aside)
     */
    public static Residency of(LayerTrace layer, long capacityBits, int bitsPerValue) {
        long capacity = capacityBits / bitsPerValue;
        long values =
                (long) layer.shape().h() * layer.shape().w() * layer.shape().c()
                        + layer.post().pooledOutputs();
        boolean resident = values <= capacity;
        return new Residency(
                resident,
                !resident || layer.producerValues() == 0 || layer.producerValues() > capacity,
                !resident || layer.consumerValues() == 0 || layer.consumerValues() > capacity);
    }
}
