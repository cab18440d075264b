package org.escalatesim.cli;

import java.util.Arrays;
import java.util.List;
import org.escalatesim.config.InputException;
import org.escalatesim.report.plot.Densities;
import org.escalatesim.report.plot.Figure;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The network or trace whose densities {@code plot density} draws. */
final class TraceDensities {
    @Mixin
    private WorkOptions work;

    @Option(
            names = "--form",
            paramLabel = "FORM",
            description = "With --net or --trace: the weights' form, decomposed (default), unstructured or dense.")
    private String form;

    /** Whether there is a network or trace. */
    boolean given() {
        return work.net != null || work.trace != null || form != null;
    }

    /** The histogram over all layers and images; {@code title} may be null. */
    Figure figure(String title) {
        WeightForm its = form();
        Job job = work.job(List.of(), List.of(its));
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

    private WeightForm form() {
        if (form == null) {
            return WeightForm.DECOMPOSED;
        }
        return Arrays.stream(WeightForm.values())
                .filter(its -> its.word().equals(form))
                .findFirst()
                .orElseThrow(() -> new InputException("--form must be one of "
                        + String.join(
                                ", ",
                                Arrays.stream(WeightForm.values())
                                        .map(WeightForm::word)
                                        .toList())
                        + ", not '" + form + "'"));
    }
}
