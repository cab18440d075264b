package org.escalatesim.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.escalatesim.config.Machines;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.workloads.synthetic.LayerPlan;
import org.escalatesim.workloads.synthetic.SyntheticWorkload;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The step of a row: one tile of one block of six rows, all else as in tile8 but with ideal DRAM, on a 3x3 layer of 512
 * channels that the channel accumulation binds. {@code rowCycles} is the time per row and cycle; it bears its share of
 * the ring, the writer and the block, and of setting the machine up.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class RowBenchmark {
    private static final int ROWS = 6;
    private static final int OUTPUT_CHANNELS = 8;

    private Accelerator machine;
    private LayerTrace layer;

    /** The rows' cycles, by which JMH divides the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Steps {
        /** Rows times the layer's cycles. */
        public long rowCycles;

        /** CPU time of the simulating thread: time per nanosecond of it is 1 on a quiet machine, else more. */
        public long cpuNanos;
    }

    /** Makes the machine and the layer: coefficients of density 0.15, activations of density 0.5. */
    @Setup
    public void make() {
        machine = Machines.load("tile8", List.of("tiles=1", "blocks=1", "rows=" + ROWS, "dram.ideal=true"))
                .build();
        ConvShape shape = ConvShape.of(OUTPUT_CHANNELS, 512, 1, 3, 3, 14, 14, 1, 1);
        double[] density = new double[ROWS];
        Arrays.fill(density, 0.15);
        long outputs = (long) OUTPUT_CHANNELS * shape.p() * shape.q();
        LayerPlan plan = new LayerPlan(
                "row",
                shape,
                Decomposed.Form.TERNARY,
                density,
                0.5,
                false,
                PostOps.reluOnly(outputs),
                false,
                0,
                0,
                0.5);
        layer = new SyntheticWorkload("row", List.of(plan), 1, false, List.of()).load(0, false);
    }

    /** The layer, whole. */
    @Benchmark
    public LayerRun row(Steps steps) {
        long start = CpuClock.nanos();
        LayerRun run = machine.run(layer, false);
        steps.cpuNanos += CpuClock.nanos() - start;
        steps.rowCycles += ROWS * run.cycles();
        return run;
    }
}
