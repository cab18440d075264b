package org.escalatesim.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From where an empty lane may take a value, in the order in which it looks (patterns after Bit-Tactical, ASPLOS 2019).
 * Candidate j is the value in the beat {@code beat(j)} beats later (1 to h), in lane {@code lane + side(j)}; lanes wrap.
 * A beat is what all lanes take at once: packed activations in ESCALATE's concentrator, a row of a filter's weights in a
 * static schedule.
 *
 * <ul>
 *   <li>{@code L<h,d>}: same lane of beats +1 .. +h (look-ahead), then beat +1, lanes -1 .. -d (look-aside).
 *   <li>{@code T<h,d>}: same lane of beats +1 .. +h, then side steps j = 0 .. d-1: beat 1 + (floor(j/2) mod h), lane
 *       +(1 + floor(j/2)) for even j and -(1 + floor(j/2)) for odd j. {@code T<2,5>} is (+1,0) (+2,0) (+1,+1) (+1,-1)
 *       (+2,+2) (+2,-2) (+1,+3).
 * </ul>
 */
public final class PromotionPattern {
    private static final Pattern FORM = Pattern.compile("([LT])<(\\d{1,3}),(\\d{1,3})>");
    private final String name;
    private final int lookAhead;
    private final int[] beats;
    private final int[] sides;

    private PromotionPattern(String name, int lookAhead, int[] beats, int[] sides) {
        this.name = name;
        this.lookAhead = lookAhead;
        this.beats = beats;
        this.sides = sides;
    }

    /**
     * Reads a pattern's name.
     *
     * @param text {@code L<h,d>} or {@code T<h,d>}, h 0 to 15, d 0 to 64; h = 0 requires d = 0
     * @param sameLane whether the same-lane candidates are used; without them (an ablation) the window stays 1 + h
     * @throws IllegalArgumentException saying what a pattern looks like
     */
    public static PromotionPattern parse(String text, boolean sameLane) {
        Matcher matcher = FORM.matcher(text.replace(" ", ""));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be a pattern L<h,d> or T<h,d>, for example T<2,5>, not '" + text + "'");
        }
        int h = Integer.parseInt(matcher.group(2));
        int d = Integer.parseInt(matcher.group(3));
        if (h > 15 || d > 64) {
            throw new IllegalArgumentException("look-ahead h must be 0 to 15 and look-aside d 0 to 64, not " + text);
        }
        if (h == 0 && d != 0) {
            throw new IllegalArgumentException("look-ahead h = 0 requires look-aside d = 0, not " + text);
        }
        List<int[]> candidates = new ArrayList<>();
        if (sameLane) {
            for (int beat = 1; beat <= h; beat++) {
                candidates.add(new int[] {beat, 0});
            }
        }
        for (int j = 0; j < d; j++) {
            if (matcher.group(1).equals("L")) {
                candidates.add(new int[] {1, -1 - j});
            } else {
                int step = 1 + j / 2;
                candidates.add(new int[] {1 + (j / 2) % h, j % 2 == 0 ? step : -step});
            }
        }
        int[] beats = new int[candidates.size()];
        int[] sides = new int[candidates.size()];
        for (int j = 0; j < beats.length; j++) {
            beats[j] = candidates.get(j)[0];
            sides[j] = candidates.get(j)[1];
        }
        return new PromotionPattern(matcher.group(1) + "<" + h + "," + d + ">", h, beats, sides);
    }

    /** The name as in configurations, for example {@code T<2,5>}. */
    public String name() {
        return name;
    }

    /** Look-ahead h: the window is 1 + h beats. */
    public int lookAhead() {
        return lookAhead;
    }

    /** Number of candidates of a lane. */
    public int candidates() {
        return beats.length;
    }

    /** Beats ahead of candidate j, 1 to h. */
    public int beat(int j) {
        return beats[j];
    }

    /** Lanes aside of candidate j, 0 for look-ahead. */
    public int side(int j) {
        return sides[j];
    }
}
