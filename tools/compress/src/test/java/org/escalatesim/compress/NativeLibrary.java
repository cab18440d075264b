package org.escalatesim.compress;

import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/** Tests that need the engine. */
public final class NativeLibrary {
    private NativeLibrary() {}

    /** Skips the test where the engine has no native library. */
    public static void needed() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        Assumptions.assumeTrue(
                system.contains("linux") && System.getProperty("os.arch").equals("amd64"),
                "skipped: the engine's native library is there for Linux on x86-64 only");
    }
}
