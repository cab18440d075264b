package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.escalatesim.area.AreaEstimate;
import org.escalatesim.config.AreaTables;
import org.escalatesim.config.EnergyTables;
import org.escalatesim.config.InputException;
import org.escalatesim.config.LoadedEnergy;
import org.escalatesim.report.CompareCsv;
import org.escalatesim.report.CompareJson;
import org.escalatesim.report.CompareTable;
import org.escalatesim.report.ComparedMachine;
import org.escalatesim.report.MachineComparison;
import org.escalatesim.report.ResultFolder;
import org.escalatesim.report.RunJson;
import org.escalatesim.report.page.ComparePage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code compare}: one network on several machines. */
@Command(
        name = "compare",
        description = {
            "Runs a network or a recorded trace on several machines, each on its form of it, and reports cycles, speedup,"
                    + " energy, efficiency, DRAM traffic and every difference between the machines.",
            "Clock, DRAM and data width must be the same on all of them, and one energy table prices all."
        },
        footer = {
            "",
            "Example: escalate-sim compare --net resnet50 --machines tile8,tile8-lookahead4 --set tile8:ring.slots=32",
            "docs/comparing.md says how to read the result."
        })
final class CompareCommand implements Callable<Integer> {
    /** One row per machine. */
    static final String CSV = "compare.csv";
    /** One row per machine and layer. */
    static final String LAYERS = "compare-layers.csv";
    /** Everything. */
    static final String JSON = "compare.json";

    @Spec
    private CommandSpec spec;

    @Mixin
    private CompareOptions options;

    @Mixin
    private WorkOptions workOptions;

    @Mixin
    private PricingOptions pricing;

    @Option(names = "--out", paramLabel = "DIR", description = OutOptions.HELP + "(default: out/WORKLOAD-MACHINES).")
    private String out;

    @Mixin
    private HtmlOptions htmlOptions;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--verify",
            description =
                    "Compute values too, and compare each layer's 32-bit sums and 8-bit outputs with a reference.")
    private boolean verify;

    @Override
    public Integer call() {
        int threads = pricing.threadCount();
        LoadedEnergy energy = EnergyTables.open(pricing.energy);
        if (EnergyTables.byComponent(energy)) {
            throw new InputException("--energy " + pricing.energy + ": an ERT prices the components of one machine;"
                    + " a comparison needs a table that prices all machines alike, by action");
        }
        List<Contender> contenders = options.contenders(workOptions);
        int over = options.reference(contenders);
        List<String> differences = FairRules.differences(contenders);
        if (!options.asPublished && !differences.isEmpty()) {
            throw new InputException(differences.stream()
                    .map(line -> line + "; a comparison needs the same (--as-published compares all the same)")
                    .toList());
        }
        List<String> files = new ArrayList<>(List.of(CSV, LAYERS, JSON));
        contenders.forEach(contender -> files.add(runFile(contender.label())));
        htmlOptions.check();
        ResultFolder folder = OutOptions.folder(
                out, CompareOptions.folder(contenders), htmlOptions.with(files.toArray(String[]::new)));
        MachineComparison comparison = new CompareJob(contenders, energy, verify)
                .compare(over, options.asPublished, differences, options.sramBytes(contenders), threads, common.quiet);
        folder.add(CSV, CompareCsv.machines(comparison));
        folder.add(LAYERS, CompareCsv.layers(comparison));
        folder.add(JSON, CompareJson.write(comparison));
        for (ComparedMachine machine : comparison.machines()) {
            folder.add(runFile(machine.label()), RunJson.write(machine.priced()));
        }
        String page = null;
        if (htmlOptions.wanted()) {
            Map<String, Map<String, String>> sources = new LinkedHashMap<>();
            Map<String, AreaEstimate> areas = new LinkedHashMap<>();
            for (Contender contender : contenders) {
                sources.put(contender.label(), Pages.sources(contender.machine()));
                areas.put(
                        contender.label(),
                        AreaTables.estimate(contender.machine().spec()));
            }
            page = ComparePage.write(comparison, sources, areas, Pages.command(spec));
        }
        List<String> lines = new ArrayList<>(CompareTable.lines(comparison));
        lines.add(htmlOptions.write(folder, page));
        if (verify) {
            lines.add("verified: " + comparison.layers() + " layers on each of " + contenders.size()
                    + " machines, all sums and outputs equal");
        }
        common.print(spec.commandLine().getOut(), lines);
        return 0;
    }

    /** The finished run of one machine, which {@code reprice} reads. */
    static String runFile(String label) {
        return "run-" + label + ".json";
    }
}
