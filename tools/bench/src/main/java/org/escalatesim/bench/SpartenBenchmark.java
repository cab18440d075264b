package org.escalatesim.bench;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.escalatesim.config.Machines;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.WeightForm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Layers on SparTen, one thread: matched pairs, dense multiply-accumulates and layers per second. Independent masks, 30 %
 * of the weights and 50 % of the activations not zero. Without values matches are counted by masks, with values they are
 * taken one by one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class SpartenBenchmark {
    private static final double WEIGHTS = 0.3;
    private static final double ACTIVATIONS = 0.5;

    /** Output and input channels, kernel side, map side: three layers of ResNet-50, one depthwise of MobileNetV2. */
    @Param({"128,128,3,28", "512,512,3,7", "1024,256,1,14", "384,1,3,14"})
    public String shape = "128,128,3,28";

    /** A bundled machine. */
    @Param({"sparten", "sparten-no-balance"})
    public String machine = "sparten";

    /** Whether values are computed. */
    @Param({"false", "true"})
    public boolean values;

    private Accelerator accelerator;
    private LayerTrace trace;

    /** Makes the machine and the layer. */
    @Setup
    public void make() {
        accelerator = Machines.load(machine, List.of()).build();
        String[] sizes = shape.split(",", -1);
        int k = Integer.parseInt(sizes[0]);
        int perGroup = Integer.parseInt(sizes[1]);
        int side = Integer.parseInt(sizes[2]);
        int map = Integer.parseInt(sizes[3]);
        int groups = perGroup == 1 ? k : 1;
        ConvShape conv = ConvShape.of(k, perGroup * groups, groups, side, side, map, map, 1, side / 2);
        SplittableRandom random = new SplittableRandom(1);
        byte[] weights = bytes(random, k * perGroup * side * side, WEIGHTS);
        byte[] input = bytes(random, map * map * conv.c(), ACTIVATIONS);
        trace = new LayerTrace(
                shape,
                conv,
                Kernels.of(WeightForm.UNSTRUCTURED, weights, k, perGroup, side * side),
                SparseMap.ofDense(input, map, map, conv.c(), groups, false),
                null,
                PostOps.reluOnly((long) k * conv.p() * conv.q()),
                1,
                1,
                ACTIVATIONS);
    }

    private static byte[] bytes(SplittableRandom random, int count, double density) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (random.nextDouble() < density ? 1 + random.nextInt(127) : 0);
        }
        return bytes;
    }

    /** One layer. */
    @Benchmark
    public LayerRun layer(Work work) {
        return work.run(accelerator, trace, values);
    }
}
