package org.escalatesim.report.plot;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.escalatesim.report.plot.Figure.Heat;
import org.escalatesim.report.plot.Ink.At;

/** A heat map with its scale of colours at the right; cells without a value are white with a cross. */
final class HeatPainter implements PanelPainter {
    private static final double BAR = 7;
    private static final int SHADES = 64;

    private final Heat heat;
    private final Ink measure;
    private final Axes axes;
    private final double low;
    private final double high;
    private final Scale scale;

    HeatPainter(Heat heat, Ink ink) {
        this.heat = heat;
        measure = ink;
        axes = new Axes(ink);
        low = heat.values().stream()
                .flatMap(List::stream)
                .filter(v -> !v.isNaN())
                .mapToDouble(v -> v)
                .min()
                .orElse(0);
        high = heat.values().stream()
                .flatMap(List::stream)
                .filter(v -> !v.isNaN())
                .mapToDouble(v -> v)
                .max()
                .orElse(1);
        scale = Scale.of(low, high, false);
    }

    @Override
    public double left() {
        return axes.left(heat.rows(), heat.yTitle());
    }

    @Override
    public double right() {
        return 6 + BAR + Axes.GAP + axes.widest(Axes.words(scale)) + Ink.height(measure.label) + 2;
    }

    @Override
    public double below(double plotWidth, boolean last) {
        return axes.below(heat.columns(), plotWidth / heat.columns().size(), heat.xTitle());
    }

    @Override
    public double height() {
        double titles = Math.max(Ink.width(heat.yTitle(), measure.label), Ink.width(heat.scale(), measure.label));
        return Math.max(
                titles + 4, Math.min(300, Math.max(80, 15.0 * heat.rows().size())));
    }

    @Override
    public void paint(Ink ink, Rectangle2D.Double plot, boolean last) {
        double width = plot.width / heat.columns().size();
        double height = plot.height / heat.rows().size();
        List<Double> centres = new ArrayList<>();
        for (int column = 0; column < heat.columns().size(); column++) {
            centres.add(plot.x + (column + 0.5) * width);
        }
        for (int row = 0; row < heat.rows().size(); row++) {
            double y = plot.y + plot.height - (row + 1) * height;
            for (int column = 0; column < heat.columns().size(); column++) {
                double value = heat.values().get(row).get(column);
                double x = plot.x + column * width;
                if (Double.isNaN(value)) {
                    ink.line(x, y, x + width, y + height, ink.dark(), 0.3);
                    ink.line(x, y + height, x + width, y, ink.dark(), 0.3);
                } else {
                    ink.fill(x, y, width, height, Palette.heat(scale.part(value)));
                }
            }
            ink.text(heat.rows().get(row), ink.tick, plot.x - Axes.GAP, y + height / 2, At.END, At.MIDDLE);
        }
        for (int row = 1; row < heat.rows().size(); row++) {
            ink.line(plot.x, plot.y + row * height, plot.x + plot.width, plot.y + row * height, Color.WHITE, 0.4);
        }
        for (int column = 1; column < heat.columns().size(); column++) {
            double x = plot.x + column * width;
            ink.line(x, plot.y, x, plot.y + plot.height, Color.WHITE, 0.4);
        }
        ink.frame(plot.x, plot.y, plot.width, plot.height, 0.5);
        double left = plot.x - left() + Ink.height(ink.label) / 2;
        ink.upright(heat.yTitle(), ink.label, left, plot.y + plot.height / 2, At.MIDDLE);
        axes.horizontal(ink, plot, heat.columns(), centres, width);
        axes.title(ink, plot, heat.xTitle(), below(plot.width, true));
        bar(ink, plot);
    }

    private void bar(Ink ink, Rectangle2D.Double plot) {
        double x = plot.x + plot.width + 6;
        double step = plot.height / SHADES;
        for (int i = 0; i < SHADES; i++) {
            double y = plot.y + plot.height - (i + 1) * step;
            // Shades overlap downwards a little, or seams show between them.
            ink.fill(x, y, BAR, Math.min(step * 1.5, plot.y + plot.height - y), Palette.heat((i + 0.5) / SHADES));
        }
        ink.frame(x, plot.y, BAR, plot.height, 0.5);
        for (double tick : scale.ticks()) {
            double y = plot.y + plot.height * (1 - scale.part(tick));
            ink.text(Scale.text(tick), ink.tick, x + BAR + Axes.GAP, y, At.START, At.MIDDLE);
        }
        double words = x + BAR + Axes.GAP + axes.widest(Axes.words(scale));
        ink.upright(
                heat.scale(), ink.label, words + Ink.height(ink.label) / 2 + 1, plot.y + plot.height / 2, At.MIDDLE);
    }

    @Override
    public List<Key> keys() {
        return List.of();
    }
}
