package org.escalatesim.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.escalatesim.config.InputException;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.config.Names;
import org.escalatesim.escalate.EscalateSpec;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.MapSteps;
import org.escalatesim.machine.Observable;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.report.LayerRecord;
import org.escalatesim.report.Numbers;
import org.escalatesim.report.RunRecord;
import org.escalatesim.report.Staged;
import org.escalatesim.report.dram.DramTraceFile;
import org.escalatesim.report.dram.LayerTransfers;
import org.escalatesim.report.dram.TraceFormat;
import org.escalatesim.trace.Grouped;
import org.escalatesim.trace.LayerTrace;
import picocli.CommandLine.Option;

/** The DRAM requests of a run, for DRAM simulators. */
final class DramTraceOptions {
    private static final int DEFAULT_BURST = 64;

    @Option(
            names = "--dram-trace",
            paramLabel = "FILE",
            description = "Also write the DRAM requests of the run, for a DRAM simulator.")
    private String file;

    @Option(
            names = "--dram-trace-format",
            paramLabel = "NAME",
            description = "Format of --dram-trace: ramulator2 (load/store trace) or dramsim3.")
    private String format;

    @Option(
            names = "--dram-trace-burst",
            paramLabel = "BYTES",
            description = "Bytes of a request, a power of two from 8 to 4096 (default: 64).")
    private Integer burst;

    /** The machine, with every layer's transfers kept until the run is through. */
    static final class Watching implements Accelerator {
        private final Accelerator machine;
        private final DramSpec dram;
        private final Path path;
        private final TraceFormat format;
        private final int burst;
        private final Map<String, LayerTransfers> transfers = new ConcurrentHashMap<>();

        private Watching(Accelerator machine, DramSpec dram, Path path, TraceFormat format, int burst) {
            this.machine = machine;
            this.dram = dram;
            this.path = path;
            this.format = format;
            this.burst = burst;
        }

        @Override
        public MachineSpec spec() {
            return machine.spec();
        }

        @Override
        public LayerRun run(LayerTrace layer, boolean values) {
            if (layer.weights() instanceof Grouped) {
                throw new InputException("--dram-trace: layer " + layer.name()
                        + " has branches, whose requests are not traced; give another form of weights, for"
                        + " example --set workload.form=decomposed");
            }
            LayerTransfers told = new LayerTransfers();
            LayerRun run = ((Observable) machine).observe(layer, values, told);
            if (transfers.put(layer.name(), told) != null) {
                throw new InputException("--dram-trace: two layers are called " + layer.name());
            }
            return MapSteps.add(run, layer, spec());
        }

        /** Writes the file, layers in the order of the run; returns the line to print. */
        String write(RunRecord run) {
            try (DramTraceFile trace = new DramTraceFile(path, format, burst, dram.bytesPerCycle())) {
                for (LayerRecord layer : run.layers()) {
                    trace.layer(transfers.get(layer.layer()), layer.cycles());
                }
                trace.commit();
                return "DRAM trace    " + Numbers.count(trace.requests()) + " requests of " + burst + " bytes ("
                        + format.word() + ") in " + path;
            }
        }
    }

    /** The machine as it is to run; null without {@code --dram-trace}. */
    Watching watch(LoadedMachine machine, Job job) {
        if (file == null) {
            if (format != null || burst != null) {
                throw new InputException(
                        (format != null ? "--dram-trace-format" : "--dram-trace-burst") + " needs --dram-trace FILE");
            }
            return null;
        }
        List<String> words =
                Arrays.stream(TraceFormat.values()).map(TraceFormat::word).toList();
        if (format == null || !words.contains(format)) {
            throw new InputException(
                    format == null
                            ? "--dram-trace needs --dram-trace-format " + String.join(" or ", words)
                            : "--dram-trace-format must be " + String.join(" or ", words) + ", not '" + format + "'"
                                    + Names.didYouMean(format, words));
        }
        int bytes = burst == null ? DEFAULT_BURST : burst;
        if (bytes < 8 || bytes > DramTraceFile.PAGE || Integer.bitCount(bytes) != 1) {
            throw new InputException("--dram-trace-burst must be a power of two from 8 to 4096, not " + bytes);
        }
        if (!(machine.spec() instanceof EscalateSpec spec)) {
            throw new InputException("--dram-trace: machine " + machine.spec().name()
                    + " counts its DRAM traffic but keeps no requests; traces are of machines of kind escalate");
        }
        if (spec.dram().ideal()) {
            throw new InputException("--dram-trace: with dram.ideal=true no transfer has a time");
        }
        if (job.images().size() > 1) {
            throw new InputException("--dram-trace is of one image: give --image I");
        }
        Path path = WorkOptions.path("--dram-trace", file);
        Staged.check("--dram-trace", path);
        return new Watching(
                spec.build(), spec.dram(), path, TraceFormat.valueOf(format.toUpperCase(java.util.Locale.ROOT)), bytes);
    }
}
