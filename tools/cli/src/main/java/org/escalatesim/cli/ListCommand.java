package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.escalatesim.config.AreaTables;
import org.escalatesim.config.EnergyTables;
import org.escalatesim.config.Machines;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.workloads.network.Networks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code list}: what is bundled. */
@Command(name = "list", description = "Lists the bundled machines, networks and energy tables.")
final class ListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        List<String> lines = new ArrayList<>();
        section(lines, "machines (--config), with the forms of weights that they run, default first", machines());
        // Not a form of the machine's own: branches are in the folder, and each is run as a layer in the machine's
        // form.
        lines.add("  all of them also run a trace folder's layers with branches, in the form grouped");
        lines.add("");
        section(
                lines,
                "networks (--net), each in all of these forms but grouped (--set workload.form=FORM)",
                Networks.bundled());
        lines.add("");
        section(lines, "energy tables (--energy)", EnergyTables.bundled());
        lines.add("");
        section(lines, "area tables (area --area-table)", AreaTables.bundled());
        common.print(spec.commandLine().getOut(), lines);
        return 0;
    }

    private static Map<String, String> machines() {
        Map<String, String> lines = new LinkedHashMap<>();
        Machines.bundled().forEach((name, about) -> lines.put(name, about + " [" + forms(name) + "]"));
        return lines;
    }

    private static String forms(String machine) {
        return Machines.load(machine, List.of()).weightForms().stream()
                .map(WeightForm::word)
                .collect(Collectors.joining(", "));
    }

    private static void section(List<String> lines, String title, Map<String, String> entries) {
        lines.add(title);
        int width = entries.keySet().stream().mapToInt(String::length).max().orElse(0);
        entries.forEach((name, about) -> lines.add("  " + name + " ".repeat(width - name.length() + 2) + about));
    }
}
