package org.escalatesim.report.page;

/**
 * How to make a result again.
 *
 * @param command the command line, ready for a shell
 * @param file name of an input file of the user that the command reads, or null
 * @param text what that file holds, or null
 */
public record Reproduction(String command, String file, String text) {
    /** A command that reads no file worth showing. */
    public static Reproduction of(String command) {
        return new Reproduction(command, null, null);
    }
}
