package org.escalatesim.report.plot;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.escalatesim.report.ResultException;

/** Over what the ratios of a table are: a machine of a comparison, or the ideal dense machine of so many multipliers. */
final class Reference {
    /** Column of the multipliers of the ideal dense machine. */
    static final String IDEAL = "ideal_dense_multipliers";

    private static final String UNKNOWN = "not known";

    private Reference() {}

    /** Whether a column is a ratio to something. */
    static boolean needed(String column) {
        return column.startsWith("speedup") || column.startsWith("energy_efficiency") || column.equals("edp_ratio");
    }

    /**
     * The note that says over what a column of these rows is.
     *
     * @throws ResultException if the rows have ratios to different things, unless these are steps of an axis of the figure
     */
    static String note(String column, List<Map<String, String>> rows, Set<String> axes) {
        Set<String> all = new LinkedHashSet<>();
        for (Map<String, String> row : rows) {
            all.add(of(row));
        }
        boolean shown = all.size() == 1 || axes.contains(IDEAL) || axes.contains("over");
        if (!shown) {
            throw new ResultException(column + " over different references does not go into one figure: "
                    + String.join("; ", all) + "; choose with --where");
        }
        String words = Axis.words(column);
        String begin = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        if (all.size() > 1) {
            return begin + " over the " + (axes.contains(IDEAL) ? "ideal dense machine" : "reference")
                    + " that each point names.";
        }
        String over = all.iterator().next();
        return begin + (over.equals(UNKNOWN) ? ": over what, the table does not say." : " over " + over + ".");
    }

    private static String of(Map<String, String> row) {
        String over = row.getOrDefault("over", "");
        if (!over.isEmpty()) {
            return over;
        }
        String multipliers = row.getOrDefault(IDEAL, "");
        if (!multipliers.isEmpty()) {
            return "the ideal dense machine of " + multipliers + " multipliers";
        }
        return row.getOrDefault("ideal_dense_cycles", "").isEmpty() ? UNKNOWN : "the ideal dense machine";
    }
}
