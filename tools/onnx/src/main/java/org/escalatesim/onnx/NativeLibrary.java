package org.escalatesim.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.escalatesim.config.InputException;

/**
 * Loads ONNX Runtime's native libraries. The runtime would unpack them into a folder that it leaves behind; here they are
 * unpacked to a folder that is deleted as soon as they are loaded.
 */
final class NativeLibrary {
    private static final String PATH = "onnxruntime.native.path";
    private static final List<String> NAMES = List.of("onnxruntime", "onnxruntime4j_jni");

    private NativeLibrary() {}

    /**
     * The runtime, loaded at the first call.
     *
     * @throws InputException if there is no library for this system, or the temporary folder cannot be written
     */
    static synchronized OrtEnvironment environment() {
        if (System.getProperty(PATH) != null) {
            return OrtEnvironment.getEnvironment();
        }
        Path folder = null;
        try {
            folder = Files.createTempDirectory("escalate-sim-onnx");
            for (String name : NAMES) {
                unpack(System.mapLibraryName(name), folder);
            }
            System.setProperty(PATH, folder.toString());
            return OrtEnvironment.getEnvironment();
        } catch (IOException e) {
            throw new InputException("the temporary folder " + System.getProperty("java.io.tmpdir")
                    + " cannot take ONNX Runtime's libraries (" + e.getMessage() + ")");
        } finally {
            delete(folder);
        }
    }

    private static void unpack(String file, Path folder) throws IOException {
        String resource = "/ai/onnxruntime/native/" + platform() + "/" + file;
        try (InputStream in = OrtEnvironment.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new InputException("ONNX Runtime has no library for " + platform()
                        + "; name a folder that has one with -D" + PATH + "=DIR");
            }
            Files.copy(in, folder.resolve(file));
        }
    }

    /** As ONNX Runtime names it, for example {@code linux-x64}. */
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux") + "-"
                + (arch.equals("amd64") || arch.equals("x86_64") ? "x64" : arch);
    }

    /** Loaded libraries stay mapped; a system that locks them (Windows) has them deleted when the process ends. */
    private static void delete(Path folder) {
        if (folder == null) {
            return;
        }
        for (String name : NAMES) {
            remove(folder.resolve(System.mapLibraryName(name)));
        }
        remove(folder);
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            path.toFile().deleteOnExit();
        }
    }
}
