package org.escalatesim.report.page;

import static j2html.TagCreator.body;
import static j2html.TagCreator.each;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.link;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.noscript;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;
import static j2html.TagCreator.ul;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.escalatesim.report.page.Blocks.Section;

/**
 * The frame of a page: one file with styles, scripts and data inside, which asks the network for nothing. Its content
 * security policy lets no other script run than the two that are named by their hashes.
 */
final class Page {
    private static final String PLOT_LIBRARY = "uplot-1.6.32.min";

    private Page() {}

    /** The file's text; the same bytes for the same parts. */
    static String write(String heading, String subtitle, String version, List<Section> sections) {
        String library = "/*\n" + resource("uplot-LICENSE.txt") + "*/\n" + resource(PLOT_LIBRARY + ".js");
        String own = resource("page.js");
        String policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src " + hash(library)
                + " " + hash(own) + "; base-uri 'none'; form-action 'none'";
        return "<!DOCTYPE html>\n"
                + html(
                                head(
                                        meta().withCharset("utf-8"),
                                        meta().attr("http-equiv", "Content-Security-Policy")
                                                .withContent(policy),
                                        meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                        meta().withName("color-scheme").withContent("light dark"),
                                        meta().withName("generator").withContent("escalate-sim " + version),
                                        link().withRel("icon").withHref("data:,"),
                                        title(heading + " - escalate-sim"),
                                        style(rawHtml(resource(PLOT_LIBRARY + ".css") + resource("page.css")))),
                                body(
                                        header(h1(heading), p(subtitle)),
                                        nav(ul(each(sections, Section::link))).attr("aria-label", "parts of this page"),
                                        noscript(p(
                                                "Without scripts there are no charts; the tables hold their numbers.")),
                                        main(each(sections, Section::render)),
                                        footer(p("Made by escalate-sim " + version + ". This file asks the network for"
                                                + " nothing.")),
                                        script(rawHtml(library)),
                                        script(rawHtml(own))))
                        .withLang("en")
                        .render()
                + "\n";
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
