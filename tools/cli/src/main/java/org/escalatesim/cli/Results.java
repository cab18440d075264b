package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.report.ImagesCsv;
import org.escalatesim.report.LayersCsv;
import org.escalatesim.report.PricedRun;
import org.escalatesim.report.ResultFolder;
import org.escalatesim.report.RunJson;
import org.escalatesim.report.RunTable;

/** Writes the files of a run and says so. */
final class Results {
    /** The file with one row per layer. */
    static final String LAYERS = "layers.csv";
    /** The file with one row per image, of runs of several. */
    static final String IMAGES = "images.csv";
    /** The file with everything. */
    static final String RUN = "run.json";

    private Results() {}

    /** Writes the files and returns the lines to print. */
    static List<String> write(PricedRun run, ResultFolder folder) {
        add(run, folder);
        List<String> lines = new ArrayList<>(RunTable.lines(run));
        lines.add(written(folder));
        return lines;
    }

    /** Adds the files to a folder. */
    static void add(PricedRun run, ResultFolder folder) {
        folder.add(LAYERS, LayersCsv.write(run));
        folder.add(RUN, RunJson.write(run));
        if (run.run().manyImages()) {
            folder.add(IMAGES, ImagesCsv.write(run));
        }
    }

    /** Writes what was added to a folder and names the files. */
    static String written(ResultFolder folder) {
        List<String> names = folder.write();
        return "results       " + String.join(", ", names) + " in " + folder.path();
    }
}
