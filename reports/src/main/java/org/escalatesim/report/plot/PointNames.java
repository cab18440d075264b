package org.escalatesim.report.plot;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Places names beside points: the first of sixteen places where a name covers no point and no other name. */
final class PointNames {
    private final Rectangle2D plot;
    private final double marker;
    private final List<Rectangle2D> taken = new ArrayList<>();

    /**
     * For one plot.
     *
     * @param plot where names must be
     * @param marker half the size of markers, in points
     */
    PointNames(Rectangle2D plot, double marker) {
        this.plot = plot;
        this.marker = marker;
    }

    /** Keeps a point free. */
    void avoid(double x, double y) {
        taken.add(new Rectangle2D.Double(x - marker, y - marker, 2 * marker, 2 * marker));
    }

    /** Keeps a line free. */
    void avoid(double x0, double y0, double x1, double y1) {
        int steps = (int) Math.ceil(Math.hypot(x1 - x0, y1 - y0) / 2);
        for (int i = 0; i <= steps; i++) {
            double part = i / (double) Math.max(1, steps);
            taken.add(new Rectangle2D.Double(x0 + part * (x1 - x0) - 0.5, y0 + part * (y1 - y0) - 0.5, 1, 1));
        }
    }

    /** Draws a name; where there is no room near the point, over what is there, but inside the plot. */
    void draw(Ink ink, String name, double x, double y) {
        if (name.isEmpty()) {
            return;
        }
        double width = Ink.width(name, ink.note);
        double height = ink.note.getSize2D() * 0.9;
        Rectangle2D best = null;
        double least = Double.MAX_VALUE;
        for (double away = marker + 1; away < marker + 14; away += 3) {
            for (int side = 0; side < 8; side++) {
                double dx = new double[] {1, 1, 0, -1, -1, -1, 0, 1}[side];
                double dy = new double[] {0, -1, -1, -1, 0, 1, 1, 1}[side];
                double left = x + dx * away - (dx < 0 ? width : dx == 0 ? width / 2 : 0);
                double top = y + dy * away - (dy < 0 ? height : dy == 0 ? height / 2 : 0);
                Rectangle2D at = new Rectangle2D.Double(left, top, width, height);
                double cost = cost(at) + away * 0.01;
                if (cost < least) {
                    least = cost;
                    best = at;
                }
            }
        }
        if (best == null) {
            return;
        }
        taken.add(best);
        double centreX = best.getCenterX();
        double centreY = best.getCenterY();
        if (Math.hypot(Math.max(0, Math.abs(centreX - x) - width / 2), centreY - y) > marker + 6) {
            ink.line(x, y, Math.max(best.getMinX(), Math.min(best.getMaxX(), x)), centreY, Palette.GRID, 0.3);
        }
        ink.text(name, ink.note, best.getMinX(), centreY, Ink.At.START, Ink.At.MIDDLE);
    }

    /** The area of what a name would cover, in square points; much more where it leaves the plot. */
    private double cost(Rectangle2D at) {
        double cost = plot.contains(at) ? 0 : 1000;
        for (Rectangle2D other : taken) {
            Rectangle2D both = other.createIntersection(at);
            if (!both.isEmpty()) {
                cost += both.getWidth() * both.getHeight();
            }
        }
        return cost;
    }
}
