package org.escalatesim.report.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.style.markers.Marker;

/** A circle, square, triangle or diamond (0 to 3), filled or hollow; told apart in grey and in small print. */
final class PaperMarker extends Marker {
    private final int form;
    private final boolean filled;

    PaperMarker(int form, boolean filled) {
        this.form = form;
        this.filled = filled;
    }

    @Override
    public void paint(Graphics2D graphics, double x, double y, int size) {
        double r = size / 2.0;
        Path2D shape = new Path2D.Double();
        switch (form) {
            case 0 -> shape.append(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r), false);
            case 1 -> shape.append(new Rectangle2D.Double(x - r * .9, y - r * .9, 1.8 * r, 1.8 * r), false);
            case 2 -> polygon(shape, x - r, y + r * .8, x + r, y + r * .8, x, y - r);
            default -> polygon(shape, x - r * 1.2, y, x, y - r * 1.2, x + r * 1.2, y, x, y + r * 1.2);
        }
        Color color = graphics.getColor();
        if (!filled) {
            graphics.setColor(Color.WHITE);
        }
        graphics.fill(shape);
        graphics.setColor(color);
        graphics.setStroke(new BasicStroke(size / 6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        graphics.draw(shape);
    }

    private static void polygon(Path2D path, double... xy) {
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
    }
}
