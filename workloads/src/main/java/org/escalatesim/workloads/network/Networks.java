package org.escalatesim.workloads.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.workloads.synthetic.SyntheticWorkload;

/** The bundled networks and profiles, and those that a user gives by path. */
public final class Networks {
    private static final String ROOT = "/org/escalatesim/workloads/";

    private static final List<String> NAMES = List.of(
            "alexnet",
            "vgg16",
            "resnet18",
            "resnet50",
            "resnet152",
            "mobilenetv2",
            "googlenet",
            "squeezenet",
            "vgg16-cifar",
            "resnet18-cifar",
            "resnet20-cifar",
            "resnet56-cifar",
            "resnet152-cifar",
            "mobilenetv2-cifar");

    private Networks() {}

    /** Names of the bundled networks, each with a line that describes it, in the order of a list. */
    public static Map<String, String> bundled() {
        Map<String, String> titles = new LinkedHashMap<>();
        for (String name : NAMES) {
            // Only the title line is wanted, so the layers are not parsed.
            String title = resource("networks/" + name + ".yaml")
                    .lines()
                    .filter(line -> line.startsWith("title: "))
                    .findFirst()
                    .orElseThrow();
            titles.put(name, title.substring("title: ".length()).replace("\"", ""));
        }
        return Collections.unmodifiableMap(titles);
    }

    /**
     * Makes a workload of a network and its profile.
     *
     * @param nameOrPath a file, or else the name of a bundled network with or without {@code .yaml}
     * @throws InputException when there is no such network or profile or a file does not fit its format
     */
    public static SyntheticWorkload load(String nameOrPath, NetworkOptions options) {
        Network network = network(nameOrPath);
        return new Planner(network, profile(network, options), options).workload();
    }

    /** Reads a network, named as in {@link #load}. */
    public static Network network(String nameOrPath) {
        Path path = file(nameOrPath);
        if (path != null) {
            return nameOrPath.endsWith(".csv")
                    ? ScaleSimTopology.read(nameOrPath, text(path))
                    : NetworkReader.read(nameOrPath, text(path));
        }
        String name = bundledName(nameOrPath);
        if (!NAMES.contains(name)) {
            throw new InputException(nameOrPath + ": no such file and no bundled network of that name"
                    + Names.didYouMean(name, NAMES) + "; bundled: " + String.join(", ", NAMES));
        }
        return NetworkReader.read(name + ".yaml", resource("networks/" + name + ".yaml"));
    }

    /** The profile that the options name for a network, or the bundled one of the network's name. */
    public static Profile profile(Network network, NetworkOptions options) {
        if (options.profile() != null) {
            Path path = file(options.profile());
            if (path != null) {
                return ProfileReader.read(options.profile(), text(path), network);
            }
        }
        String name = bundledName(options.profile() == null ? network.name() : options.profile());
        if (NAMES.contains(name)) {
            return ProfileReader.read("profile " + name + ".yaml", resource("profiles/" + name + ".yaml"), network);
        }
        if (options.profile() == null && options.givesDensities()) {
            return assumed(network);
        }
        throw new InputException(
                options.profile() == null
                        ? network.name()
                                + ": there is no bundled profile of that name; give workload.profile=FILE, or "
                                + String.join(" and ", options.densityPaths())
                        : "workload.profile: " + options.profile()
                                + ": no such file and no bundled profile of that name" + Names.didYouMean(name, NAMES)
                                + "; bundled: " + String.join(", ", NAMES));
    }

    /** The text of the network's file and of its profile's, if there is one: with the options, all that a workload is. */
    public static String text(String nameOrPath, NetworkOptions options) {
        Path path = file(nameOrPath);
        String network = path == null ? resource("networks/" + bundledName(nameOrPath) + ".yaml") : text(path);
        String name = options.profile() == null ? network(nameOrPath).name() : options.profile();
        Path given = options.profile() == null ? null : file(name);
        if (given != null) {
            return network + text(given);
        }
        return NAMES.contains(bundledName(name))
                ? network + resource("profiles/" + bundledName(name) + ".yaml")
                : network;
    }

    /** A profile for a network whose densities the options give; only the image's is needed. */
    private static Profile assumed(Network network) {
        Profile.Density dense = new Profile.Density(1, null, "assumed: a normalised image has no exact zeros");
        List<Profile.Density> all = Collections.nCopies(network.layers().size(), dense);
        return new Profile(
                6,
                2,
                "accuracy not established",
                List.of(1.0),
                "assumed: the same density for every basis index",
                all,
                all,
                null);
    }

    private static String bundledName(String name) {
        return name.endsWith(".yaml") ? name.substring(0, name.length() - ".yaml".length()) : name;
    }

    private static Path file(String name) {
        try {
            Path path = Path.of(name);
            return !name.isEmpty() && Files.exists(path) && !bundledFolder(path) ? path : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** A folder that happens to have a bundled network's name, such as one of its results. */
    private static boolean bundledFolder(Path path) {
        return Files.isDirectory(path) && NAMES.contains(path.toString());
    }

    private static String text(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new InputException(
                    path + ": is " + (Files.isDirectory(path) ? "a folder, not a file" : "no regular file"));
        }
        try {
            return Files.readString(path);
        } catch (CharacterCodingException e) {
            throw new InputException(path + ": is not UTF-8 text");
        } catch (IOException e) {
            throw new InputException(path + ": cannot be read");
        }
    }

    private static String resource(String name) {
        try (InputStream stream = Networks.class.getResourceAsStream(ROOT + name)) {
            if (stream == null) {
                throw new IllegalStateException("missing from the jar: " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
