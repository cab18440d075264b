package org.escalatesim.report.page;

import static j2html.TagCreator.div;
import static j2html.TagCreator.tag;

import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shapes of a drawing, in px; colours come from the page's styles by class. */
final class Svg {
    /** Height of a line of text in px. */
    static final int LINE = 17;
    /** Mean width of a letter in px; a little more than the font's, so that text stays inside. */
    static final double LETTER = 7.0;

    private final List<DomContent> shapes = new ArrayList<>();

    void box(double x, double y, double width, double height, String style) {
        shapes.add(tag("rect")
                .attr("x", number(x))
                .attr("y", number(y))
                .attr("width", number(width))
                .attr("height", number(height))
                .attr("rx", number(Math.min(3, height / 4)))
                .attr("class", style));
    }

    void line(double x1, double y1, double x2, double y2, String style) {
        shapes.add(tag("line")
                .attr("x1", number(x1))
                .attr("y1", number(y1))
                .attr("x2", number(x2))
                .attr("y2", number(y2))
                .attr("class", style));
    }

    /** Text from {@code x} on, its base line at {@code y}. */
    void text(double x, double y, String style, String text) {
        shapes.add(tag("text")
                .attr("x", number(x))
                .attr("y", number(y))
                .attr("class", style)
                .withText(text));
    }

    /** Adds the shapes of another drawing, on top. */
    void append(Svg other) {
        shapes.addAll(other.shapes);
    }

    /** A downward or two-way arrow between two heights. */
    void arrow(double x, double from, double to, boolean both) {
        line(x, from, x, to, "wire");
        head(x, to, -1);
        if (both) {
            head(x, from, 1);
        }
    }

    private void head(double x, double y, int up) {
        shapes.add(tag("path")
                .attr(
                        "d",
                        "M" + number(x - 5) + " " + number(y + up * 8) + "L" + number(x + 5) + " " + number(y + up * 8)
                                + "L" + number(x) + " " + number(y) + "Z")
                .attr("class", "tip"));
    }

    /** A box with a bold title and lines below it, wrapped to its width; returns its height. */
    double labelled(double x, double y, double width, String style, String title, List<String> lines) {
        List<String> titles = wrap(title, width - 14);
        List<String> all = new ArrayList<>();
        lines.forEach(line -> all.addAll(wrap(line, width - 14)));
        double height = 10 + LINE * (titles.size() + all.size());
        box(x, y, width, height, style);
        double at = y + LINE;
        for (String line : titles) {
            text(x + 7, at, "bold", line);
            at += LINE;
        }
        for (String line : all) {
            text(x + 7, at, "plain", line);
            at += LINE;
        }
        return height;
    }

    /** Words in lines of at most {@code width} px; a longer word is cut into pieces. */
    static List<String> wrap(String text, double width) {
        int most = Math.max(4, (int) (width / LETTER));
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String given : text.split(" ")) {
            String word = given;
            if (line.length() > 0 && line.length() + 1 + word.length() > most) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (word.length() > most) {
                lines.add(word.substring(0, most));
                word = word.substring(most);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** The drawing; {@code description} says in words what it shows. */
    DomContent render(String id, double width, double height, String title, String description) {
        ContainerTag<?> svg = tag("svg")
                .attr("viewBox", "0 0 " + number(width) + " " + number(height))
                .attr("role", "img")
                .attr("aria-labelledby", id + "-title " + id + "-desc")
                .withClass("drawing")
                .withId(id)
                .with(tag("title").withId(id + "-title").withText(title))
                .with(tag("desc").withId(id + "-desc").withText(description));
        shapes.forEach(svg::with);
        return div(svg).withClass("drawn").attr("tabindex", "0");
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
