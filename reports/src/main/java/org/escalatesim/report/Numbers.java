package org.escalatesim.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as text, alike on every machine. */
public final class Numbers {
    private static final MathContext TWELVE_DIGITS = new MathContext(12);

    private Numbers() {}

    /** For files: up to twelve significant digits, a point, never an exponent. */
    public static String plain(double value) {
        if (value == 0) {
            return "0";
        }
        return new BigDecimal(value).round(TWELVE_DIGITS).stripTrailingZeros().toPlainString();
    }

    /** For files that hold numbers and not text: rounded to twelve significant digits. */
    public static double rounded(double value) {
        return Double.parseDouble(plain(value));
    }

    /** For people: {@code 1,234,567}. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** For people: a fixed number of decimals, {@code 1,234.5}. */
    public static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** For people: about three digits of what is at least .01. */
    public static String short3(double value) {
        return fixed(value, value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 || value == 0 ? 2 : value >= 0.1 ? 3 : 5);
    }

    /** For columns of a table: like {@link #short3}, but never more than two decimals. */
    public static String column(double value) {
        return fixed(value, value >= 100 ? 0 : value >= 10 ? 1 : 2);
    }

    /** Shares as whole per cent that sum to 100 (largest remainder), or all 0 when there is nothing to share. */
    public static int[] percentages(long... parts) {
        long total = 0;
        for (long part : parts) {
            total += part;
        }
        int[] percent = new int[parts.length];
        if (total == 0) {
            return percent;
        }
        double[] rest = new double[parts.length];
        int sum = 0;
        for (int i = 0; i < parts.length; i++) {
            double exact = 100.0 * parts[i] / total;
            percent[i] = (int) exact;
            rest[i] = exact - percent[i];
            sum += percent[i];
        }
        for (; sum < 100; sum++) {
            int most = 0;
            for (int i = 1; i < parts.length; i++) {
                if (rest[i] > rest[most]) {
                    most = i;
                }
            }
            percent[most]++;
            rest[most] = -1;
        }
        return percent;
    }
}
