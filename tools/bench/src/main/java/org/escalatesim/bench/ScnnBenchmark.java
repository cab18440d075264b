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
 * AlexNet's convolutions on SCNN, independent masks of the densities in SCNN (ISCA 2017), figure 1; one thread, values
 * off, masks made before: layers, and products, per second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class ScnnBenchmark {
    /** The layer. */
    @Param({"conv1", "conv2", "conv3", "conv4", "conv5"})
    public String layer = "conv3";

    /** The machine's name or file. */
    @Param("scnn-paper")
    public String machine = "scnn-paper";

    private Accelerator accelerator;
    private LayerTrace trace;

    /**
     * Makes the machine and the masks.
     *
     * @throws IllegalArgumentException if there is no such layer
     */
    @Setup
    public void make() {
        accelerator = Machines.load(machine, List.of()).build();
        trace = switch (layer) {
            case "conv1" -> masks(ConvShape.of(96, 3, 1, 11, 11, 227, 227, 4, 0), .845, 1);
            case "conv2" -> masks(ConvShape.of(256, 96, 2, 5, 5, 27, 27, 1, 2), .379, .936);
            case "conv3" -> masks(ConvShape.of(384, 256, 1, 3, 3, 13, 13, 1, 1), .346, .527);
            case "conv4" -> masks(ConvShape.of(384, 384, 2, 3, 3, 13, 13, 1, 1), .372, .389);
            case "conv5" -> masks(ConvShape.of(256, 384, 2, 3, 3, 13, 13, 1, 1), .369, .429);
            default -> throw new IllegalArgumentException("alexnet has no layer " + layer);
        };
    }

    private LayerTrace masks(ConvShape shape, double weights, double activations) {
        SplittableRandom random = new SplittableRandom(1);
        long[] w = bits(random, shape.k() * shape.taps(), shape.cPerGroup(), weights);
        long[] a = bits(random, shape.h() * shape.w() * shape.groups(), shape.cPerGroup(), activations);
        return new LayerTrace(
                layer,
                shape,
                Kernels.ofPresence(WeightForm.UNSTRUCTURED, w, shape.k(), shape.cPerGroup(), shape.taps()),
                SparseMap.ofPresence(a, shape.h(), shape.w(), shape.c(), shape.groups(), false),
                null,
                PostOps.reluOnly((long) shape.k() * shape.p() * shape.q()),
                1,
                1,
                activations);
    }

    private static long[] bits(SplittableRandom random, int rows, int channels, double density) {
        int words = SparseMap.words(channels);
        long[] bits = new long[rows * words];
        for (int i = 0; i < rows; i++) {
            for (int c = 0; c < channels; c++) {
                bits[i * words + (c >>> 6)] |= random.nextDouble() < density ? 1L << c : 0;
            }
        }
        return bits;
    }

    /** One layer. */
    @Benchmark
    public LayerRun layer(Products products) {
        return products.run(accelerator, trace);
    }
}
