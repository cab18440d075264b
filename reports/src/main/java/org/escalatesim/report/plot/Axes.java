package org.escalatesim.report.plot;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.escalatesim.report.plot.Ink.At;

/** Frames, ticks and titles that panels share. */
final class Axes {
    /** Between ticks and their words. */
    static final double GAP = 2.5;

    private static final Color GRID = new Color(0xD8D8D8);

    private final Ink ink;

    Axes(Ink ink) {
        this.ink = ink;
    }

    /** Room left of a plot: title and the widest tick. */
    double left(List<String> ticks, String title) {
        return widest(ticks) + GAP + (title.isEmpty() ? 0 : Ink.height(ink.label) + 2);
    }

    double widest(List<String> words) {
        return words.stream().mapToDouble(w -> Ink.width(w, ink.tick)).max().orElse(0);
    }

    static List<String> words(Scale scale) {
        return scale.ticks().stream().map(Scale::text).toList();
    }

    /** Words of the y axis, light lines across, its title. */
    void vertical(Ink to, Rectangle2D.Double plot, Scale scale, String title, boolean grid) {
        for (double tick : scale.ticks()) {
            double y = plot.y + plot.height * (1 - scale.part(tick));
            if (grid && y > plot.y + 0.5 && y < plot.y + plot.height - 0.5) {
                to.line(plot.x, y, plot.x + plot.width, y, GRID, 0.4);
            }
            to.text(Scale.text(tick), to.tick, plot.x - GAP, y, At.END, At.MIDDLE);
        }
        double middle = plot.y + plot.height / 2;
        to.upright(title, to.label, plot.x - left(words(scale), title) + Ink.height(to.label) / 2, middle, At.MIDDLE);
    }

    /** Room for words below a plot, one per slot of its width, and a title. */
    double below(List<String> words, double slot, String title) {
        double lines =
                words.stream().mapToInt(word -> lines(word, slot).size()).max().orElse(1);
        double room = turned(words, slot) ? widest(words) : lines * Ink.height(ink.tick) - 1;
        return GAP + room + (title.isEmpty() ? 0 : Ink.height(ink.label) + 1);
    }

    private boolean turned(List<String> words, double slot) {
        return words.stream()
                .flatMap(word -> lines(word, slot).stream())
                .anyMatch(line -> Ink.width(line, ink.tick) > slot - 3);
    }

    /** A word in one line, or in two where one is too long: parted at its last '-' or space. */
    private List<String> lines(String word, double slot) {
        int at = Math.max(word.lastIndexOf('-'), word.lastIndexOf(' '));
        if (Ink.width(word, ink.tick) <= slot - 3 || at < 0) {
            return List.of(word);
        }
        return List.of(word.substring(0, at + 1).strip(), word.substring(at + 1));
    }

    /** How many words apart those are that fit: 1 if all do. */
    private int every(List<String> words, double slot) {
        return turned(words, slot) ? (int) Math.max(1, Math.ceil(ink.tick.getSize2D() / slot)) : 1;
    }

    /** Words below a plot, around the given places, turned and thinned out where they are too many. */
    void horizontal(Ink to, Rectangle2D.Double plot, List<String> words, List<Double> places, double slot) {
        int every = every(words, slot);
        double y = plot.y + plot.height + GAP;
        for (int i = 0; i < words.size(); i += every) {
            if (turned(words, slot)) {
                to.upright(words.get(i), to.tick, places.get(i), y, At.END);
            } else {
                List<String> lines = lines(words.get(i), slot);
                for (int line = 0; line < lines.size(); line++) {
                    to.text(
                            lines.get(line),
                            to.tick,
                            places.get(i),
                            y + line * Ink.height(to.tick),
                            At.MIDDLE,
                            At.START);
                }
            }
        }
    }

    /** The title of the x axis, at the lower end of the room below a plot. */
    void title(Ink to, Rectangle2D.Double plot, String title, double below) {
        double y = plot.y + plot.height + below;
        to.text(title, to.label, plot.x + plot.width / 2, y - 1.5, At.MIDDLE, At.END);
    }

    /** A caption in the upper left corner, above the plot. */
    static void caption(Ink to, Rectangle2D.Double plot, String caption) {
        to.text(caption, to.tick, plot.x, plot.y - 2, At.START, At.END);
    }
}
