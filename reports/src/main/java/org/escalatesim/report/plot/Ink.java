package org.escalatesim.report.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.style.markers.Marker;

/** The few things that figures are made of, drawn on any {@link Graphics2D} (bitmap, SVG, PDF). Lengths in points. */
final class Ink {
    /** Where text stands from its point: before, around, behind. */
    enum At {
        START,
        MIDDLE,
        END
    }

    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);
    static final Color DARK = new Color(0x202020);

    private final Graphics2D graphics;
    final Font title;
    final Font label;
    final Font tick;
    final Font note;

    /**
     * Draws with a family of fonts.
     *
     * @param graphics may be null where text is only measured
     */
    Ink(Graphics2D graphics, String family) {
        this.graphics = graphics;
        title = new Font(family, Font.BOLD, 1).deriveFont(8f);
        label = new Font(family, Font.PLAIN, 1).deriveFont(7.5f);
        tick = new Font(family, Font.PLAIN, 1).deriveFont(6.5f);
        note = new Font(family, Font.ITALIC, 1).deriveFont(6f);
    }

    static double width(String text, Font font) {
        return font.getStringBounds(text, CONTEXT).getWidth();
    }

    /** From line to line. */
    static double height(Font font) {
        return font.getSize2D() * 1.2;
    }

    /** Lines no wider than {@code width}, broken at spaces. */
    static List<String> wrap(String text, Font font, double width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && width(line + " " + word, font) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** Text whose x is placed by {@code across}, and whose capitals' height is placed by {@code down}. */
    void text(String text, Font font, double x, double y, At across, At down) {
        text(text, font, DARK, x, y, across, down);
    }

    /** Text of a colour around a point. */
    void text(String text, Font font, Color color, double x, double y) {
        text(text, font, color, x, y, At.MIDDLE, At.MIDDLE);
    }

    private void text(String text, Font font, Color color, double x, double y, At across, At down) {
        if (text.isEmpty()) {
            return;
        }
        double width = width(text, font);
        double capital = font.getSize2D() * 0.72;
        double left = across == At.START ? x : across == At.MIDDLE ? x - width / 2 : x - width;
        double base = down == At.START ? y + capital : down == At.MIDDLE ? y + capital / 2 : y;
        graphics.setColor(color);
        // Outlines, as XChart's: a figure needs no font where it is read.
        graphics.fill(font.createGlyphVector(CONTEXT, text).getOutline((float) left, (float) base));
    }

    void line(Line2D line, Color color, double width) {
        line(line.getX1(), line.getY1(), line.getX2(), line.getY2(), color, width);
    }

    void line(double x0, double y0, double x1, double y1, Color color, double width) {
        line(x0, y0, x1, y1, color, width, null);
    }

    void line(double x0, double y0, double x1, double y1, Color color, double width, float[] dash) {
        graphics.setColor(color);
        graphics.setStroke(stroke(width, dash));
        graphics.draw(new Line2D.Double(x0, y0, x1, y1));
    }

    private static BasicStroke stroke(double width, float[] dash) {
        return new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
    }

    void fill(Rectangle2D area, Color color) {
        graphics.setColor(color);
        graphics.fill(area);
    }

    void frame(Rectangle2D area, double stroke) {
        graphics.setColor(DARK);
        graphics.setStroke(stroke(stroke, null));
        graphics.draw(area);
    }

    /** The hatching and frame of a bar of a style. */
    void frameAndHatch(Rectangle2D bar, int style) {
        hatch(bar.getX(), bar.getY(), bar.getWidth(), bar.getHeight(), Palette.hatch(style));
        frame(bar, bar.getWidth() < 4 ? 0.15 : 0.35);
    }

    /** A bar of a style. */
    void bar(Rectangle2D bar, int style) {
        fill(bar, Palette.fill(style));
        frameAndHatch(bar, style);
    }

    /** Lines at fixed places of the page, so that neighbours' lines meet. */
    private void hatch(double x, double y, double width, double height, int hatch) {
        double step = 3;
        if ((hatch & Palette.RISING) != 0) {
            for (double sum = Math.ceil((x + y) / step) * step; sum < x + width + y + height; sum += step) {
                double x0 = Math.max(x, sum - y - height);
                double x1 = Math.min(x + width, sum - y);
                line(x0, sum - x0, x1, sum - x1, DARK, 0.3);
            }
        }
        if ((hatch & Palette.FALLING) != 0) {
            for (double gap = Math.ceil((x - y - height) / step) * step; gap < x + width - y; gap += step) {
                double x0 = Math.max(x, y + gap);
                double x1 = Math.min(x + width, y + height + gap);
                line(x0, x0 - gap, x1, x1 - gap, DARK, 0.3);
            }
        }
        if ((hatch & Palette.LEVEL) != 0) {
            for (double at = Math.ceil(y / step) * step; at < y + height; at += step) {
                line(x, at, x + width, at, DARK, 0.3);
            }
        }
        if ((hatch & Palette.UPRIGHT) != 0) {
            for (double at = Math.ceil(x / step) * step; at < x + width; at += step) {
                line(at, y, at, y + height, DARK, 0.3);
            }
        }
    }

    /** A marker of XChart's of the size that lines have. */
    void marker(Marker marker, Color color, double x, double y) {
        AffineTransform before = graphics.getTransform();
        graphics.translate(x, y);
        graphics.scale(1 / ChartStyle.PER_POINT, 1 / ChartStyle.PER_POINT);
        graphics.setColor(color);
        marker.paint(graphics, 0, 0, ChartStyle.units(3.6));
        graphics.setTransform(before);
    }
}
