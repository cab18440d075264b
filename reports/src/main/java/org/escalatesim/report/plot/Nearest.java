package org.escalatesim.report.plot;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names for messages, when there are too many for a line. */
final class Nearest {
    /** As many names as a message holds. */
    private static final int MOST = 8;

    private Nearest() {}

    /** All names in their order if they are few, else the eight that share most pairs of letters with one, and how many more. */
    static String of(String given, Collection<String> names) {
        if (names.size() <= MOST) {
            return String.join(", ", names);
        }
        List<String> nearest = names.stream()
                .sorted(Comparator.comparingDouble((String name) -> -alike(given, name)))
                .limit(MOST)
                .toList();
        return String.join(", ", nearest) + " and " + (names.size() - MOST) + " more";
    }

    /** Dice's coefficient of the sets of neighbouring letters, from 0 to 1. */
    private static double alike(String a, String b) {
        Set<String> first = pairs(a);
        Set<String> second = pairs(b);
        int sum = first.size() + second.size();
        first.retainAll(second);
        return sum == 0 ? 0 : 2.0 * first.size() / sum;
    }

    private static Set<String> pairs(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Set<String> pairs = new HashSet<>();
        for (int i = 0; i + 2 <= lower.length(); i++) {
            pairs.add(lower.substring(i, i + 2));
        }
        return pairs;
    }
}
