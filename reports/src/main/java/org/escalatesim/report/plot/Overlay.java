package org.escalatesim.report.plot;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.internal.chartpart.Annotation;

/** What XChart has not, drawn over a chart's plot: hatching, asterisks, names of points. Lengths in points. */
final class Overlay extends Annotation {
    /** Draws on a chart. */
    interface Drawing {
        /** Draws; places come from {@code at}. */
        void draw(Ink ink, Overlay at);
    }

    private final String family;
    private final Drawing drawing;

    Overlay(String family, Drawing drawing) {
        super(false);
        this.family = family;
        this.drawing = drawing;
    }

    @Override
    public void paint(Graphics2D graphics) {
        AffineTransform before = graphics.getTransform();
        graphics.scale(ChartStyle.PER_POINT, ChartStyle.PER_POINT);
        drawing.draw(new Ink(graphics, family), this);
        graphics.setTransform(before);
    }

    /** Where a value of the x axis is; category i reaches from i to i + 1. */
    double x(double value) {
        return chart.getScreenXFromChart(value) / ChartStyle.PER_POINT;
    }

    /** Where a value of the y axis is. */
    double y(double value) {
        return chart.getScreenYFromChart(value) / ChartStyle.PER_POINT;
    }

    /** The rectangle between the axes. */
    Rectangle2D plot() {
        double x = getXAxisScreenValueForMin() / ChartStyle.PER_POINT;
        double y = getYAxisScreenValueForMin() / ChartStyle.PER_POINT;
        return new Rectangle2D.Double(
                x,
                y,
                getXAxisScreenValueForMax() / ChartStyle.PER_POINT - x,
                getYAxisScreenValueForMax() / ChartStyle.PER_POINT - y);
    }
}
