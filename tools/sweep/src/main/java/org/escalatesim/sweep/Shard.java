package org.escalatesim.sweep;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.escalatesim.config.InputException;

/**
 * A part of a sweep: points i, i + n, i + 2 n, ... in the sweep's order, counted from 1.
 *
 * @param i which part, 1 to n
 * @param n the number of parts
 */
public record Shard(int i, int n) {
    /** The whole sweep. */
    public static final Shard WHOLE = new Shard(1, 1);

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    /** A part written as {@code i/n}; throws {@link InputException}. */
    public static Shard of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            int i = Integer.parseInt(matcher.group(1));
            int n = Integer.parseInt(matcher.group(2));
            if (i >= 1 && i <= n) {
                return new Shard(i, n);
            }
        }
        throw new InputException("--shard must be i/n with i from 1 to n, for example 1/4, not " + text);
    }

    /** Whether a point, by its number counted from 1, is in this part. */
    boolean has(int number) {
        return (number - 1) % n == i - 1;
    }

    /** How many points of so many are in this part. */
    public int size(int points) {
        return points < i ? 0 : (points - i) / n + 1;
    }

    /** The number, counted from 1, of the point at a place in this part, counted from 0. */
    public int number(int index) {
        return i + index * n;
    }

    /** Those of all points of a sweep that are in this part. */
    public List<PlannedPoint> of(List<PlannedPoint> points) {
        return points.stream().filter(point -> has(point.point().number())).toList();
    }

    @Override
    public String toString() {
        return i + "/" + n;
    }
}
