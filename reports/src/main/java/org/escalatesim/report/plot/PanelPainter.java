package org.escalatesim.report.plot;

import java.awt.geom.Rectangle2D;
import java.util.List;

/** Draws one panel; says first how much room its words need. Lengths in points. */
interface PanelPainter {
    /** Room left of the plot. */
    double left();

    /** Room right of the plot. */
    double right();

    /** Room below the plot, of which only the last panel of a figure shows the x axis. */
    double below(double plotWidth, boolean last);

    /** Height of the plot where nobody asks for another. */
    double height();

    /** Draws. */
    void paint(Ink ink, Rectangle2D.Double plot, boolean last);

    /** Entries of the legend. */
    List<Key> keys();

    /** A painter. */
    static PanelPainter of(Figure.Panel panel, Ink ink) {
        if (panel instanceof Figure.Bars bars) {
            return new BarPainter(bars, ink);
        }
        if (panel instanceof Figure.Lines lines) {
            return new LinePainter(lines, ink);
        }
        return new HeatPainter((Figure.Heat) panel, ink);
    }

    /** One entry of the legend; {@code stroke} is null for bars. */
    record Key(String name, int style, Figure.Stroke stroke) {}
}
