package org.escalatesim.sweep;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.escalatesim.config.InputException;
import org.escalatesim.config.OptionalKey;
import org.escalatesim.config.YamlValue;

/** The values of an axis: a list, one value, or a range. */
final class Values {
    private static final int MOST = 100_000;
    private static final MathContext TWELVE_DIGITS = new MathContext(12, RoundingMode.HALF_UP);

    private Values() {}

    /**
     * A range from {@code from} to at most {@code to}: by {@code step} (from, from + step, ...), by {@code factor}
     * (from, from * factor, ...), or as {@code points} values, both ends among them, at even distances
     * ({@code scale: linear}) or ratios ({@code scale: log}).
     */
    record Range(
            double from,
            double to,
            @OptionalKey Double step,
            @OptionalKey Double factor,
            @OptionalKey Integer points,
            @OptionalKey String scale) {
        /** Checks that one way is given, and that it ends; throws {@link IllegalArgumentException}. */
        Range {
            int ways = (step == null ? 0 : 1) + (factor == null ? 0 : 1) + (points == null ? 0 : 1);
            if (ways != 1) {
                throw new IllegalArgumentException("a range needs one of step, factor and points");
            }
            check(from <= to, "to must be at least from (" + shown(from) + "), not " + shown(to));
            if (step != null) {
                check(step > 0, "step must be above 0, not " + shown(step));
            }
            if (factor != null) {
                check(factor > 1, "factor must be above 1, not " + shown(factor));
            }
            if (points != null) {
                check(points >= 2 && points <= MOST, "points must be 2 to " + MOST + ", not " + points);
                check(
                        "linear".equals(scale) || "log".equals(scale),
                        "points needs scale: linear or scale: log" + (scale == null ? "" : ", not '" + scale + "'"));
            } else {
                check(scale == null, "scale goes with points alone");
            }
            check(from > 0 || (factor == null && !"log".equals(scale)), "from must be above 0, not " + shown(from));
        }

        private static void check(boolean right, String problem) {
            if (!right) {
                throw new IllegalArgumentException(problem);
            }
        }

        private static String shown(double number) {
            return Value.plain(BigDecimal.valueOf(number));
        }
    }

    /**
     * Expands what stands in the file.
     *
     * @param field how messages call the axis
     * @param integral whether the field takes integers alone: values of a factor or of points are then rounded
     * @return at least one value, no two alike
     * @throws InputException naming the place
     */
    static List<Value> of(String field, YamlValue given, boolean integral) {
        List<Value> values = new ArrayList<>();
        if (given.isSection()) {
            for (BigDecimal number : range(given, integral)) {
                values.add(Value.of(field, YamlValue.of(given.place(), number.stripTrailingZeros())));
            }
        } else {
            given.items().forEach(item -> values.add(Value.of(field, item)));
        }
        if (values.isEmpty()) {
            throw new InputException(given.place() + ": " + field + " has no values");
        }
        Set<String> seen = new HashSet<>();
        for (Value value : values) {
            if (!seen.add(value.kind() + value.text())) {
                throw new InputException(
                        value.yaml().place() + ": " + field + " has the value " + value.text() + " twice");
            }
        }
        return values;
    }

    private static Iterable<BigDecimal> range(YamlValue given, boolean integral) {
        Range range = given.as(Range.class);
        BigDecimal from = BigDecimal.valueOf(range.from());
        BigDecimal to = BigDecimal.valueOf(range.to());
        Set<BigDecimal> numbers = new LinkedHashSet<>();
        if (range.points() != null) {
            for (int i = 0; i < range.points(); i++) {
                numbers.add(rounded(between(range, i), integral));
            }
            return numbers;
        }
        // Sums and products are exact, so that the last value is not lost to rounding.
        BigDecimal step = range.step() == null ? null : BigDecimal.valueOf(range.step());
        BigDecimal factor = range.factor() == null ? null : BigDecimal.valueOf(range.factor());
        int count = 0;
        for (BigDecimal x = from; x.compareTo(to) <= 0; x = step == null ? product(x, factor) : x.add(step)) {
            numbers.add(step == null ? rounded(x, integral) : x.stripTrailingZeros());
            if (++count > MOST) {
                throw new InputException(given.place() + ": a range must have at most " + MOST + " values");
            }
        }
        return numbers;
    }

    private static BigDecimal product(BigDecimal x, BigDecimal factor) {
        return x.multiply(factor, new MathContext(30));
    }

    private static BigDecimal between(Range range, int i) {
        if (i == 0) {
            return BigDecimal.valueOf(range.from());
        }
        int last = range.points() - 1;
        if (i == last) {
            return BigDecimal.valueOf(range.to());
        }
        double at = i / (double) last;
        // StrictMath: the same digits, and so the same points, on every computer.
        return BigDecimal.valueOf(
                range.scale().equals("log")
                        ? range.from() * StrictMath.pow(range.to() / range.from(), at)
                        : range.from() + (range.to() - range.from()) * at);
    }

    private static BigDecimal rounded(BigDecimal number, boolean integral) {
        return (integral ? number.setScale(0, RoundingMode.HALF_UP) : number.round(TWELVE_DIGITS)).stripTrailingZeros();
    }
}
