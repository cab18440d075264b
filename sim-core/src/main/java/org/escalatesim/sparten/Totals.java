package org.escalatesim.sparten;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sums over the clusters of a run. */
final class Totals {
    final long working;
    final long broadcasts;
    final long broadcastBits;
    final long unitInputBits;
    final long permuted;
    final long outputs;
    final long psumsBack;
    final long collectorStalls;
    final long permuteStalls;
    final long[] unitChunks;
    final long[] joins;
    final long requantBits;
    long weightBits;
    long inputBits;

    Totals(SpartenSpec spec, Cluster[] clusters, Schedule schedule) {
        long work = 0;
        long chunks = 0;
        long chunkBits = 0;
        long unitBits = 0;
        long permutedPsums = 0;
        long finished = 0;
        long back = 0;
        long collecting = 0;
        long permuting = 0;
        unitChunks = new long[spec.chunk() + 1];
        joins = new long[spec.chunk() + 1];
        for (Cluster cluster : clusters) {
            work += cluster.working();
            chunks += cluster.broadcasts;
            chunkBits += cluster.broadcastBits;
            unitBits += cluster.unitInputBits;
            permutedPsums += cluster.permuted;
            finished += cluster.outputs;
            back += cluster.psumsBack;
            collecting += cluster.collectorStalls;
            permuting += cluster.permuteStalls;
            for (int lanes = 0; lanes <= spec.chunk(); lanes++) {
                unitChunks[lanes] += cluster.unitChunks[lanes];
                joins[lanes] += cluster.joins[lanes];
            }
        }
        working = work;
        broadcasts = chunks;
        broadcastBits = chunkBits;
        unitInputBits = unitBits;
        permuted = permutedPsums;
        outputs = finished;
        psumsBack = back;
        collectorStalls = collecting;
        permuteStalls = permuting;
        requantBits = schedule.requantBits;
        for (Schedule.Step step : schedule.steps) {
            weightBits += step.weightBits();
            inputBits += step.inputBits();
        }
    }

    /** Filter chunks joined. */
    long allJoins() {
        return Arrays.stream(joins).sum();
    }

    /** Lanes of all filter chunks joined. */
    long joinLanes() {
        long sum = 0;
        for (int lanes = 0; lanes < joins.length; lanes++) {
            sum += lanes * joins[lanes];
        }
        return sum;
    }

    Map<String, Long> counters(SpartenSpec spec, FilterPlan plan, Schedule schedule, long outputBits) {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("ideal_cycles", (working + spec.multipliers() - 1) / spec.multipliers());
        counters.put("passes", (long) plan.passes.length);
        counters.put("steps", (long) schedule.steps.size());
        counters.put("chunks_broadcast", broadcasts);
        counters.put("chunk_joins", allJoins());
        counters.put("collector_stall_cluster_cycles", collectorStalls);
        counters.put("permute_stall_cluster_cycles", permuteStalls);
        counters.put("psums_permuted", permuted);
        counters.put("psums_read_back", psumsBack);
        counters.put("dram_input_bits", inputBits);
        counters.put("dram_weight_bits", weightBits + requantBits);
        counters.put("dram_output_bits", outputBits);
        return counters;
    }
}
