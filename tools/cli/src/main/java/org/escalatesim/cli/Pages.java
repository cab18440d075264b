package org.escalatesim.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.AreaTables;
import org.escalatesim.config.LoadedEnergy;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.page.MachineFacts;
import org.escalatesim.report.page.Reproduction;
import org.escalatesim.report.page.SweepPage;
import org.escalatesim.report.page.SweepResults;
import org.escalatesim.sweep.Merge;
import org.escalatesim.sweep.ResultStore;
import org.escalatesim.sweep.Sweep;
import picocli.CommandLine.Model.CommandSpec;

/** Hands over to pages what only the command line knows. */
final class Pages {
    private Pages() {}

    /** Where each field of a machine comes from, by its path. */
    static Map<String, String> sources(LoadedMachine machine) {
        Map<String, String> sources = new LinkedHashMap<>();
        machine.sources().forEach((path, source) -> sources.put(path, source.toString()));
        return sources;
    }

    /** The command that runs. */
    static Reproduction command(CommandSpec spec) {
        return Reproduction.of(CommandText.of(spec));
    }

    /** The page of a sweep: of all results that its folder has by now. */
    static String sweep(Sweep sweep, ResultStore store, CommandSpec spec) {
        Merge.Rows table = new Merge(store, Version.text(), false, false).read();
        List<MachineFacts> machines = new ArrayList<>();
        for (LoadedMachine machine : sweep.baseMachines()) {
            machines.add(new MachineFacts(
                    Simulation.machine(machine), sources(machine), AreaTables.estimate(machine.spec())));
        }
        Merge.Outcome outcome = table.outcome();
        String text;
        try {
            text = Files.readString(sweep.file(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ResultException(sweep.file() + ": cannot be read (" + ResultException.why(e) + ")");
        }
        return SweepPage.write(
                new SweepResults(
                        sweep.name(),
                        Version.text(),
                        sweep.fields(),
                        table.columns(),
                        table.rows(),
                        outcome.points(),
                        outcome.failed(),
                        outcome.points() - outcome.merged(),
                        machines,
                        sweep.energyTables().stream()
                                .map(LoadedEnergy::resolved)
                                .toList()),
                new Reproduction(
                        CommandText.of(spec), sweep.file().getFileName().toString(), text));
    }
}
