package org.escalatesim.report;

import java.util.ArrayList;
import java.util.List;

/** A table of text: columns as wide as their widest cell, aligned left or right. */
public final class TextTable {
    private static final int LINE_WIDTH = 138;

    private final String alignment;
    private final List<String[]> rows = new ArrayList<>();
    private final int headers;

    /**
     * @param alignment one letter per column, {@code l} or {@code r}
     * @param headers header rows, each with one cell per column
     */
    public TextTable(String alignment, String[]... headers) {
        this.alignment = alignment;
        this.headers = headers.length;
        for (String[] header : headers) {
            row(header);
        }
    }

    /** Adds a row with one cell per column. */
    public void row(String... cells) {
        if (cells.length != alignment.length()) {
            throw new IllegalArgumentException("expected " + alignment.length() + " cells, not " + cells.length);
        }
        rows.add(cells);
    }

    /** The lines, a rule under the headers, no blanks at line ends. */
    public List<String> lines() {
        int[] width = new int[alignment.length()];
        for (String[] row : rows) {
            for (int i = 0; i < width.length; i++) {
                width[i] = Math.max(width[i], row[i].length());
            }
        }
        List<String> lines = new ArrayList<>();
        int longest = 0;
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < width.length; i++) {
                String blanks = " ".repeat(width[i] - row[i].length());
                line.append(i == 0 ? "" : "  ");
                line.append(alignment.charAt(i) == 'l' ? row[i] + blanks : blanks + row[i]);
            }
            longest = Math.max(longest, line.length());
            lines.add(line.toString().stripTrailing());
        }
        if (headers > 0) {
            lines.add(headers, "-".repeat(longest));
        }
        return lines;
    }

    /** A sentence in lines of at most {@value #LINE_WIDTH} characters. */
    static List<String> wrapped(String sentence) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : sentence.split(" ")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > LINE_WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder();
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** A name cut in the middle to at most {@code width} characters, at least 8. */
    public static String shorten(String name, int width) {
        if (name.length() <= width) {
            return name;
        }
        int tail = (width - 2) / 2;
        return name.substring(0, width - 2 - tail) + ".." + name.substring(name.length() - tail);
    }
}
