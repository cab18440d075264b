package org.escalatesim.report.page;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.p;
import static j2html.TagCreator.strong;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A chart over named things (layers, machines), with one or more views that a reader chooses from. page.js draws it; all
 * its numbers stand in tables too.
 */
final class Chart {
    /** How a view draws its series. */
    enum Mode {
        /** Bars on top of one another. */
        STACK,
        /** Bars side by side. */
        GROUP,
        /** Points joined by lines. */
        POINTS
    }

    private final String id;
    private final String title;
    private final String alternative;
    private final List<String> names;
    private final List<View> views = new ArrayList<>();
    private String note = "";

    /** One way to look at the things. */
    static final class View {
        private final Map<String, Object> node = new LinkedHashMap<>();
        private final List<Map<String, Object>> series = new ArrayList<>();

        private View(String name, String axis, String unit, Mode mode) {
            node.put("name", name);
            node.put("axis", axis);
            node.put("unit", unit);
            node.put("mode", mode.name().toLowerCase(java.util.Locale.ROOT));
            node.put("series", series);
        }

        /** Adds a series of one value for each thing; NaN where it has none. Colour 0 to 15. */
        View series(String name, int colour, double... values) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", name);
            entry.put("colour", colour);
            entry.put("values", kept(values));
            series.add(entry);
            return this;
        }

        private static List<Object> kept(double... values) {
            List<Object> kept = new ArrayList<>(values.length);
            for (double value : values) {
                kept.add(Double.isNaN(value) ? null : Shown.kept(value));
            }
            return kept;
        }

        /** Gives the last series a range for each of its values, drawn as a line from low to high; NaN where none. */
        View ranges(double[] low, double[] high) {
            Map<String, Object> entry = series.get(series.size() - 1);
            entry.put("low", kept(low));
            entry.put("high", kept(high));
            return this;
        }

        /** Draws on a logarithmic axis; for points of values above 0. */
        View logarithmic() {
            node.put("log", true);
            return this;
        }

        /** Draws a dashed line at a value. */
        View reference(double value) {
            node.put("reference", value);
            return this;
        }
    }

    /**
     * A chart.
     *
     * @param alternative what it shows, in words, for those who cannot see it
     * @param names the things, in the order of the axis
     */
    Chart(String id, String title, String alternative, List<String> names) {
        this.id = id;
        this.title = title;
        this.alternative = alternative;
        this.names = List.copyOf(names);
    }

    /** Adds a view; the first is shown at first. */
    View view(String name, String axis, String unit, Mode mode) {
        View view = new View(name, axis, unit, mode);
        views.add(view);
        return view;
    }

    /** Adds the view before once more, as shares of each stack in per cent. */
    void shares(String name, String axis) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("name", name);
        node.put("axis", axis);
        node.put("unit", "%");
        node.put("mode", "stack");
        node.put("shareOf", views.size() - 1);
        View view = new View(name, axis, "%", Mode.STACK);
        view.node.clear();
        view.node.putAll(node);
        views.add(view);
    }

    /** A sentence below the chart. */
    Chart note(String text) {
        note = text;
        return this;
    }

    /** The chart with its data. */
    DomContent render() {
        return frame(id, "bars", title, alternative, note, data());
    }

    Map<String, Object> data() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("names", names);
        root.put("views", views.stream().map(view -> view.node).toList());
        return root;
    }

    /** A figure that page.js fills; {@code kind} says how. */
    static DomContent frame(
            String id, String kind, String title, String alternative, String note, Map<String, Object> data) {
        return figure(
                        figcaption(strong(title)),
                        div().withClass("controls"),
                        div().withClass("plot")
                                .attr("tabindex", "0")
                                .attr("role", "img")
                                .attr(
                                        "aria-label",
                                        title + ". " + alternative + " Left and right arrow keys read values."),
                        div().withClass("legend"),
                        each(note.isEmpty() ? List.of() : List.of(note), text -> p(text).withClass("small")),
                        Blocks.data(id + "-data", data))
                .withId(id)
                .withClass("chart")
                .withData("kind", kind);
    }
}
