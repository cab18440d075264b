package org.escalatesim.compress.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.escalatesim.compress.data.ImageData;
import org.escalatesim.compress.net.SmallNetworks;
import org.escalatesim.compress.torch.Torch;
import org.escalatesim.report.ResultFolder;

/** A training from options to its table. */
public final class Training {
    /**
     * What came of it.
     *
     * @param lines for the console
     * @param failures a line per strength that failed, which names it, its phase and the reason
     */
    public record Outcome(List<String> lines, List<String> failures) {}

    private Training() {}

    /**
     * Trains what is not finished yet and writes the table of all that is. A strength that fails does not keep the
     * others from it; started again it fails again, as what it fails on is kept.
     *
     * @param say is told of progress, one line each
     * @throws org.escalatesim.config.InputException if data, options or the folder are bad, or a phase fails that all
     *     strengths share; finished phases are kept
     */
    public static Outcome run(TrainOptions options, Consumer<String> say) {
        ImageData all = ImageData.open(options.data());
        options.check(all.train().size(), all.test().size());
        ImageData data = options.images() == null ? all : all.withTrain(options.images());
        SmallNetworks.of(
                options.net(),
                data.train().channels(),
                data.train().height(),
                data.train().width(),
                data.classes());
        Map<String, String> configuration = options.configuration();
        configuration.put("data", all.checksum());
        Torch.start(options.threads());
        ResultFolder results = new ResultFolder(options.out());
        results.check(ResultTable.FILE);
        Session session = Session.open(options.out(), configuration, options.seed(), say);
        List<Row> rows = rows(options, data, session);
        results.add(ResultTable.FILE, ResultTable.csv(options, rows));
        results.write();
        List<String> lines = new ArrayList<>();
        lines.add(options.net() + ", recipe " + options.recipe() + ", " + data.kind() + ": "
                + data.train().size() + " to train on, " + data.test().size() + " to test; seed " + options.seed()
                + ", " + options.threads() + " threads");
        lines.add("");
        lines.addAll(ResultTable.lines(rows));
        lines.add("");
        lines.add("results       " + ResultTable.FILE + ", trace folders in "
                + options.out().resolve("traces"));
        List<String> failures = rows.stream()
                .filter(row -> row.failure() != null)
                .map(row ->
                        "--strength " + Session.text(row.strength()) + ": " + row.phase() + " failed: " + row.failure())
                .toList();
        return new Outcome(lines, failures);
    }

    private static List<Row> rows(TrainOptions options, ImageData data, Session session) {
        try {
            return options.recipe().equals(TrainOptions.DSP)
                    ? new Dsp(options, data, session).run()
                    : new Penni(options, data, session).run();
        } catch (PhaseFailure e) {
            throw e.reason();
        }
    }
}
