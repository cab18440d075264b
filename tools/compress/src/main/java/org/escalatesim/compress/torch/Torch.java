package org.escalatesim.compress.torch;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.io.File;
import java.nio.file.Path;
import org.escalatesim.config.InputException;

/**
 * The PyTorch engine, CPU. Its native library comes in this jar and is unpacked once (450 MB) into {@link #cache()};
 * nothing is fetched, and nothing is reported to anyone, at run time.
 */
public final class Torch {
    private static final String CACHE = "DJL_CACHE_DIR";
    private static Integer started;

    private Torch() {}

    /**
     * Where the native library is unpacked: {@code $DJL_CACHE_DIR}, else {@code escalate-sim/torch} in {@code
     * $XDG_CACHE_HOME}, else in {@code .cache} of the user's home.
     */
    public static Path cache() {
        String given = System.getenv(CACHE);
        if (given == null || given.isBlank()) {
            given = System.getProperty(CACHE);
        }
        if (given != null && !given.isBlank()) {
            return Path.of(given);
        }
        String caches = System.getenv("XDG_CACHE_HOME");
        Path base = caches == null || caches.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(caches);
        return base.resolve("escalate-sim").resolve("torch");
    }

    /**
     * Starts the engine, once per process.
     *
     * @param threads threads of one operation; results depend on their number
     * @throws InputException if the native library cannot be loaded on this computer, or the engine already runs with
     *     another number of threads
     */
    public static synchronized void start(int threads) {
        if (started != null) {
            if (started != threads) {
                throw new InputException(
                        "--threads " + threads + ": the engine already runs with " + started + " in this process");
            }
            return;
        }
        System.setProperty(CACHE, cache().toString());
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.default_engine", "PyTorch");
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        try {
            Engine.getEngine("PyTorch").setRandomSeed(1);
        } catch (EngineException | IllegalArgumentException | IllegalStateException | LinkageError e) {
            throw new InputException("the PyTorch engine cannot be loaded (" + reason(e) + "); this jar holds it for"
                    + " Linux on x86-64, and unpacks it into " + cache() + File.separator
                    + " (another folder: " + CACHE + ")");
        }
        started = threads;
    }

    private static String reason(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    }
}
