package org.escalatesim.workloads.folder;

import java.util.Collection;

/** The nearest name for a misspelling. */
final class Nearest {
    private Nearest() {}

    /** {@code "; did you mean X?"}, or an empty string if no name is within a few edits. */
    static String hint(String given, Collection<String> names) {
        String best = null;
        int fewest = Math.max(2, given.length() / 4) + 1;
        for (String name : names) {
            int edits = edits(given, name);
            if (edits < fewest) {
                fewest = edits;
                best = name;
            }
        }
        return best == null ? "" : "; did you mean " + best + "?";
    }

    /** Levenshtein's distance. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
