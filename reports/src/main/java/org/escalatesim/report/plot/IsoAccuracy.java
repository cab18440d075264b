package org.escalatesim.report.plot;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import org.escalatesim.report.AccuracyMatch;
import tools.jackson.databind.JsonNode;

/** Which results of a comparison are not at the accuracy of the machine compared with, and what figures say of it. */
final class IsoAccuracy {
    /** Column of {@code compare.csv}; the same in tables that are made of {@code compare.json}. */
    static final String COLUMN = "iso_accuracy";

    /** What to say where results of several machines share a figure and no comparison told their accuracies. */
    static final String UNKNOWN = "These are runs: whether the machines' accuracies are equal is not known.";

    private IsoAccuracy() {}

    /** Whether a machine of a {@code compare.json} gets an asterisk; the reference has none. */
    static boolean marked(PlotInput input, JsonNode machine) {
        return !input.text(machine, "ratios/iso_accuracy").equals("iso-accuracy");
    }

    /** Whether a row of a table gets an asterisk; rows that are of no comparison have none. */
    static boolean marked(Map<String, String> row) {
        return row.getOrDefault(COLUMN, "").equals(AccuracyMatch.NOT_ISO);
    }

    /** The note below a figure with asterisks; {@code over} are the machines compared with. */
    static String note(Collection<String> over) {
        return "* not iso-accuracy: accuracy differs from that of " + String.join(", ", new LinkedHashSet<>(over))
                + ", or is not known.";
    }
}
