package org.escalatesim.report.plot;

import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.escalatesim.report.ResultException;

/** The serif font that figures are set in. */
public final class Fonts {
    /** Tried in this order. */
    private static final List<String> SERIF = List.of(
            "DejaVu Serif",
            "Liberation Serif",
            "Noto Serif",
            "FreeSerif",
            "Nimbus Roman",
            "Times New Roman",
            "Times",
            "Georgia");

    private Fonts() {}

    /**
     * The family to use.
     *
     * @throws ResultException if the computer has no serif font, or none at all
     */
    public static String serif() {
        Set<String> families;
        try {
            families = Set.of(GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames());
        } catch (RuntimeException | Error e) {
            // Without fontconfig or any font the JDK fails in ways that differ from version to version.
            throw missing();
        }
        return SERIF.stream().filter(families::contains).findFirst().orElseThrow(Fonts::missing);
    }

    /**
     * Checks that a title can be drawn.
     *
     * @param title of a figure, or null for its own
     * @throws ResultException naming the first character that the font lacks, or if there is no font
     */
    public static void checkTitle(String title) {
        if (title == null) {
            return;
        }
        String family = serif();
        int at = new Ink(null, family).title.canDisplayUpTo(title);
        int control = IntStream.range(0, title.length())
                .filter(i -> Character.isISOControl(title.charAt(i)))
                .findFirst()
                .orElse(-1);
        if (control >= 0) {
            throw new ResultException("--title: must be one line of text, not with the control character U+"
                    + String.format("%04X", (int) title.charAt(control)));
        }
        if (at >= 0) {
            int point = title.codePointAt(at);
            throw new ResultException("--title: the font " + family + " has no character '" + Character.toString(point)
                    + "' (U+" + String.format("%04X", point) + ")");
        }
    }

    private static ResultException missing() {
        return new ResultException(
                "no serif font is installed, and figures need one: install fontconfig and DejaVu Serif"
                        + " (on Debian the packages fontconfig and fonts-dejavu-core)");
    }
}
