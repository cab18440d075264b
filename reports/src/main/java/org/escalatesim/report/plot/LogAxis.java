package org.escalatesim.report.plot;

import org.knowm.xchart.style.AxesChartStyler;

/**
 * A logarithmic axis drawn as a linear one of logarithms: XChart's own draws wrong error bars. Ticks are powers of two over
 * short ranges, of ten over long ones.
 *
 * @param base 2 or 10
 */
record LogAxis(double base) {
    private static final double DECADES = 2.3;

    /** The axis that suits values from {@code low} to {@code high}, both above 0. */
    static LogAxis of(double low, double high) {
        return new LogAxis(Math.log10(high / low) > DECADES ? 10 : 2);
    }

    /** Where a value stands on the linear axis. */
    double at(double value) {
        return Math.log(value) / Math.log(base);
    }

    /** The value of a place. */
    double value(double at) {
        return Math.pow(base, at);
    }

    /**
     * Sets ticks of a y axis so far apart that none falls between powers, if the axis has more than two of them.
     *
     * @param span of the axis in powers
     * @param height of the chart in XChart's units
     */
    void wholeTicks(AxesChartStyler style, double span, int height) {
        if (span >= 2) {
            style.setYAxisTickMarkSpacingHint(
                    Math.max(style.getYAxisTickMarkSpacingHint(), (int) Math.min(0.9 * height / span, 0.4 * height)));
        }
    }

    /**
     * The words of a tick: whole powers and whole numbers alone, unless the axis is too short to have two powers.
     *
     * @param low where the axis begins; its words differ from those of {@code high}, else XChart draws no ticks at all
     * @param high where it ends
     */
    String tick(double at, double low, double high) {
        double value = value(at);
        boolean whole = Math.abs(at - Math.rint(at)) < 1e-6;
        // Ticks of data points: 3 and 6 are no powers of 2.
        boolean integer = value >= 1 && Math.abs(value - Math.rint(value)) < 1e-6 * value;
        if (whole || integer || high - low < 2) {
            return Numbers.brief(value);
        }
        return at <= low ? " " : "";
    }
}
