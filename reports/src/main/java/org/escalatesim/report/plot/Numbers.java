package org.escalatesim.report.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/** Numbers as figures print them. */
final class Numbers {
    private static final MathContext DIGITS = new MathContext(6);
    private static final MathContext SHORT = new MathContext(3);

    private Numbers() {}

    /** At most six digits, no exponent, no zeros at the end. */
    static String text(double value) {
        return text(value, DIGITS);
    }

    /** At most three digits. */
    static String brief(double value) {
        // Whole numbers keep their digits: 1024 is not 1020.
        return Math.abs(value) >= 1000 && Math.abs(value) < 1e6 ? Long.toString(Math.round(value)) : text(value, SHORT);
    }

    /** How values that stand beside one another are written: three digits of each, zeros too, or whole if all are. */
    static DoubleFunction<String> alike(DoubleStream values) {
        boolean whole = values.allMatch(value -> value == Math.rint(value));
        return whole
                ? Numbers::brief
                : value -> Math.abs(value) < 1e-12 || Math.abs(value) >= 1000
                        ? brief(value)
                        : padded(new BigDecimal(value).round(SHORT)).toPlainString();
    }

    private static BigDecimal padded(BigDecimal value) {
        return value.setScale(value.scale() + SHORT.getPrecision() - value.precision());
    }

    /** A value of a scale from {@code low} to {@code high}, with digits that tell hundredths of the scale apart. */
    static String onScale(double value, double low, double high) {
        double size = Math.max(Math.abs(low), Math.abs(high));
        double digits = high > low ? Math.ceil(Math.log10(size / (high - low))) + 2 : 3;
        return text(value, new MathContext((int) Math.max(3, Math.min(8, digits))));
    }

    private static String text(double value, MathContext digits) {
        // Ticks such as 0.30000000000000004 minus 0.3 are zero.
        if (Math.abs(value) < 1e-12) {
            return "0";
        }
        return new BigDecimal(value).round(digits).stripTrailingZeros().toPlainString();
    }
}
