package org.escalatesim.report.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.escalatesim.report.plot.Figure.Line;
import org.escalatesim.report.plot.Figure.Lines;

/**
 * Points with numbers for names, from the left to the right.
 *
 * @param panel with numbers
 * @param key what the numbers mean, one sentence
 */
record Numbered(Lines panel, String key) {
    private static final String MARK = "*";
    private static final char NO_BREAK = '\u00a0';
    /** Longer names may be broken between lines. */
    private static final int LONG = 40;

    private record At(int line, int point, double x, double y, String name) {}

    /** Numbers for the names of a panel, or null if it has no names; asterisks stay as they are. */
    static Numbered of(Lines lines) {
        List<At> named = new ArrayList<>();
        List<List<String>> labels = new ArrayList<>();
        for (Line line : lines.lines()) {
            labels.add(line.labels() == null ? null : new ArrayList<>(line.labels()));
            for (int i = 0; line.labels() != null && i < line.labels().size(); i++) {
                String name = line.labels().get(i);
                if (!name.isEmpty() && !name.equals(MARK)) {
                    named.add(new At(
                            labels.size() - 1, i, line.x().get(i), line.y().get(i), name));
                }
            }
        }
        if (named.isEmpty()) {
            return null;
        }
        named.sort(Comparator.comparingDouble(At::x).thenComparingDouble(At::y));
        List<String> key = new ArrayList<>();
        for (int n = 1; n <= named.size(); n++) {
            At at = named.get(n - 1);
            labels.get(at.line).set(at.point, n + (at.name.endsWith(MARK) ? MARK : ""));
            String entry = n + ": " + at.name;
            key.add(entry.length() > LONG ? entry : entry.replace(' ', NO_BREAK));
        }
        List<Line> numbered = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            Line line = lines.lines().get(i);
            numbered.add(new Line(
                    line.name(), line.x(), line.y(), line.errors(), labels.get(i), line.stroke(), line.style()));
        }
        return new Numbered(
                new Lines(
                        lines.caption(),
                        lines.xTitle(),
                        lines.yTitle(),
                        lines.categories(),
                        lines.logX(),
                        lines.logY(),
                        lines.fromZero(),
                        lines.top(),
                        numbered),
                "Numbers: " + String.join("; ", key) + ".");
    }
}
