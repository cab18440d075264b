package org.escalatesim.compress.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.escalatesim.compress.net.Checkpoint;
import org.escalatesim.config.InputException;
import org.escalatesim.report.Target;

/**
 * A training's folder: {@code training.txt} says what it is a training of, {@code checkpoints} holds its finished
 * phases. A phase that is there is read, one that is not is run and kept; whatever ends the process, only the phase in
 * flight is lost.
 */
public final class Session {
    private static final String CONFIGURATION = "training.txt";

    private final Path folder;
    private final long seed;
    private final Consumer<String> say;

    private Session(Path folder, long seed, Consumer<String> say) {
        this.folder = folder;
        this.seed = seed;
        this.say = say;
    }

    /**
     * Opens a folder, or makes it.
     *
     * @param configuration what finished phases depend on
     * @param say is told of phases, one line each
     * @throws InputException if the folder holds a training of another configuration, or cannot be written
     */
    public static Session open(Path folder, Map<String, String> configuration, long seed, Consumer<String> say) {
        Path file = folder.resolve(CONFIGURATION);
        try {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new InputException("--out " + folder + ": is a file, not a folder");
            }
            if (Files.exists(file)) {
                compare(file, configuration);
            } else {
                Files.createDirectories(Target.followed("--out", folder));
                Files.createDirectories(folder.resolve("checkpoints"));
                StringBuilder text = new StringBuilder();
                configuration.forEach((name, value) ->
                        text.append(name).append('=').append(value).append('\n'));
                Path temporary = folder.resolve(CONFIGURATION + ".tmp");
                Files.writeString(temporary, text);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new InputException("--out " + folder + ": cannot be written (" + e.getMessage() + ")");
        }
        return new Session(folder, seed, say);
    }

    private static void compare(Path file, Map<String, String> configuration) throws IOException {
        Map<String, String> there = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new InputException(file + ": not a training's configuration: '" + line + "'");
            }
            there.put(line.substring(0, equals), line.substring(equals + 1));
        }
        configuration.forEach((name, value) -> {
            if (!value.equals(there.get(name))) {
                throw new InputException("--out " + file.getParent() + ": holds a training of another configuration: "
                        + name + " is " + there.get(name) + " there, not " + value
                        + "; give another folder, or delete this one");
            }
        });
    }

    /** The folder. */
    Path folder() {
        return folder;
    }

    /**
     * A phase: what is kept of it, or what it makes, which is then kept.
     *
     * @throws PhaseFailure if it cannot be made
     * @throws InputException if what is kept cannot be read, or what it makes not be written
     */
    Checkpoint phase(String name, Supplier<Checkpoint> work) {
        Path file = folder.resolve("checkpoints").resolve(name + ".npz");
        if (Checkpoint.exists(file)) {
            say.accept(name + ": kept from before");
            return Checkpoint.read(file);
        }
        long start = System.nanoTime();
        Checkpoint made;
        try {
            made = work.get();
        } catch (InputException e) {
            throw new PhaseFailure(name, e);
        }
        made.write(file);
        say.accept(String.format("%s: done in %.1f s", name, (System.nanoTime() - start) / 1e9));
        return made;
    }

    /** Says a line. */
    void say(String line) {
        say.accept(line);
    }

    /** Random numbers of a phase: the same whether phases before it were run or read. */
    Random random(String phase) {
        return new Random(seed * 1_000_003 + phase.hashCode());
    }

    /** A number as options and file names have it: {@code 1}, {@code 0.5}. */
    static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
