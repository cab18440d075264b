package org.escalatesim.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.escalatesim.config.Machines;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.MachineSpec;
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
 * A whole network with its bundled profile on any bundled machine, in the form that the machine is meant for, one thread,
 * exact, ledger and activity on, values off, all traces made before: cycles, dense-equivalent MACs, products, matched
 * pairs and row-chunks simulated per second of wall time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 2, time = 2)
@Fork(1)
public class NetworkBenchmark {
    /** A bundled machine. */
    @Param("tile8")
    public String machine = "tile8";

    /** A bundled network. */
    @Param("resnet50")
    public String network = "resnet50";

    private final List<LayerTrace> layers = new ArrayList<>();
    private Accelerator accelerator;

    /** Makes the machine and all traces, and prints their densities. */
    @Setup
    public void make() {
        MachineSpec spec = Machines.load(machine, List.of());
        accelerator = spec.build();
        Workload workload = Networks.load(
                network, NetworkOptions.DEFAULTS.withForm(spec.weightForms().get(0)));
        for (int i = 0; i < workload.size(); i++) {
            layers.add(workload.load(i, false));
        }
        System.out.println(Densities.line(network + " on " + machine, layers));
    }

    /** All layers, in order; the result is the network's cycles. */
    @Benchmark
    public long network(Work work) {
        long cycles = 0;
        for (LayerTrace layer : layers) {
            cycles += work.run(accelerator, layer).cycles();
        }
        return cycles;
    }
}
