package org.escalatesim.report.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Pieces that all pages are made of. All text is escaped. */
final class Blocks {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Blocks() {}

    /** A part of a page with its heading. */
    record Section(String id, String title, List<DomContent> content) {
        Section(String id, String title) {
            this(id, title, new ArrayList<>());
        }

        Section add(DomContent more) {
            content.add(more);
            return this;
        }

        DomContent link() {
            return li(a(title).withHref("#" + id));
        }

        DomContent render() {
            return section(h2(title), each(content, item -> item)).withId(id);
        }
    }

    /** Values for scripts, as an inert block: nothing in it can end the block or run. */
    static DomContent data(String id, Object tree) {
        String json = MAPPER.writeValueAsString(tree)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
        return script(rawHtml(json)).withType("application/json").withId(id);
    }

    /** A large number with what it is. */
    static DomContent card(String value, String unit, String label) {
        return div(
                        span(value).withClass("value"),
                        span(unit.isEmpty() ? "" : " " + unit).withClass("unit"),
                        div(label).withClass("label"))
                .withClass("card");
    }

    static DomContent cards(DomContent... cards) {
        return div(cards).withClass("cards");
    }

    /** Terms and what they are, in the order of the map. */
    static DomContent facts(Map<String, String> facts) {
        return dl(each(facts.entrySet(), fact -> div(dt(fact.getKey()), dd(fact.getValue()))))
                .withClass("facts");
    }

    static DomContent paragraph(String text) {
        return p(text);
    }

    static DomContent small(String text) {
        return p(text).withClass("small");
    }

    static DomContent list(String style, List<String> lines) {
        return ul(each(lines, line -> li(line))).withClass(style);
    }

    /** What is folded away until it is asked for, or the page is printed. */
    static DomContent folded(String title, DomContent... content) {
        return details(summary(title), each(List.of(content), item -> item));
    }
}
