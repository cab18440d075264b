package org.escalatesim.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * A command as it stands in the files that it made: as it was typed, quoted for a shell, but of absolute paths the last two
 * names alone. These find results again from the folder above, and tell no one how a computer is laid out.
 */
final class RecordedCommand {
    private static final int NAMES = 2;

    private RecordedCommand() {}

    /** The command line of these arguments. */
    static String of(List<String> args) {
        StringBuilder line = new StringBuilder("escalate-sim");
        String before = "";
        for (String arg : args) {
            // A title is shown in the figure as it is.
            String kept = before.equals("--title") || arg.startsWith("--title=") ? arg : brief(arg);
            boolean plain = kept.matches("[A-Za-z0-9_./:=,@%+-]+");
            line.append(' ').append(plain ? kept : "'" + kept.replace("'", "'\\''") + "'");
            before = arg;
        }
        return line.toString();
    }

    /** Shortens an argument that is an absolute path, or a name, an equals sign and an absolute path. */
    private static String brief(String arg) {
        int value = isAbsolute(arg) ? 0 : arg.lastIndexOf('=') + 1;
        String path = arg.substring(value);
        if (!isAbsolute(path)) {
            return arg;
        }
        Path whole = Path.of(path).normalize();
        int names = whole.getNameCount();
        return arg.substring(0, value)
                + (names <= NAMES ? whole.toString().substring(1) : whole.subpath(names - NAMES, names));
    }

    private static boolean isAbsolute(String text) {
        try {
            return Path.of(text).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
