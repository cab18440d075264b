package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.config.InputException;
import org.escalatesim.report.plot.Densities;
import org.escalatesim.report.plot.Figure;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The network or trace whose densities {@code plot density} draws. */
final class TraceDensities {
    /** What {@code workload.form} may be; the first is the default. */
    private static final List<WeightForm> FORMS =
            List.of(WeightForm.DECOMPOSED, WeightForm.UNSTRUCTURED, WeightForm.DENSE);

    @ArgGroup(validate = false, heading = "density, in place of a result:%n")
    private WorkOptions work = new WorkOptions();

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "density, with --net or --trace: change one field of the workload (workload.form=dense)."
                    + " Repeatable.")
    private List<String> sets = new ArrayList<>();

    /** Whether there is a network or trace, or an option of one. */
    boolean given() {
        return work.net != null
                || work.weights != null
                || !work.traces.isEmpty()
                || work.image != null
                || work.seed != null
                || !sets.isEmpty();
    }

    /** The histogram over all layers and images; {@code title} may be null. */
    Figure figure(String title) {
        for (String set : sets) {
            MachineOptions.checkSection(set);
            if (!set.startsWith(MachineOptions.WORKLOAD_PREFIX)) {
                throw new InputException("--set " + set + ": densities have no machine; set workload.PATH=VALUE");
            }
        }
        Job job = work.job(MachineOptions.split(sets), FORMS);
        Densities densities = new Densities();
        for (int image : job.rounds()) {
            Workload workload = job.workloads().apply(image);
            for (int layer = 0; layer < workload.size(); layer++) {
                densities.add(workload.load(layer, false));
            }
        }
        String seed = job.seed() == null ? "" : ", seed " + job.seed();
        return densities.figure(title == null ? "Densities: " + job.label() + seed : title);
    }
}
