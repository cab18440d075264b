package org.escalatesim.config;

import java.util.Collection;
import java.util.Locale;
import org.escalatesim.machine.SpecException;

/** Nearest names for misspellings, and the spelling of Java names in YAML files. */
public final class Names {
    /** What {@link #isWord} accepts, for messages. */
    public static final String WORD = "a word of letters, digits, '.', '_' and '-', not beginning with '.'";

    private static final int PREFIX = 2;

    private Names() {}

    private static String completed(String given, Collection<String> candidates) {
        String best = null;
        if (given.chars().filter(Character::isLetterOrDigit).count() >= PREFIX) {
            for (String candidate : candidates) {
                if (candidate.toLowerCase(Locale.ROOT).startsWith(given.toLowerCase(Locale.ROOT))
                        && (best == null || candidate.length() < best.length())) {
                    best = candidate;
                }
            }
        }
        return best;
    }

    /**
     * The candidate with the fewest edits from {@code given}, ignoring case, or null when none is near: at most two
     * edits or a third of the length, whichever is more. The first of equals. The shortest candidate that begins with
     * {@code given}, if it has at least {@value #PREFIX} letters or digits, comes before all these.
     */
    public static String nearest(String given, Collection<String> candidates) {
        String completed = completed(given, candidates);
        if (completed != null) {
            return completed;
        }
        String best = null;
        int fewest = Math.max(2, given.length() / 3) + 1;
        for (String candidate : candidates) {
            int edits = edits(given.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            // A name whose letters all differ is no misspelling, however short.
            if (edits < fewest && edits < Math.max(given.length(), candidate.length())) {
                fewest = edits;
                best = candidate;
            }
        }
        return best;
    }

    /** {@code "; did you mean X?"} for the nearest candidate, or an empty string. */
    public static String didYouMean(String given, Collection<String> candidates) {
        String nearest = nearest(given, candidates);
        return nearest == null ? "" : "; did you mean " + nearest + "?";
    }

    /** Whether a name can stand in file names, tables and messages: letters, digits, {@code . _ -}, no dot in front. */
    public static boolean isWord(String name) {
        return name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*");
    }

    /** Throws {@link SpecException} for the field {@code name} unless it is a word. */
    static void checkWord(String name) {
        if (!isWord(name)) {
            throw new SpecException("name", "must be " + WORD + ", not '" + name + "'");
        }
    }

    /** A Java name as a YAML key: {@code clockMhz} is {@code clock_mhz}. */
    static String key(String javaName) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < javaName.length(); i++) {
            char c = javaName.charAt(i);
            if (Character.isUpperCase(c)) {
                text.append('_').append(Character.toLowerCase(c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** An enum constant as a YAML value: {@code ROUND_ROBIN} is {@code round-robin}. */
    static String constant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Levenshtein's distance, a swap of neighbours counted as one edit (optimal string alignment). */
    private static int edits(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] spare = before;
            before = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
