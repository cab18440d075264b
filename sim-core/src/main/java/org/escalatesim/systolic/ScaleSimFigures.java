package org.escalatesim.systolic;

import java.util.Map;
import org.escalatesim.machine.LayerRun;

/**
 * A run in SCALE-Sim v3's own figures (its COMPUTE_REPORT and DETAILED_ACCESS_REPORT).
 *
 * @param m pixels M
 * @param k products K
 * @param n filters N of a group
 * @param sr mapped rows
 * @param sc mapped columns
 * @param t time
 * @param demandRows cycles
 * @param totalCycles one less: SCALE-Sim numbers the last cycle from 0
 * @param overallUtil products / (PEs x total cycles), %
 * @param mappingEfficiency mapped PEs / PEs, mean of the folds, %
 * @param computeUtil mapped PEs x T / (PEs x cycles of a fold), mean of the folds, %. SCALE-Sim adds the skew of C - 1
 *     cycles to a ws or is fold here although its length has it already
 * @param ifmapReads values read from the ifmap buffer
 * @param filterReads values read from the filter buffer
 * @param ofmapWrites psums and sums written to the ofmap buffer; v3 adds R + C to every os fold by mistake
 */
public record ScaleSimFigures(
        long m,
        long k,
        long n,
        long sr,
        long sc,
        long t,
        long demandRows,
        long totalCycles,
        double overallUtil,
        double mappingEfficiency,
        double computeUtil,
        long ifmapReads,
        long filterReads,
        long ofmapWrites) {

    /**
     * The figures of a run.
     *
     * @param spec a compatible machine with an ideal DRAM, of one dataflow
     * @param run a layer on it
     */
    public static ScaleSimFigures of(SystolicSpec spec, LayerRun run) {
        Map<String, Long> counters = run.counters();
        long rows = spec.array().rows();
        long columns = spec.array().columns();
        double pes = rows * columns;
        long folds = counters.get("folds");
        double mapping = counters.get("fold_mapped_pes") / (pes * folds);
        long t = counters.get("mapped_t");
        long length = run.cycles() / folds + (spec.dataflow() == SystolicSpec.Dataflow.OS ? 0 : columns - 1);
        return new ScaleSimFigures(
                counters.get("gemm_m_pixels"),
                counters.get("gemm_k_products"),
                counters.get("gemm_n_filters"),
                counters.get("mapped_sr"),
                counters.get("mapped_sc"),
                t,
                run.cycles(),
                run.cycles() - 1,
                100 * counters.get("array_products") / (pes * (run.cycles() - 1)),
                100 * mapping,
                100 * mapping * t / length,
                counters.get("sram_ifmap_reads"),
                counters.get("sram_filter_reads"),
                counters.get("sram_ofmap_writes"));
    }
}
