package org.escalatesim.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.zip.ZipFile;
import org.escalatesim.config.InputException;

/** Finds optional jars and loads them, each in a class loader of its own: two may bring two versions of a library. */
public final class Plugins {
    /** The environment variable that names the folder of the jars. */
    public static final String VARIABLE = "ESCALATE_SIM_PLUGINS";

    private final Path folder;
    private final String version;

    /**
     * The jars of a folder.
     *
     * @param version the version of the main jar
     */
    public Plugins(Path folder, String version) {
        this.folder = folder;
        this.version = version;
    }

    /** The folder that {@value #VARIABLE} names, else {@code plugins} beside the main jar. */
    public static Path defaultFolder() {
        String named = System.getenv(VARIABLE);
        if (named != null && !named.isBlank()) {
            return Path.of(named);
        }
        try {
            Path code = Path.of(Plugins.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.resolveSibling("plugins");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Loads a command.
     *
     * @throws InputException if the jar is missing, cannot be read, or was built with another version; the line names
     *     the jar, the command that builds it and the folder
     */
    public CommandPlugin command(PluginJar wanted) {
        CommandPlugin plugin =
                find(CommandPlugin.class, wanted, found -> found.command().equals(wanted.command()));
        if (!plugin.version().equals(version)) {
            throw new InputException(folder.resolve(wanted.jar()) + ": is of version " + plugin.version() + ", not "
                    + version + " as the main jar; build it with " + wanted.buildCommand());
        }
        return plugin;
    }

    /**
     * Loads a service: from the classpath where it is there (tests, embedding), else from the jar.
     *
     * @throws InputException as {@link #command}
     */
    public <S> S find(Class<S> service, PluginJar wanted, Predicate<S> which) {
        Path jar = folder.resolve(wanted.jar());
        ClassLoader parent = Plugins.class.getClassLoader();
        try {
            for (S found : ServiceLoader.load(service, parent)) {
                if (which.test(found)) {
                    return found;
                }
            }
            check(wanted, jar);
            // Stays open: its classes are used until the process ends.
            @SuppressWarnings("resource")
            URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, parent);
            for (S found : ServiceLoader.load(service, loader)) {
                if (which.test(found)) {
                    return found;
                }
            }
        } catch (ServiceConfigurationError | MalformedURLException e) {
            throw new InputException(
                    jar + ": cannot be loaded (" + e.getMessage() + "); build it with " + wanted.buildCommand());
        }
        throw new InputException(
                jar + ": does not hold '" + wanted.command() + "'; build it with " + wanted.buildCommand());
    }

    private void check(PluginJar wanted, Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new InputException(
                    "'" + wanted.command() + "' needs the optional jar " + wanted.jar() + ", which is not in "
                            + folder + "; build it in a checkout with " + wanted.buildCommand() + ", and copy it to "
                            + folder + " or name its folder in $" + VARIABLE);
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.size();
        } catch (IOException e) {
            throw new InputException(
                    jar + ": is not a jar (" + e.getMessage() + "); build it with " + wanted.buildCommand());
        }
    }
}
