package org.escalatesim.report.plot;

/** A unit with a prefix that suits the largest value; {@code value / factor} is in that unit. */
record Prefix(String word, double factor) {
    /** pJ, nJ, uJ, mJ or J. */
    static Prefix ofPicojoules(double most) {
        String[] words = {"pJ", "nJ", "µJ", "mJ", "J"};
        int i = step(most, words.length);
        return new Prefix(words[i], Math.pow(1000, i));
    }

    /** Counts: as they are, in thousands, millions or billions. */
    static Prefix ofCount(String what, double most) {
        String[] words = {what, "thousand " + what, "million " + what, "billion " + what};
        int i = step(most, words.length);
        return new Prefix(words[i], Math.pow(1000, i));
    }

    private static int step(double most, int steps) {
        int i = 0;
        for (double rest = most; rest >= 1000 && i < steps - 1; rest /= 1000) {
            i++;
        }
        return i;
    }
}
