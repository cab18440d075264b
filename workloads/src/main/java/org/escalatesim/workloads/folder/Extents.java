package org.escalatesim.workloads.folder;

import java.util.Arrays;
import java.util.List;
import org.escalatesim.machine.SpecException;

/** Values of a manifest that are one integer for all directions or a list of one for each. */
final class Extents {
    private Extents() {}

    /**
     * Reads one.
     *
     * @param value an integer, or a list of {@code count}
     * @param count directions: 2 for [vertical, horizontal], 4 for [top, left, bottom, right]
     * @param least what each must be at least
     * @param where put behind the message
     * @return [count]
     * @throws SpecException naming the key
     */
    static int[] of(String key, Object value, int count, int least, String where) {
        List<?> list = value instanceof List<?> given ? given : List.of(value);
        int[] extents = new int[count];
        boolean good = list.size() == count || (list.size() == 1 && !(value instanceof List<?>));
        for (int i = 0; good && i < count; i++) {
            Object item = list.get(list.size() == 1 ? 0 : i);
            good = item instanceof Number number
                    && number.doubleValue() == number.intValue()
                    && !(number instanceof Double)
                    && number.intValue() >= least;
            extents[i] = good ? ((Number) item).intValue() : 0;
        }
        if (!good) {
            throw new SpecException(
                    key,
                    "must be an integer" + (count == 1 ? "" : ", or a list of " + count + ",") + " of at least " + least
                            + ", not " + value + where);
        }
        return extents;
    }

    /** Checks that a real number is above 0 and finite; returns it. */
    static double positive(String key, double value, String where) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new SpecException(key, "must be above 0, not " + value + where);
        }
        return value;
    }

    static List<Integer> list(int[] extents) {
        return Arrays.stream(extents).boxed().toList();
    }
}
