package org.escalatesim.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * YAML files that ship inside the jar: a resource folder with one {@code NAME.yaml} each and an {@code index.txt} of the
 * names, since a jar's folders cannot be listed like a disk's. An existing file of the user's wins over a bundled name.
 */
public final class Bundle {
    private static final String SUFFIX = ".yaml";
    private final Class<?> anchor;
    private final String folder;
    private final String what;
    private final List<String> names;

    /**
     * A file found.
     *
     * @param name how messages call it
     * @param text its text
     * @param path the user's file, or null for a bundled one
     */
    public record Found(String name, String text, Path path) {}

    /**
     * A folder of bundled files.
     *
     * @param anchor a class of the module that holds them
     * @param folder the resource folder, relative to the anchor's package
     * @param what what one file is, for messages, for example {@code machine}
     */
    public Bundle(Class<?> anchor, String folder, String what) {
        this.anchor = anchor;
        this.folder = folder;
        this.what = what;
        names = resource("index.txt")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** The bundled names, without {@code .yaml}, in the order of the index. */
    public List<String> names() {
        return names;
    }

    /** A bundled file by its name in {@link #names}. */
    public Found bundled(String name) {
        return new Found(name + SUFFIX, resource(name + SUFFIX), null);
    }

    /**
     * Finds a file: an existing path wins, else a bundled name with or without {@code .yaml}.
     *
     * @throws InputException if there is neither, with the nearest name and all of them
     */
    public Found find(String nameOrPath) {
        return find(nameOrPath, null);
    }

    /** Like {@link #find(String)}, a relative path being looked up beside {@code from} (may be null). */
    Found find(String nameOrPath, Path from) {
        Path path = path(nameOrPath, from);
        if (path != null && Files.isRegularFile(path)) {
            return new Found(path.toString(), YamlReader.text(path), path);
        }
        String name = nameOrPath.endsWith(SUFFIX)
                ? nameOrPath.substring(0, nameOrPath.length() - SUFFIX.length())
                : nameOrPath;
        if (names.contains(name)) {
            return bundled(name);
        }
        throw new InputException("'" + nameOrPath + "' is neither a file nor a bundled " + what
                + Names.didYouMean(name, names) + (Names.nearest(name, names) == null ? "; " : " ") + "bundled: "
                + String.join(", ", names));
    }

    private static Path path(String text, Path from) {
        try {
            return from == null ? Path.of(text) : from.resolveSibling(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private String resource(String file) {
        String resource = folder + "/" + file;
        try (InputStream stream = anchor.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("resource " + resource + " is missing beside " + anchor.getName());
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
