package org.escalatesim.report.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.plot.Ink.At;
import org.escalatesim.report.plot.PanelPainter.Key;

/** Places title, panels, legend and notes on a page of a width, and draws them. Lengths in points. */
final class FigurePainter {
    private static final double MARGIN = 3;
    private static final double SWATCH = 11;
    private static final double LEAST_PLOT = 24;

    private final Figure figure;
    private final String family;
    private final double width;
    private final double left;
    private final double plotWidth;
    private final List<PanelPainter> panels = new ArrayList<>();
    private final List<List<Key>> legend = new ArrayList<>();
    private final List<String> title;
    private final List<String> notes = new ArrayList<>();
    private final Ink measure;

    /**
     * Lays a figure out.
     *
     * @param family of the fonts
     * @param width of the page
     * @throws ResultException if the words leave no room for the plot
     */
    FigurePainter(Figure figure, String family, double width) {
        this.figure = figure;
        this.family = family;
        this.width = width;
        measure = new Ink(null, family);
        figure.panels().forEach(panel -> panels.add(PanelPainter.of(panel, measure)));
        left = MARGIN + panels.stream().mapToDouble(PanelPainter::left).max().orElse(0);
        double right =
                MARGIN + panels.stream().mapToDouble(PanelPainter::right).max().orElse(0);
        plotWidth = width - left - right;
        if (plotWidth < 2 * LEAST_PLOT) {
            throw new ResultException(
                    "--width " + Scale.text(width / 72) + ": too narrow for this figure, needs at least "
                            + Scale.text(Math.ceil((left + right + 2 * LEAST_PLOT) / 7.2) / 10) + " inches");
        }
        double inner = width - 2 * MARGIN;
        title = Ink.wrap(figure.title(), measure.title, inner);
        figure.notes().forEach(note -> notes.addAll(Ink.wrap(note, measure.note, inner)));
        double used = inner;
        for (Key key : panels.get(0).keys()) {
            if (used + keyWidth(key) > inner) {
                legend.add(new ArrayList<>());
                used = 0;
            }
            legend.get(legend.size() - 1).add(key);
            used += keyWidth(key);
        }
    }

    private double keyWidth(Key key) {
        return SWATCH + 2.5 + Ink.width(key.name(), measure.tick) + 7;
    }

    /** Height of everything but the plots. */
    private double words() {
        double sum = 2 * MARGIN + title.size() * Ink.height(measure.title) + 2;
        for (int i = 0; i < panels.size(); i++) {
            sum += caption(i) + panels.get(i).below(plotWidth, i == panels.size() - 1);
        }
        sum += legend.size() * legendLine() + (legend.isEmpty() ? 0 : 3);
        return sum + notes.size() * Ink.height(measure.note) + (notes.isEmpty() ? 0 : 2);
    }

    private double legendLine() {
        return Ink.height(measure.tick) + 1.5;
    }

    /** Room for a panel's caption. */
    private double caption(int panel) {
        Figure.Panel at = figure.panels().get(panel);
        boolean has = at instanceof Figure.Bars bars && !bars.caption().isEmpty()
                || at instanceof Figure.Lines lines && !lines.caption().isEmpty();
        return has ? Ink.height(measure.tick) + 1 : 3;
    }

    /** The height that suits the figure. */
    double height() {
        return words() + panels.stream().mapToDouble(PanelPainter::height).sum();
    }

    /**
     * Draws on a page of a height.
     *
     * @throws ResultException if that is too low
     */
    void paint(Graphics2D graphics, double height) {
        double plots = height - words();
        if (plots < LEAST_PLOT * panels.size()) {
            throw new ResultException("--height " + Scale.text(height / 72)
                    + ": too low for this figure, needs at least "
                    + Scale.text(Math.ceil((words() + LEAST_PLOT * panels.size()) / 7.2) / 10) + " inches");
        }
        double stretch =
                plots / panels.stream().mapToDouble(PanelPainter::height).sum();
        Ink ink = new Ink(graphics, family);
        ink.fill(0, 0, width, height, Color.WHITE);
        double y = MARGIN;
        for (String line : title) {
            ink.text(line, ink.title, width / 2, y + 1, At.MIDDLE, At.START);
            y += Ink.height(ink.title);
        }
        y += 2;
        for (int i = 0; i < panels.size(); i++) {
            boolean last = i == panels.size() - 1;
            y += caption(i);
            double plot = panels.get(i).height() * stretch;
            panels.get(i).paint(ink, new Rectangle2D.Double(left, y, plotWidth, plot), last);
            y += plot + panels.get(i).below(plotWidth, last);
        }
        y += legend.isEmpty() ? 0 : 3;
        for (List<Key> row : legend) {
            double x = width / 2 - (row.stream().mapToDouble(this::keyWidth).sum() - 7) / 2;
            for (Key key : row) {
                key(ink, key, x, y + legendLine() / 2);
                x += keyWidth(key);
            }
            y += legendLine();
        }
        y += notes.isEmpty() ? 0 : 2;
        for (String line : notes) {
            ink.text(line, ink.note, MARGIN, y, At.START, At.START);
            y += Ink.height(ink.note);
        }
    }

    private static void key(Ink ink, Key key, double x, double y) {
        if (key.stroke() == null) {
            ink.bar(x + 1, y - 3, SWATCH - 2, 6, key.style());
        } else {
            if (key.stroke() != Figure.Stroke.MARKERS) {
                ink.line(x, y, x + SWATCH, y, Palette.line(key.style()), 0.9, Palette.dash(key.style()));
            }
            if (key.stroke() != Figure.Stroke.LINE) {
                ink.marker(x + SWATCH / 2, y, key.style(), 1.8);
            }
        }
        ink.text(key.name(), ink.tick, x + SWATCH + 2.5, y, At.START, At.MIDDLE);
    }
}
