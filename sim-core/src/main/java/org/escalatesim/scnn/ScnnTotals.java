package org.escalatesim.scnn;

import java.util.LinkedHashMap;
import java.util.Map;

/** What all PEs of a layer did. Slots are multiplier-cycles. */
final class ScnnTotals {
    final int pes;
    /** By PE: cycles in steps, and cycles beyond each step's first, of products on busy banks. */
    final long[] steps;

    final long[] stalls;
    /** By PE: cycles in which other PEs of the run worked. */
    final long[] waits;
    /** Cycles of all PEs in which halos and outputs held up the next run, and in which all waited for DRAM. */
    long outputWaits;

    long memoryWaits;
    long pairs;
    long realPairs;
    long landed;
    long useful;

    /** Vectors of activations that entered, and of weights that were broadcast or sent, once per receiving PE. */
    long activationVectors;

    long weightVectorsReceived;
    long activationEntries;
    long haloWords;
    long accumulatorsRead;
    long outputs;
    long temporalTiles;
    long runs;

    ScnnTotals(int pes) {
        this.pes = pes;
        steps = new long[pes];
        stalls = new long[pes];
        waits = new long[pes];
    }

    static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /** Counters of a run, in a fixed order; slot counts sum to lanes x PEs x cycles. */
    Map<String, Long> counters(int lanes, long cycles, boolean[] owns) {
        Map<String, Long> counters = new LinkedHashMap<>();
        long stepCycles = sum(steps);
        long idle = 0;
        long barrier = 0;
        for (int pe = 0; pe < pes; pe++) {
            if (owns[pe]) {
                barrier += waits[pe];
            } else {
                idle += waits[pe];
            }
        }
        counters.put("useful_slots", useful);
        counters.put("zero_product_slots", landed - useful);
        counters.put("dropped_slots", realPairs - landed);
        counters.put("placeholder_slots", pairs - realPairs);
        counters.put("fragmentation_slots", lanes * stepCycles - pairs);
        counters.put("conflict_slots", lanes * sum(stalls));
        counters.put("barrier_slots", lanes * barrier);
        counters.put("empty_pe_slots", lanes * idle);
        counters.put("halo_slots", lanes * pes * outputWaits);
        counters.put("memory_slots", lanes * pes * memoryWaits);
        counters.put("slots", lanes * pes * cycles);
        counters.put("busy_pe_cycles", stepCycles + sum(stalls));
        counters.put("idle_pe_cycles", barrier + idle);
        counters.put("halo_words", haloWords);
        counters.put("temporal_tiles", temporalTiles);
        counters.put("runs", runs);
        return counters;
    }
}
