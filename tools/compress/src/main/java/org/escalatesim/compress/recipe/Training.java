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
    private Training() {}

    /**
     * Trains what is not finished yet and writes the table.
     *
     * @param say is told of progress, one line each
     * @return lines for the console
     * @throws org.escalatesim.config.InputException if data, options or the folder are bad; finished phases are kept
     */
    public static List<String> run(TrainOptions options, Consumer<String> say) {
        ImageData all = ImageData.open(options.data());
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
        List<Row> rows = options.recipe().equals(TrainOptions.DSP)
                ? new Dsp(options, data, session).run()
                : new Penni(options, data, session).run();
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
        return lines;
    }
}
