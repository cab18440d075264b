package org.escalatesim.report.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** An axis of numbers: where a value lies between its ends, and where ticks are. */
final class Scale {
    private static final MathContext DIGITS = new MathContext(6);

    private final boolean log;
    private double low;
    private double high;
    private final List<Double> ticks = new ArrayList<>();

    private Scale(double low, double high, boolean log) {
        this.log = log;
        this.low = low;
        this.high = high;
    }

    /** From {@code low} to {@code high} with ticks at round numbers; {@code low} must be positive if {@code log}. */
    static Scale of(double low, double high, boolean log) {
        Scale scale = new Scale(low, high > low ? high : low + Math.max(1e-9, Math.abs(low)), log);
        if (log) {
            scale.logTicks();
        } else {
            scale.linearTicks();
        }
        return scale;
    }

    /** With ticks at values alone, a little room at both ends. */
    static Scale at(List<Double> values, boolean log) {
        double low = values.stream().mapToDouble(v -> v).min().orElseThrow();
        double high = values.stream().mapToDouble(v -> v).max().orElseThrow();
        Scale scale = new Scale(low, high, log);
        double room = (scale.in(high) - scale.in(low)) * 0.04;
        room = room == 0 ? 0.5 : room;
        scale.low = scale.out(scale.in(low) - room);
        scale.high = scale.out(scale.in(high) + room);
        scale.ticks.addAll(values);
        return scale;
    }

    private double in(double value) {
        return log ? Math.log10(value) : value;
    }

    private double out(double value) {
        return log ? Math.pow(10, value) : value;
    }

    private void linearTicks() {
        double rough = (high - low) / 5;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power;
        for (double factor : new double[] {1, 2, 5, 10}) {
            step = factor * power;
            if (rough <= step * 1.1) {
                break;
            }
        }
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
            ticks.add(i * step);
        }
    }

    private void logTicks() {
        double decades = Math.log10(high / low);
        double[] factors = decades <= 2.2 ? new double[] {1, 2, 5} : new double[] {1};
        for (int power = (int) Math.floor(Math.log10(low)) - 1; power <= Math.ceil(Math.log10(high)) + 1; power++) {
            for (double factor : factors) {
                double tick = new BigDecimal(factor).scaleByPowerOfTen(power).doubleValue();
                if (tick >= low * 0.999 && tick <= high * 1.001) {
                    ticks.add(tick);
                }
            }
        }
    }

    /** 0 at the low end, 1 at the high one. */
    double part(double value) {
        return (in(value) - in(low)) / (in(high) - in(low));
    }

    double low() {
        return low;
    }

    double high() {
        return high;
    }

    List<Double> ticks() {
        return ticks;
    }

    /** A number as ticks show it: no exponent, no digit without use. */
    static String text(double value) {
        if (value == 0) {
            return "0";
        }
        String plain = new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
        // Ticks such as 0.30000000000000004 minus 0.3 are zero.
        return Math.abs(value) < 1e-12 ? "0" : plain;
    }
}
