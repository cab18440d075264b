package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.escalatesim.area.AreaModel;
import org.escalatesim.config.AreaTables;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Machines;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.report.AreaTable;
import org.escalatesim.report.Numbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code area}: what a machine is estimated to take on silicon, unit by unit. */
@Command(
        name = "area",
        description = "Estimates a machine's silicon area, component by component, with its range.",
        footer = {"", "Example: escalate-sim area --config tile8.yaml --set ring.slots=32"})
final class AreaCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "NAME|FILE",
            defaultValue = "tile8",
            description = "The machine: a YAML file or a bundled name (default: ${DEFAULT-VALUE}).")
    private String config;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Change one field of the machine (ring.slots=16). Repeatable.")
    private List<String> sets = new ArrayList<>();

    @Option(
            names = "--area-table",
            paramLabel = "NAME|FILE",
            defaultValue = AreaTables.DEFAULT,
            description = "The table of unit areas: a YAML file or a bundled name (default: ${DEFAULT-VALUE}).")
    private String table;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        for (String set : sets) {
            if (set.equals("workload")
                    || set.startsWith("workload=")
                    || set.startsWith(MachineOptions.WORKLOAD_PREFIX)) {
                throw new InputException("--set " + set + ": a machine's area does not depend on the workload");
            }
        }
        MachineSpec machine = Machines.open(config, sets).spec();
        String about = Numbers.count(machine.multipliers()) + " multipliers, " + Numbers.count(machine.totalSram())
                + " bytes of SRAM";
        common.print(
                spec.commandLine().getOut(),
                AreaTable.lines(machine.name(), about, AreaModel.estimate(machine, AreaTables.load(table))));
        return 0;
    }
}
