package org.escalatesim.report.plot;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.escalatesim.report.plot.Figure.Stroke;
import org.escalatesim.report.plot.Ink.At;
import org.escalatesim.report.plot.PanelChart.Key;

/** The legend below the charts, in as many rows as it needs. Lengths in points. */
final class LegendRows {
    private static final double SWATCH = 11;
    private static final double GAP = 7;

    private final Ink measure;
    private final List<List<Key>> rows = new ArrayList<>();

    /** Entries of all panels, each once, in rows of a width. */
    LegendRows(List<PanelChart> panels, Ink measure, double width) {
        this.measure = measure;
        Set<Key> keys = new LinkedHashSet<>();
        panels.forEach(panel -> keys.addAll(panel.keys()));
        double used = width;
        for (Key key : keys) {
            if (used + entry(key) > width) {
                rows.add(new ArrayList<>());
                used = 0;
            }
            rows.get(rows.size() - 1).add(key);
            used += entry(key);
        }
    }

    private double entry(Key key) {
        return SWATCH + 2.5 + Ink.width(key.name(), measure.tick) + GAP;
    }

    private double line() {
        return Ink.height(measure.tick) + 1.5;
    }

    double height() {
        return rows.isEmpty() ? 0 : rows.size() * line() + 3;
    }

    /** Draws around {@code middle} from {@code y} on, and returns where it ends. */
    double paint(Ink ink, double middle, double y) {
        double at = y + (rows.isEmpty() ? 0 : 3);
        for (List<Key> row : rows) {
            double x = middle - (row.stream().mapToDouble(this::entry).sum() - GAP) / 2;
            for (Key key : row) {
                draw(ink, key, x, at + line() / 2);
                x += entry(key);
            }
            at += line();
        }
        return at;
    }

    private static void draw(Ink ink, Key key, double x, double y) {
        Rectangle2D box = new Rectangle2D.Double(x + 1, y - 3, SWATCH - 2, 6);
        if (key.heat()) {
            ink.fill(box, Palette.heat(key.style()));
            ink.frame(box, 0.3);
        } else if (key.stroke() == null) {
            ink.bar(box, (int) key.style());
        } else {
            int style = (int) key.style();
            if (key.stroke() != Stroke.MARKERS) {
                ink.line(x, y, x + SWATCH, y, Palette.line(style), 0.9, Palette.dash(style));
            }
            if (key.stroke() != Stroke.LINE) {
                ink.marker(Palette.marker(style), Palette.line(style), x + SWATCH / 2, y);
            }
        }
        ink.text(key.name(), ink.tick, x + SWATCH + 2.5, y, At.START, At.MIDDLE);
    }
}
