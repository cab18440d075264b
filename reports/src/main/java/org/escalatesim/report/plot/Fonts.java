package org.escalatesim.report.plot;

import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.Set;
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

    private static ResultException missing() {
        return new ResultException(
                "no serif font is installed, and figures need one: install fontconfig and DejaVu Serif"
                        + " (on Debian the packages fontconfig and fonts-dejavu-core)");
    }
}
