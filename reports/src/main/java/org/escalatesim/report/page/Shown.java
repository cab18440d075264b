package org.escalatesim.report.page;

import java.math.BigDecimal;
import java.math.MathContext;
import org.escalatesim.report.Numbers;

/** How a page shows numbers; {@code fmt} of page.js does the same. */
final class Shown {
    private static final int DIGITS = 4;
    private static final int MOST_DECIMALS = 10;
    private static final MathContext KEPT = new MathContext(12);
    /** Whole numbers up to here are exact in the browser. */
    private static final double EXACT = 9e15;

    private Shown() {}

    /** For people: whole numbers in full, others to four digits; {@code 1,234,567} or {@code 0.2123}. */
    static String text(double value) {
        if (value == Math.rint(value) && Math.abs(value) < EXACT) {
            return Numbers.count((long) value);
        }
        return Numbers.fixed(value, decimals(value));
    }

    private static int decimals(double value) {
        int magnitude = (int) Math.floor(Math.log10(Math.abs(value)));
        return Math.min(MOST_DECIMALS, Math.max(0, DIGITS - 1 - magnitude));
    }

    /** For the data inside a page: whole numbers in full, others to twelve digits. */
    static Number kept(double value) {
        if (value == Math.rint(value) && Math.abs(value) < EXACT) {
            return (long) value;
        }
        return new BigDecimal(value).round(KEPT).doubleValue();
    }

    /** Bytes for people: {@code 1 MiB}, {@code 9 KiB}, {@code 576 bytes}. */
    static String bytes(long bytes) {
        if (bytes >= 1 << 20) {
            return text(bytes / 1048576.0) + " MiB";
        }
        return bytes >= 1024 ? text(bytes / 1024.0) + " KiB" : text(bytes) + " bytes";
    }
}
