package org.escalatesim.systolic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.ConservationException;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Pairs;

/** Runs layers with dense or unstructured weights on a systolic array. Zeros are multiplied like any other value. */
public final class SystolicAccelerator implements Accelerator {
    private final SystolicSpec spec;
    private final boolean plain;

    /** Makes the machine. */
    public SystolicAccelerator(SystolicSpec spec) {
        this(spec, false);
    }

    /**
     * For proofs that the closed form equals the array stepped cycle by cycle.
     *
     * @param plain whether every fold is stepped through the array
     */
    SystolicAccelerator(SystolicSpec spec, boolean plain) {
        this.spec = spec;
        this.plain = plain;
    }

    @Override
    public MachineSpec spec() {
        return spec;
    }

    @Override
    public LayerRun run(LayerTrace layer, boolean values) {
        if (!(layer.weights() instanceof Kernels weights)) {
            throw new UnsupportedLayerException(layer.name(), "a systolic array runs dense or unstructured weights");
        }
        if (values && !(layer.input().hasValues() && weights.hasValues())) {
            throw new UnsupportedLayerException(layer.name(), "its trace has no values to compute with");
        }
        PlanRun run = best(layer);
        if (values || plain) {
            Operands operands = values ? new Operands(run.plan.gemm, layer.input(), weights) : null;
            run = new PlanRun(
                    spec,
                    layer,
                    run.plan,
                    new FoldValues(run.plan, operands),
                    plain ? new SteppedArray(spec, run.plan.dataflow) : null);
        }
        CycleLedger ledger = new CycleLedger();
        // Working: a PE multiplies. Input: stationary operands enter. Blocked: results leave, or pass what is not
        // mapped. Memory: waits for DRAM.
        ledger.add("array", "array", new long[] {run.working, run.fill, run.drain, 0, run.waited, 0});
        Pairs pairs = Pairs.of(layer);
        check(layer.shape(), run, ledger);
        LayerRun.Values computed = null;
        if (values) {
            int[] sums = run.sums();
            computed = new LayerRun.Values(sums, OutputStage.requantise(layer, sums), 0, 0);
        }
        return new LayerRun(
                layer.name(),
                layer.shape(),
                run.plan.describe(),
                run.cycles,
                run.neededProducts,
                0,
                pairs.both(),
                0,
                ledger,
                SystolicActivity.of(spec, layer, run),
                counters(run),
                computed);
    }

    /** The plan with the fewest cycles, then the fewest bytes to and from DRAM, then the first. */
    private PlanRun best(LayerTrace layer) {
        PlanRun best = null;
        for (FoldPlan plan : plans(layer.shape())) {
            PlanRun run = new PlanRun(spec, layer, plan, null, null);
            if (best == null
                    || run.cycles < best.cycles
                    || run.cycles == best.cycles && run.dramBytes() < best.dramBytes()) {
                best = run;
            }
        }
        return best;
    }

    private List<FoldPlan> plans(ConvShape shape) {
        List<FoldPlan> plans = new ArrayList<>();
        for (SystolicSpec.Dataflow dataflow :
                List.of(SystolicSpec.Dataflow.OS, SystolicSpec.Dataflow.WS, SystolicSpec.Dataflow.IS)) {
            if (spec.dataflow() != SystolicSpec.Dataflow.AUTO && spec.dataflow() != dataflow) {
                continue;
            }
            plans.add(new FoldPlan(spec, shape, dataflow, false));
            if (dataflow == SystolicSpec.Dataflow.OS && !spec.compatible()) {
                plans.add(new FoldPlan(spec, shape, dataflow, true));
            }
        }
        return plans;
    }

    private static Map<String, Long> counters(PlanRun run) {
        FoldPlan plan = run.plan;
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("gemm_m_pixels", (long) plan.gemm.m());
        counters.put("gemm_k_products", (long) plan.gemm.k());
        counters.put("gemm_n_filters", (long) plan.gemm.n());
        counters.put("mapped_sr", (long) plan.sr);
        counters.put("mapped_sc", (long) plan.sc);
        counters.put("mapped_t", (long) plan.t);
        counters.put("folds", plan.folds());
        counters.put("fold_steps", run.steps);
        counters.put("fold_mapped_pes", run.mapped);
        counters.put("array_products", run.products);
        counters.put("sram_ifmap_reads", run.ifmapReads);
        counters.put("sram_filter_reads", run.filterReads);
        counters.put("sram_ofmap_writes", run.ofmapWrites);
        counters.put("sram_ofmap_reads", run.ofmapReads);
        counters.put("dram_input_bytes", run.dramInputBytes);
        counters.put("dram_weight_bytes", run.filterBytes);
        counters.put("dram_output_bytes", run.dramOutputBytes);
        return counters;
    }

    /** What the folds counted equals what the shape holds. */
    private void check(ConvShape shape, PlanRun run, CycleLedger ledger) {
        ledger.check(run.cycles);
        FoldPlan plan = run.plan;
        long groups = shape.groups();
        equal("products", run.neededProducts, shape.denseMacs());
        equal("array products", run.products, groups * plan.gemm.m() * plan.gemm.k() * plan.gemm.n());
        equal("sums", run.finished, (long) shape.k() * shape.p() * shape.q());
        equal("mapped PEs", run.mapped, groups * plan.tiles * plan.sr * plan.sc);
        long fromLeft = groups * plan.sr * plan.t * plan.columnFolds;
        boolean os = plan.dataflow == SystolicSpec.Dataflow.OS;
        long fromTop = groups * plan.sc * (os ? (long) plan.t * plan.rowFolds : (long) plan.sr * plan.tiles);
        equal("SRAM reads", run.ifmapReads + run.filterReads, fromLeft + fromTop);
        long results = groups * plan.gemm.m() * plan.gemm.n();
        equal("ofmap writes", run.ofmapWrites, os ? results : results * plan.rowFolds);
        equal("ofmap reads", run.ofmapReads, run.ofmapWrites - results);
        equal("bytes from DRAM", run.dramReadBytes(), run.dramInputBytes + run.filterBytes + run.parameterBytes);
        equal("bytes to DRAM", run.dramWrittenBytes(), run.dramOutputBytes);
        long least = spec.dataBytes() * shape.parameters();
        if (run.filterBytes < least) {
            throw new ConservationException("weights", run.filterBytes + " bytes of " + least + " were fetched");
        }
    }

    private static void equal(String law, long counted, long expected) {
        if (counted != expected) {
            throw new ConservationException(law, "the folds counted " + counted + ", the layer holds " + expected);
        }
    }
}
