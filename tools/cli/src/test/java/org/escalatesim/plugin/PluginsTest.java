package org.escalatesim.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.escalatesim.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
    private static final PluginJar JAR = new PluginJar("draw", "tools/draw", "escalate-sim-draw.jar", "Draws.");

    @TempDir
    Path folder;

    @Test
    void aJarsCommandIsFound() throws IOException {
        jar(Draw.class.getName());
        assertThat(new Plugins(folder, "1.2.3").command(JAR).create()).isEqualTo("a drawing");
    }

    @Test
    void aMissingJarIsNamedWithItsBuildCommandAndFolder() {
        refused(
                "1.2.3",
                "'draw' needs the optional jar escalate-sim-draw.jar, which is not in " + folder
                        + "; build it in a checkout with ./mvnw -q -Pall -pl tools/draw -am package -DskipTests, and"
                        + " copy it to " + folder + " or name its folder in $ESCALATE_SIM_PLUGINS");
    }

    @Test
    void aJarOfAnotherVersionIsRefused() throws IOException {
        jar(Draw.class.getName());
        refused("9.9.9", "is of version 1.2.3, not 9.9.9");
    }

    @Test
    void aFileThatIsNoJarIsRefused() throws IOException {
        Files.writeString(folder.resolve(JAR.jar()), "not a jar");
        refused("1.2.3", "is not a jar");
    }

    @Test
    void aJarWithoutTheCommandIsRefused() throws IOException {
        jar(Other.class.getName());
        refused("1.2.3", "does not hold 'draw'");
    }

    @Test
    void aJarWhoseClassIsMissingIsRefused() throws IOException {
        jar("org.escalatesim.plugin.NotThere");
        refused("1.2.3", "cannot be loaded");
    }

    private void refused(String version, String message) {
        assertThatThrownBy(() -> new Plugins(folder, version).command(JAR))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    private void jar(String provider) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(JAR.jar()));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("META-INF/services/" + CommandPlugin.class.getName()));
            zip.write(provider.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }

    /** A plugin of the command draw. */
    public static final class Draw implements CommandPlugin {
        @Override
        public String command() {
            return "draw";
        }

        @Override
        public String version() {
            return "1.2.3";
        }

        @Override
        public Object create() {
            return "a drawing";
        }
    }

    /** A plugin of another command. */
    public static final class Other implements CommandPlugin {
        @Override
        public String command() {
            return "other";
        }

        @Override
        public String version() {
            return "1.2.3";
        }

        @Override
        public Object create() {
            return "another";
        }
    }
}
