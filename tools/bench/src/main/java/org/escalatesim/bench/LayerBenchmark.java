package org.escalatesim.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.escalatesim.config.Machines;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.network.NetworkOptions;
import org.escalatesim.workloads.network.Networks;
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
 * Whole layers of ResNet-50 with the bundled profile on tile8, one thread, values off, the trace made before: layers, and
 * their work, per second. By default the 3x3 layers at 56, 28, 14 and 7 pixels, then 1x1 layers at the same sizes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class LayerBenchmark {
    /** The layer's name in the network. */
    @Param({
        "layer1.1.conv2",
        "layer2.1.conv2",
        "layer3.1.conv2",
        "layer4.1.conv2",
        "layer1.1.conv1",
        "layer2.1.conv3",
        "layer3.1.conv1",
        "layer4.1.conv3"
    })
    public String layer = "layer4.1.conv2";

    private Accelerator machine;
    private LayerTrace trace;

    /**
     * Makes the machine and the trace, and prints its densities.
     *
     * @throws IllegalArgumentException if the network has no such layer
     */
    @Setup
    public void make() {
        machine = Machines.load("tile8", List.of()).build();
        Workload network = Networks.load("resnet50", NetworkOptions.DEFAULTS);
        int index = IntStream.range(0, network.size())
                .filter(i -> network.layerName(i).equals(layer))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("resnet50 has no layer " + layer));
        trace = network.load(index, false);
        System.out.println(Densities.line(layer + " " + trace.shape().describe(), List.of(trace)));
    }

    /** One layer. */
    @Benchmark
    public LayerRun layer(Work work) {
        return work.run(machine, trace);
    }
}
