package org.escalatesim.report.page;

import static j2html.TagCreator.button;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import j2html.tags.specialized.TdTag;
import j2html.tags.specialized.ThTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.report.Numbers;

/**
 * A table whose columns sort when their heads are pressed. Long ones are shown in pages: the file then holds the first
 * rows as a table, for readers without scripts, and all of them as data.
 */
final class PageTable {
    /** Rows of a page of a long table. */
    static final int PAGE_ROWS = 100;
    /** Tables of at most so many rows are not paged. */
    static final int MOST_ROWS = 400;

    /** Text of more letters than this is wrapped; page.js has the same number. */
    private static final int LONG_TEXT = 60;

    private final String id;
    private final String caption;
    private final List<Column> columns = new ArrayList<>();
    private final List<Object[]> rows = new ArrayList<>();

    /** A cell of text that is put in order by a number: {@code 1,024 bytes} by its bits. */
    record Ordered(String text, double by) {
        @Override
        public String toString() {
            return text;
        }
    }

    private record Column(String name, String unit, boolean number, int decimals) {}

    PageTable(String id, String caption) {
        this.id = id;
        this.caption = caption;
    }

    /** Adds a column of text; pages put it in natural order (64 before 1,024), {@link Ordered} cells in that of their numbers. */
    PageTable text(String name) {
        columns.add(new Column(name, "", false, -1));
        return this;
    }

    /** Adds a column of numbers; the unit may be empty where the name says it. */
    PageTable number(String name, String unit) {
        return number(name, unit, -1);
    }

    /** The same with so many decimals in every row; as many as {@link Shown#text} gives where below 0. */
    PageTable number(String name, String unit, int decimals) {
        columns.add(new Column(name, unit, true, decimals));
        return this;
    }

    /**
     * Adds a row: strings for columns of text (or {@link Ordered} in all their rows), numbers for those of numbers, null
     * for what there is none of.
     */
    void row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(id + ": expected " + columns.size() + " cells, not " + cells.length);
        }
        rows.add(cells.clone());
    }

    /** Whether there is any row. */
    boolean empty() {
        return rows.isEmpty();
    }

    /** The table, with its data where it is long. */
    DomContent render() {
        boolean paged = rows.size() > MOST_ROWS;
        List<Object[]> shown = paged ? rows.subList(0, PAGE_ROWS) : rows;
        DomContent table = table(
                        caption(caption + (paged ? " (" + Shown.text(rows.size()) + " rows, in pages)" : "")),
                        thead(tr(each(columns, PageTable::head))),
                        tbody(each(shown, row -> tr(cells(row).toArray(TdTag[]::new)))))
                .withId(id)
                .withClass("sortable")
                .withData("rows", Integer.toString(rows.size()));
        DomContent scroll = div(table)
                .withClass("scroll")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", caption);
        return paged ? div(scroll, Blocks.data(id + "-data", data())).withClass("paged") : scroll;
    }

    private static ThTag head(Column column) {
        return th(button(
                                span(column.name()),
                                span(column.unit().isEmpty() ? "" : ", " + column.unit())
                                        .withClass("unit"))
                        .withType("button"))
                .withClass(column.number() ? "n" : "t")
                .attr("scope", "col")
                .attr("aria-sort", "none");
    }

    private List<TdTag> cells(Object[] row) {
        List<TdTag> cells = new ArrayList<>();
        for (int i = 0; i < row.length; i++) {
            if (!columns.get(i).number()) {
                String text = row[i] == null ? "" : row[i].toString();
                TdTag cell = td(text).withClass(text.length() > LONG_TEXT ? "long" : "t");
                cells.add(
                        row[i] instanceof Ordered ordered
                                ? cell.withData("v", key(ordered).toString())
                                : cell);
                continue;
            }
            if (row[i] == null) {
                cells.add(td("").withClass("n"));
                continue;
            }
            double value = ((Number) row[i]).doubleValue();
            int decimals = columns.get(i).decimals();
            TdTag cell = td(decimals < 0 ? Shown.text(value) : Numbers.fixed(value, decimals))
                    .withClass("n");
            cells.add(
                    value == Math.rint(value)
                            ? cell
                            : cell.withData("v", Shown.kept(value).toString()));
        }
        return cells;
    }

    private static Number key(Ordered cell) {
        return Shown.kept(cell.by());
    }

    /** Columns, each with its values; the rows of a column of numbers are numbers or null. */
    Map<String, Object> data() {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            List<Object> values = new ArrayList<>(rows.size());
            List<Object> keys = new ArrayList<>();
            for (Object[] row : rows) {
                Object cell = row[i];
                if (cell instanceof Ordered ordered) {
                    values.add(ordered.text());
                    keys.add(key(ordered));
                } else {
                    values.add(cell == null || !column.number() ? cell : Shown.kept(((Number) cell).doubleValue()));
                }
            }
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("name", column.name());
            node.put("unit", column.unit());
            node.put("number", column.number());
            node.put("decimals", column.decimals());
            node.put("values", values);
            if (!keys.isEmpty()) {
                node.put("keys", keys);
            }
            all.add(node);
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("pageRows", PAGE_ROWS);
        root.put("columns", all);
        return root;
    }
}
