package org.escalatesim.report.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** The few things that figures are made of, drawn on any {@link Graphics2D} (bitmap, SVG, PDF). Lengths in points. */
final class Ink {
    /** Where text stands from its point: before, around, behind. */
    enum At {
        START,
        MIDDLE,
        END
    }

    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);
    private static final Color DARK = new Color(0x202020);

    private final Graphics2D graphics;
    final Font title;
    final Font label;
    final Font tick;
    final Font note;

    /** Draws with a family of fonts; {@code graphics} may be null where text is only measured. */
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
        if (text.isEmpty()) {
            return;
        }
        double width = width(text, font);
        double capital = font.getSize2D() * 0.72;
        double left = across == At.START ? x : across == At.MIDDLE ? x - width / 2 : x - width;
        double base = down == At.START ? y + capital : down == At.MIDDLE ? y + capital / 2 : y;
        graphics.setColor(DARK);
        graphics.setFont(font);
        graphics.drawString(text, (float) left, (float) base);
    }

    /** Text that reads upwards, around {@code x}; {@code along} places it against {@code y}, END ends it at y. */
    void upright(String text, Font font, double x, double y, At along) {
        AffineTransform before = graphics.getTransform();
        graphics.translate(x, y);
        graphics.rotate(-Math.PI / 2);
        text(text, font, 0, 0, along, At.MIDDLE);
        graphics.setTransform(before);
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

    void path(List<double[]> points, Color color, double width, float[] dash) {
        Path2D path = new Path2D.Double();
        for (double[] point : points) {
            if (path.getCurrentPoint() == null) {
                path.moveTo(point[0], point[1]);
            } else {
                path.lineTo(point[0], point[1]);
            }
        }
        if (path.getCurrentPoint() != null) {
            graphics.setColor(color);
            graphics.setStroke(stroke(width, dash));
            graphics.draw(path);
        }
    }

    void fill(double x, double y, double width, double height, Color color) {
        graphics.setColor(color);
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    void frame(double x, double y, double width, double height, double stroke) {
        graphics.setColor(DARK);
        graphics.setStroke(stroke(stroke, null));
        graphics.draw(new Rectangle2D.Double(x, y, width, height));
    }

    /** A bar of a style, with a frame. */
    void bar(double x, double y, double width, double height, int style) {
        fill(x, y, width, height, Palette.fill(style));
        hatch(x, y, width, height, Palette.hatch(style));
        frame(x, y, width, height, width < 4 ? 0.15 : 0.35);
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

    /** A marker of a style around a point: circle, square, triangle, diamond, filled or hollow. */
    void marker(double x, double y, int style, double r) {
        Path2D shape = new Path2D.Double();
        switch (style % 4) {
            case 0 -> shape.append(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r), false);
            case 1 -> shape.append(new Rectangle2D.Double(x - r * .9, y - r * .9, 1.8 * r, 1.8 * r), false);
            case 2 -> polygon(shape, x - r, y + r * .8, x + r, y + r * .8, x, y - r);
            default -> polygon(shape, x - r * 1.2, y, x, y - r * 1.2, x + r * 1.2, y, x, y + r * 1.2);
        }
        graphics.setColor(style / 4 % 2 == 0 ? Palette.line(style) : Color.WHITE);
        graphics.fill(shape);
        graphics.setColor(Palette.line(style));
        graphics.setStroke(stroke(0.6, null));
        graphics.draw(shape);
    }

    private static void polygon(Path2D path, double... xy) {
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
    }

    Color dark() {
        return DARK;
    }
}
