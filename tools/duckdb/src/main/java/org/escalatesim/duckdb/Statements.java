package org.escalatesim.duckdb;

/** Statements of SQL, as far as their number goes. DuckDB answers the last of several, and says nothing of the others. */
final class Statements {
    private final String sql;
    private int at;

    private Statements(String sql) {
        this.sql = sql;
    }

    /** Whether anything but blanks, comments and semicolons follows a semicolon that is not in quotes or a comment. */
    static boolean several(String sql) {
        return new Statements(sql).several();
    }

    private boolean several() {
        boolean begun = false;
        boolean ended = false;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (sql.startsWith("--", at)) {
                skipPast("\n", at);
            } else if (sql.startsWith("/*", at)) {
                skipPast("*/", at + 2);
            } else if (c == ';') {
                ended = begun;
                at++;
            } else if (ended) {
                return true;
            } else {
                begun = true;
                token(c);
            }
        }
        return false;
    }

    private void token(char c) {
        if (c == '\'' || c == '"') {
            boolean escapes = c == '\'' && at > 0 && "eE".indexOf(sql.charAt(at - 1)) >= 0 && !inWord(at - 2);
            quoted(c, escapes);
        } else if (c == '$' && !inWord(at - 1)) {
            dollar();
        } else {
            at++;
        }
    }

    private boolean inWord(int i) {
        return i >= 0 && (Character.isLetterOrDigit(sql.charAt(i)) || sql.charAt(i) == '_' || sql.charAt(i) == '$');
    }

    /** Text in quotes; a doubled quote is two texts in a row, which comes to the same. */
    private void quoted(char quote, boolean escapes) {
        at++;
        while (at < sql.length() && sql.charAt(at) != quote) {
            at += escapes && sql.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    /** {@code $tag$ text $tag$}, or a lone dollar. */
    private void dollar() {
        int end = at + 1;
        while (end < sql.length() && sql.charAt(end) != '$' && inWord(end)) {
            end++;
        }
        if (end < sql.length() && sql.charAt(end) == '$') {
            skipPast(sql.substring(at, end + 1), end + 1);
        } else {
            at++;
        }
    }

    private void skipPast(String text, int from) {
        int found = sql.indexOf(text, from);
        at = found < 0 ? sql.length() : found + text.length();
    }
}
