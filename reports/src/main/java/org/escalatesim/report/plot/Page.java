package org.escalatesim.report.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.plot.Ink.At;
import org.knowm.xchart.internal.chartpart.AxesChart;

/**
 * Title, charts, legend and notes on a page. XChart draws each chart; the legend is ours, since XChart's is one line or one
 * column, knows no hatching, and belongs to one chart. Lengths in points.
 */
final class Page {
    private static final double MARGIN = 3;
    private static final double LEAST_PLOT = 24;
    private static final double LEAST_WIDTH = 90;

    private final String family;
    private final double width;
    private final List<PanelChart> panels = new ArrayList<>();
    private final LegendRows legend;
    private final List<String> title;
    private final List<String> notes = new ArrayList<>();
    private final Ink measure;

    /**
     * Lays a figure out.
     *
     * @param family of the fonts
     * @param width of the page
     * @param height of the page, or 0 for what suits the figure
     * @throws ResultException if it is too narrow
     */
    Page(Figure figure, String family, double width, double height) {
        this.family = family;
        this.width = width;
        if (width < LEAST_WIDTH) {
            throw new ResultException("--width " + Numbers.text(width / 72)
                    + ": too narrow for a figure, needs at least " + Numbers.text(LEAST_WIDTH / 72) + " inches");
        }
        measure = new Ink(null, family);
        figure.panels().forEach(panel -> panels.add(new PanelChart(panel, measure, family)));
        double inner = width - 2 * MARGIN;
        title = Ink.wrap(figure.title(), measure.title, inner);
        figure.notes().forEach(note -> notes.addAll(Ink.wrap(note, measure.note, inner)));
        legend = new LegendRows(panels, measure, inner);
        for (int i = 0; i < panels.size(); i++) {
            roomForNames(i, height);
        }
    }

    /** Numbers for names of points, and what they mean as a note, in a panel whose names have not all a clear place. */
    private void roomForNames(int panel, double height) {
        Numbered numbers = panels.get(panel).numbers();
        if (numbers == null || !crowded(panel, height)) {
            return;
        }
        panels.set(panel, panels.get(panel).numbered(numbers));
        notes.addAll(Ink.wrap(numbers.key(), measure.note, width - 2 * MARGIN));
        if (crowded(panel, height)) {
            String note = "Points without a number have no room for it; --width and --height give more.";
            notes.addAll(Ink.wrap(note, measure.note, width - 2 * MARGIN));
        }
    }

    private boolean crowded(int panel, double height) {
        double plots = height == 0 ? plots() : height - words();
        if (plots < LEAST_PLOT * panels.size()) {
            return false;
        }
        Graphics2D nowhere = nowhere();
        boolean last = panel == panels.size() - 1;
        paint(panels.get(panel).chart(width - 2 * MARGIN, share(panel, plots), last), nowhere, 0, 0);
        nowhere.dispose();
        return panels.get(panel).crowded();
    }

    private static Graphics2D nowhere() {
        return new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    }

    /** Lines below the legend. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Height of everything but the plots. */
    private double words() {
        double sum = 2 * MARGIN + title.size() * Ink.height(measure.title) + 2;
        for (int i = 0; i < panels.size(); i++) {
            sum += caption(i) + panels.get(i).below(width, i == panels.size() - 1);
        }
        return sum + legend.height() + notes.size() * Ink.height(measure.note) + (notes.isEmpty() ? 0 : 2);
    }

    private double caption(int panel) {
        // Nearer to its own panel than to the one above.
        double apart = panel == 0 ? 1 : 5;
        return panels.get(panel).caption().isEmpty() ? 2 : Ink.height(measure.tick) + apart;
    }

    private double plots() {
        return panels.stream()
                .mapToDouble(panel -> panel.height(width, panels.size()))
                .sum();
    }

    /** The height that suits the figure. */
    double height() {
        return words() + plots();
    }

    /**
     * Draws on a page of a height.
     *
     * @throws ResultException if that is too low
     */
    void paint(Graphics2D graphics, double height) {
        double plots = height - words();
        if (plots < LEAST_PLOT * panels.size()) {
            throw new ResultException("--height " + Numbers.text(height / 72)
                    + ": too low for this figure, needs at least "
                    + Numbers.text(Math.ceil((words() + LEAST_PLOT * panels.size()) / 7.2) / 10) + " inches");
        }
        Ink ink = new Ink(graphics, family);
        ink.fill(new Rectangle2D.Double(0, 0, width, height), Color.WHITE);
        double y = MARGIN;
        for (String line : title) {
            ink.text(line, ink.title, width / 2, y + 1, At.MIDDLE, At.START);
            y += Ink.height(ink.title);
        }
        y += 2;
        int axis = axisWidth(plots);
        for (int i = 0; i < panels.size(); i++) {
            if (!panels.get(i).caption().isEmpty()) {
                double middle = axis / ChartStyle.PER_POINT / 2 + width / 2;
                double top = y + caption(i) - Ink.height(measure.tick);
                ink.text(panels.get(i).caption(), ink.tick, middle, top, At.MIDDLE, At.START);
            }
            y += caption(i);
            double its = share(i, plots);
            AxesChart<?, ?> chart = panels.get(i).chart(width - 2 * MARGIN, its, i == panels.size() - 1);
            chart.getStyler().setYAxisLeftWidthHint(axis);
            paint(chart, graphics, MARGIN, y);
            y += its;
        }
        y = legend.paint(ink, width / 2, y);
        y += notes.isEmpty() ? 0 : 2;
        for (String line : notes) {
            ink.text(line, ink.note, MARGIN, y, At.START, At.START);
            y += Ink.height(ink.note);
        }
    }

    /** Height of a chart with its axes. */
    private double share(int panel, double plots) {
        double stretch = plots / plots();
        boolean last = panel == panels.size() - 1;
        return panels.get(panel).height(width, panels.size()) * stretch
                + panels.get(panel).below(width, last);
    }

    private static void paint(AxesChart<?, ?> chart, Graphics2D graphics, double x, double y) {
        AffineTransform before = graphics.getTransform();
        graphics.translate(x, y);
        graphics.scale(1 / ChartStyle.PER_POINT, 1 / ChartStyle.PER_POINT);
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        graphics.setTransform(before);
    }

    /** The widest y axis of all panels, in XChart's units, so that plots stand under one another. */
    private int axisWidth(double plots) {
        if (panels.size() == 1) {
            return 0;
        }
        double most = 0;
        Graphics2D nowhere = nowhere();
        for (int i = 0; i < panels.size(); i++) {
            AxesChart<?, ?> chart = panels.get(i).chart(width - 2 * MARGIN, share(i, plots), i == panels.size() - 1);
            paint(chart, nowhere, 0, 0);
            most = Math.max(most, chart.getYAxisLeftWidth());
        }
        nowhere.dispose();
        return (int) Math.ceil(most);
    }
}
