package org.escalatesim.compress;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.escalatesim.plugin.CommandPlugin;

/** Brings {@code train}. */
public final class CompressPlugin implements CommandPlugin {
    @Override
    public String command() {
        return "train";
    }

    @Override
    public String version() {
        try (InputStream stream = CompressPlugin.class.getResourceAsStream("version.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object create() {
        return new TrainCommand();
    }
}
