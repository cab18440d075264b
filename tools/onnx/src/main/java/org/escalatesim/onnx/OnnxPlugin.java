package org.escalatesim.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.escalatesim.plugin.CommandPlugin;

/** The command {@code trace}. */
public final class OnnxPlugin implements CommandPlugin {
    @Override
    public String command() {
        return "trace";
    }

    @Override
    public String version() {
        try (InputStream stream = OnnxPlugin.class.getResourceAsStream("version.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object create() {
        return new TraceCommand();
    }
}
