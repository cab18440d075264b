package org.escalatesim.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.report.Target;
import org.escalatesim.report.plot.Figure;
import org.escalatesim.report.plot.FigureFile;
import org.escalatesim.report.plot.Fonts;
import org.escalatesim.report.plot.Plots;
import org.escalatesim.report.plot.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plot}: figures for papers. */
@Command(
        name = "plot",
        description = {
            "Draws a figure for a two-column paper from the results of run, compare, sweep or merge.",
            "speedup, efficiency: compare.json of networks and seeds. energy: compare.json or run.json."
                    + " cycles, utilisation, roofline: one run.json. sensitivity: the merged CSV of a sweep."
                    + " pareto, accuracy: any of these, or another CSV file. density: one run.json, or --net or --trace."
        },
        footer = {
            "",
            "Example: escalate-sim plot speedup out/resnet50-*/compare.json --out speedup.pdf",
            "docs/figures.md shows what each kind says."
        })
final class PlotCommand implements Callable<Integer> {
    /** Widest and highest figure, in inches: a bitmap of 300 dots per inch must fit into memory. */
    private static final double MOST_INCHES = 20;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            description = "One of ${COMPLETION-CANDIDATES}.",
            completionCandidates = Kinds.class)
    private String kind;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "INPUT",
            description = "Result files, or folders that hold them.")
    private List<Path> inputs = List.of();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The figure: FILE.png, FILE.svg or FILE.pdf.")
    private Path out;

    @Option(
            names = "--width",
            paramLabel = "INCHES",
            defaultValue = "3.5",
            description = "Width (default: ${DEFAULT-VALUE}, one column; two are 7).")
    private double width;

    @Option(names = "--height", paramLabel = "INCHES", description = "Height (default: what suits the figure).")
    private Double height;

    @Option(names = "--title", paramLabel = "TEXT", description = "Title in place of the figure's own.")
    private String title;

    @Option(
            names = "--scale",
            paramLabel = "WORD",
            description =
                    "energy, cycles: absolute or relative. Energy is in joules (default) or over the reference machine's, cycles are shares of a layer's (relative, default) or cycles.")
    private String scale;

    @Option(
            names = "--units",
            split = ",",
            paramLabel = "UNIT",
            description = "cycles, utilisation: these kinds of unit (default: all).")
    private List<String> units = List.of();

    @Option(
            names = "--error",
            paramLabel = "WORD",
            defaultValue = "sd",
            description =
                    "speedup, efficiency, utilisation, sensitivity, accuracy: error bars over images or seeds: sd, the standard deviation (default), or ci95, the 95 %% confidence interval of the mean.")
    private String error;

    @Option(
            names = "--dpi",
            paramLabel = "N",
            defaultValue = "300",
            description = "Dots per inch of FILE.png (default: ${DEFAULT-VALUE}).")
    private int dpi;

    @Option(names = "--layers", description = "energy: a bar per layer of one run.")
    private boolean layers;

    @Option(
            names = "--x",
            paramLabel = "COLUMN",
            description =
                    "sensitivity, pareto, accuracy: the column along x (default: cycles of pareto, speedup of accuracy).")
    private String x;

    @Option(
            names = "--y",
            paramLabel = "COLUMN",
            description =
                    "sensitivity, pareto, accuracy: the column to show (default: energy_pj of pareto, accuracy of accuracy).")
    private String y;

    @Option(
            names = "--z",
            paramLabel = "COLUMN",
            description =
                    "pareto: a third aim, or none (default: the area, if all points have one and it is not x or y).")
    private String z;

    @Option(names = "--label", paramLabel = "COLUMN", description = "pareto, accuracy: the column that names points.")
    private String label;

    @Option(
            names = "--over",
            paramLabel = "NAME",
            description = "accuracy: the point whose cycles make the speedup of the others.")
    private String over;

    @Option(
            names = "--series",
            paramLabel = "COLUMN",
            description = "sensitivity, accuracy: a line, with --heat a row, or markers for each value of this column.")
    private String series;

    @Option(names = "--heat", description = "sensitivity: a heat map in place of lines.")
    private boolean heat;

    @Option(names = "--from-zero", description = "sensitivity: the scale of lines begins at 0.")
    private boolean fromZero;

    @Option(
            names = "--where",
            paramLabel = "COLUMN=VALUE",
            description = "sensitivity, pareto, accuracy: only points that have this value; may be given again.")
    private List<String> where = List.of();

    @Mixin
    private TraceDensities traces;

    @Mixin
    private CommonOptions common;

    /** The kinds, for the help text. */
    static final class Kinds implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return Plots.kinds().iterator();
        }
    }

    @Override
    public Integer call() {
        System.setProperty("java.awt.headless", "true");
        if (!FigureFile.EXTENSIONS.contains(FigureFile.extension(out))) {
            throw new InputException("--out " + out + ": must end with ." + String.join(", .", FigureFile.EXTENSIONS));
        }
        Target.file("--out", out);
        inches("--width", width);
        if (height != null) {
            inches("--height", height);
        }
        if (dpi < 50 || dpi > 1200) {
            throw new InputException("--dpi must be 50 to 1200, not " + dpi);
        }
        Plots.check(kind, Names::didYouMean);
        PlotOptions.check(kind, FigureFile.extension(out), spec.commandLine().getParseResult());
        Fonts.checkTitle(title);
        Figure figure = figure();
        String command =
                RecordedCommand.of(spec.root().commandLine().getParseResult().originalArgs());
        new FigureFile(figure, width, height == null ? 0 : height, dpi, "escalate-sim " + Version.text(), command)
                .write(out);
        common.print(spec.commandLine().getOut(), List.of("figure        " + out));
        return 0;
    }

    private Figure figure() {
        if (traces.given()) {
            if (!inputs.isEmpty()) {
                throw new InputException("give results or --net or --trace, not both");
            }
            return traces.figure(title);
        }
        if (inputs.isEmpty()) {
            throw new InputException("nothing to plot: give result files or folders");
        }
        return Plots.figure(kind, request());
    }

    private Request request() {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String condition : where) {
            int at = condition.indexOf('=');
            if (at < 1) {
                throw new InputException("--where must be COLUMN=VALUE, not '" + condition + "'");
            }
            kept.put(condition.substring(0, at), condition.substring(at + 1));
        }
        return new Request(
                inputs,
                scale == null ? null : (Boolean) word("--scale", scale, "absolute", "relative"),
                units,
                new Request.Columns(x, y, z, series, label, over),
                heat,
                layers,
                fromZero,
                kept,
                word("--error", error, "sd", "ci95"),
                title,
                Names::didYouMean);
    }

    /** Whether an option has the second of its two words. */
    private static boolean word(String option, String given, String first, String second) {
        if (!given.equals(first) && !given.equals(second)) {
            throw new InputException(option + " must be " + first + " or " + second + ", not '" + given + "'");
        }
        return given.equals(second);
    }

    private static void inches(String option, double value) {
        if (!(value > 0 && value <= MOST_INCHES)) {
            throw new InputException(
                    option + " must be above 0 and at most " + (int) MOST_INCHES + " inches, not " + value);
        }
    }
}
