package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.config.InputException;
import org.escalatesim.config.LoadedEnergy;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.config.Machines;
import org.escalatesim.energy.MissingEnergyException;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.SpecException;
import org.escalatesim.report.ComparedMachine;
import org.escalatesim.report.MachineComparison;
import org.escalatesim.report.MachineComparison.EqualSram;
import org.escalatesim.report.MachineComparison.Resized;

/** Runs machines as they are and at equal total SRAM, and prices all by one table. */
final class CompareJob {
    private final List<Contender> contenders;
    private final LoadedEnergy energy;
    private final boolean verify;

    CompareJob(List<Contender> contenders, LoadedEnergy energy, boolean verify) {
        this.contenders = contenders;
        this.energy = energy;
        this.verify = verify;
    }

    /**
     * The finished comparison.
     *
     * @param over index of the machine that ratios are over
     * @param sramBytes total SRAM of the second comparison, 0 for none
     * @throws InputException naming machine and layer, for a layer that a machine cannot run
     */
    MachineComparison compare(
            int over, boolean asPublished, List<String> differences, long sramBytes, int threads, boolean quiet) {
        List<Contender> further = new ArrayList<>();
        // Index among the further ones; -1 for a machine that stays as it is.
        int[] index = new int[contenders.size()];
        String[] refusals = new String[contenders.size()];
        for (int i = 0; i < contenders.size() && sramBytes > 0; i++) {
            Contender contender = contenders.get(i);
            index[i] = -1;
            try {
                MachineSpec resized = contender.machine().spec().withTotalSram(sramBytes);
                if (!resized.equals(contender.machine().spec())) {
                    index[i] = further.size();
                    further.add(contender.with(resized(contender.machine(), resized)));
                }
            } catch (SpecException e) {
                refusals[i] = e.getMessage();
            }
        }
        List<ComparisonRun.Result> results = new ComparisonRun(contenders, further, verify).run(threads, quiet);
        List<ComparedMachine> machines = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            machines.add(priced(contenders.get(i), results.get(i)));
        }
        EqualSram equal = null;
        if (sramBytes > 0) {
            List<Resized> rows = new ArrayList<>();
            for (int i = 0; i < contenders.size(); i++) {
                Contender contender = contenders.get(i);
                String label = contender.label();
                if (refusals[i] != null) {
                    rows.add(new Resized(label, null, refusals[i]));
                } else if (index[i] < 0) {
                    rows.add(new Resized(label, machines.get(i), null));
                } else {
                    ComparisonRun.Result result = results.get(contenders.size() + index[i]);
                    rows.add(
                            result.refusal() != null
                                    ? new Resized(label, null, result.refusal())
                                    : new Resized(label, priced(further.get(index[i]), result), null));
                }
            }
            equal = new EqualSram(sramBytes, rows);
        }
        return new MachineComparison(
                Version.text(),
                contenders.get(0).job().name(),
                energy.table().name(),
                energy.resolved(),
                machines,
                over,
                asPublished,
                differences,
                equal);
    }

    private static LoadedMachine resized(LoadedMachine machine, MachineSpec spec) {
        return new LoadedMachine(spec, Machines.describe(spec), machine.sources(), machine.advice());
    }

    private ComparedMachine priced(Contender contender, ComparisonRun.Result result) {
        try {
            return ComparedMachine.of(
                    contender.label(),
                    contender.job().label(),
                    contender.form(),
                    result.accuracy(),
                    contender.machine().spec().arithmetic(),
                    result.run(),
                    energy.table(),
                    energy.resolved());
        } catch (MissingEnergyException e) {
            throw new InputException("machine " + contender.label() + ": " + e.located());
        }
    }
}
