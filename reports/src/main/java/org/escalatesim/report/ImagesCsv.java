package org.escalatesim.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * {@code images.csv}, of runs of several images: one row per image, then {@code mean} and {@code ci95}, half the width of
 * the mean's 95 % confidence interval ({@link MeanInterval}).
 */
public final class ImagesCsv {
    private ImagesCsv() {}

    /** The file's text. */
    public static String write(PricedRun priced) {
        RunRecord run = priced.run();
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord("image", "cycles", "milliseconds", "energy_pj");
            for (int image : run.workload().images()) {
                row(
                        csv,
                        run,
                        Integer.toString(image),
                        run.cyclesOfImage(image),
                        priced.totalOfImage(image).total());
            }
            MeanInterval cycles = MeanInterval.cycles(priced);
            MeanInterval energy = MeanInterval.energy(priced);
            row(csv, run, "mean", cycles.mean(), energy.mean());
            row(csv, run, "ci95", cycles.halfWidth(), energy.halfWidth());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void row(CsvWriter csv, RunRecord run, String name, double cycles, double energy) {
        csv.writeRecord(
                name,
                Numbers.plain(cycles),
                Numbers.plain(cycles / run.machine().clockMhz() / 1000),
                Numbers.plain(energy));
    }
}
