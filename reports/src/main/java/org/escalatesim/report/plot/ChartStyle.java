package org.escalatesim.report.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.theme.MatlabTheme;

/**
 * The style of all XChart charts: a serif font set on every part (a base font does not cascade), white, thin lines, no
 * vertical grid. XChart counts in whole units; {@link #PER_POINT} of ours make a point, so that its fixed sizes (error bars
 * of one unit, their ends of three) suit a figure of one column.
 */
final class ChartStyle {
    /** XChart's units per point (1/72 inch). */
    static final double PER_POINT = 200 / 72.0;

    private ChartStyle() {}

    /** Points in XChart's units. */
    static int units(double points) {
        return (int) Math.round(points * PER_POINT);
    }

    private static BasicStroke stroke(double points) {
        return new BasicStroke((float) (points * PER_POINT), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    }

    /** A line in points, dashed unless {@code dash} is null. */
    static BasicStroke line(double points, float[] dash) {
        if (dash == null) {
            return stroke(points);
        }
        float[] scaled = new float[dash.length];
        for (int i = 0; i < dash.length; i++) {
            scaled[i] = (float) (dash[i] * PER_POINT);
        }
        return new BasicStroke(
                (float) (points * PER_POINT), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, scaled, 0);
    }

    /** Sets everything that all kinds of charts share. */
    static void apply(AxesChartStyler style, Ink ink) {
        style.setTheme(new MatlabTheme());
        Font tick = scaled(ink.tick);
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setChartPadding(units(1));
        style.setChartTitleVisible(false);
        style.setLegendVisible(false);
        style.setBaseFont(tick);
        style.setChartFontColor(Ink.DARK);
        style.setAxisTitleFont(scaled(ink.label));
        style.setXAxisTitleColor(Ink.DARK);
        style.setYAxisTitleColor(Ink.DARK);
        style.setAxisTitlePadding(units(4.5));
        style.setAxisTickLabelsFont(tick);
        style.setAxisTickLabelsColor(Ink.DARK);
        style.setXAxisTickLabelsColor(Ink.DARK);
        style.setYAxisTickLabelsColor(Ink.DARK);
        style.setAxisTickMarksColor(Ink.DARK);
        style.setXAxisTickMarksColor(Ink.DARK);
        style.setYAxisTickMarksColor(Ink.DARK);
        style.setAxisTickMarkLength(units(2));
        style.setAxisTickPadding(units(1.5));
        style.setAxisTickMarksStroke(stroke(0.4));
        style.setYAxisTickMarkSpacingHint(units(17));
        style.setYAxisLabelAlignment(TextAlignment.Right);
        style.setPlotMargin(0);
        style.setPlotContentSize(1);
        // Its border has the dashes of the line before it in PDF files; ours lies over the chart.
        style.setPlotBorderVisible(false);
        style.setPlotTicksMarksVisible(false);
        style.setPlotGridVerticalLinesVisible(false);
        style.setPlotGridHorizontalLinesVisible(true);
        style.setPlotGridLinesColor(new Color(0xD8D8D8));
        style.setPlotGridLinesStroke(stroke(0.35));
        style.setErrorBarsColorSeriesColor(true);
        style.setAntiAlias(true);
        style.setTextAntiAlias(true);
        style.setToolTipsAlwaysVisible(false);
    }

    /** Makes the titles of axes smaller if that of the y axis were longer than the plot's height in points. */
    static void fitTitle(AxesChartStyler style, Ink ink, String title, double height) {
        double part = (height + 2) / Math.max(1, Ink.width(title, ink.label));
        if (part < 1) {
            style.setAxisTitleFont(scaled(ink.label.deriveFont((float) (ink.label.getSize2D() * part))));
        }
    }

    /** A font in XChart's units. */
    static Font scaled(Font font) {
        return font.deriveFont((float) (font.getSize2D() * PER_POINT));
    }
}
