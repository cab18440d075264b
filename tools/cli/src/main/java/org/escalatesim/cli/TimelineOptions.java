package org.escalatesim.cli;

import java.util.stream.IntStream;
import org.escalatesim.config.InputException;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.config.Names;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MapSteps;
import org.escalatesim.machine.Observable;
import org.escalatesim.report.LayerRecord;
import org.escalatesim.report.RunRecord;
import org.escalatesim.report.timeline.TimelineFile;
import org.escalatesim.report.timeline.Title;
import org.escalatesim.report.timeline.Window;
import org.escalatesim.trace.Grouped;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Workload;
import picocli.CommandLine.Option;

/** A timeline of one layer of a run. */
final class TimelineOptions {
    @Option(
            names = "--timeline",
            paramLabel = "FILE",
            description =
                    "Also write what every unit did in each cycle of one layer: .json (Chrome trace, for Perfetto)"
                            + " or .vcd (waveforms).")
    private String file;

    @Option(names = "--timeline-layer", paramLabel = "NAME", description = "The layer that --timeline shows.")
    private String layer;

    @Option(
            names = "--timeline-cycles",
            paramLabel = "A:B",
            description = "Show the layer's cycles from A on, before B (default: all).")
    private String cycles;

    @Option(
            names = "--timeline-limit",
            paramLabel = "N",
            description = "Most changes that a timeline may have (default: 1000000); more end the run.")
    private Long limit;

    /** A timeline that was written and waits to be moved to its place; null without the option. */
    static final class Written implements AutoCloseable {
        private final TimelineFile timeline;
        private final String path;
        private final int image;
        private final LayerRun observed;

        private Written(TimelineFile timeline, String path, int image, LayerRun observed) {
            this.timeline = timeline;
            this.path = path;
            this.image = image;
            this.observed = observed;
        }

        /** Moves the file to its place, if the run that it belongs to took as many cycles; returns the line to print. */
        String commit(RunRecord run) {
            for (LayerRecord record : run.layers()) {
                if (record.image() == image
                        && record.layer().equals(observed.layer())
                        && record.cycles() != observed.cycles()) {
                    throw new IllegalStateException("internal error: layer " + record.layer() + " takes "
                            + record.cycles() + " cycles, observed " + observed.cycles());
                }
            }
            timeline.commit();
            return "timeline      layer " + observed.layer() + " in " + path;
        }

        @Override
        public void close() {
            timeline.close();
        }
    }

    /** Runs the layer, observed, and writes its timeline under a temporary name; null without {@code --timeline}. */
    Written write(LoadedMachine machine, Job job) {
        if (file == null) {
            if (layer != null || cycles != null || limit != null) {
                throw new InputException(
                        (layer != null ? "--timeline-layer" : cycles != null ? "--timeline-cycles" : "--timeline-limit")
                                + " needs --timeline FILE");
            }
            return null;
        }
        if (!(machine.spec().build() instanceof Observable observable)) {
            throw new InputException("--timeline: machine " + machine.spec().name()
                    + " does not run cycle by cycle; timelines are of machines of kind escalate");
        }
        if (limit != null && limit < 1) {
            throw new InputException("--timeline-limit must be at least 1, not " + limit);
        }
        if (job.images().size() > 1) {
            throw new InputException("--timeline shows a layer of one image: give --image I");
        }
        TimelineFile.check(WorkOptions.path("--timeline", file));
        Window window = window();
        int image = job.rounds().get(0);
        Workload workload = job.workloads().apply(image);
        int index = index(workload);
        Title title = new Title(
                Version.text(),
                machine.spec().name(),
                workload.name(),
                workload.layerName(index),
                machine.spec().clockMhz());
        TimelineFile timeline = new TimelineFile(
                WorkOptions.path("--timeline", file),
                title,
                window,
                limit == null ? TimelineFile.DEFAULT_LIMIT : limit);
        try {
            LayerTrace trace = workload.load(index, false);
            if (trace.weights() instanceof Grouped) {
                throw new InputException("--timeline: layer " + trace.name()
                        + " has branches, which a timeline does not show; give another --timeline-layer, or"
                        + " another form of weights, for example --set workload.form=decomposed");
            }
            LayerRun observed = observable.observe(trace, timeline.observer());
            return new Written(timeline, file, image, MapSteps.add(observed, trace, machine.spec()));
        } catch (RuntimeException | Error e) {
            timeline.close();
            throw e;
        }
    }

    private int index(Workload workload) {
        var names = IntStream.range(0, workload.size())
                .mapToObj(workload::layerName)
                .toList();
        if (layer == null && names.size() == 1) {
            return 0;
        }
        if (layer == null) {
            throw new InputException(
                    "--timeline needs --timeline-layer NAME; layers of " + workload.name() + ": " + shown(names));
        }
        int index = names.indexOf(layer);
        if (index < 0) {
            throw new InputException("--timeline-layer " + layer + ": " + workload.name() + " has no such layer"
                    + Names.didYouMean(layer, names) + " (layers: " + shown(names) + ")");
        }
        return index;
    }

    private static String shown(java.util.List<String> names) {
        int most = 12;
        return String.join(", ", names.subList(0, Math.min(most, names.size())))
                + (names.size() > most ? " and " + (names.size() - most) + " more" : "");
    }

    private Window window() {
        if (cycles == null) {
            return Window.ALL;
        }
        String[] ends = cycles.split(":", -1);
        try {
            if (ends.length == 2) {
                long from = Long.parseLong(ends[0]);
                long to = Long.parseLong(ends[1]);
                if (from >= 0 && to > from) {
                    return new Window(from, to);
                }
            }
        } catch (NumberFormatException e) {
            throw badWindow();
        }
        throw badWindow();
    }

    private InputException badWindow() {
        return new InputException(
                "--timeline-cycles must be A:B with 0 <= A < B, for example 0:500, not '" + cycles + "'");
    }
}
