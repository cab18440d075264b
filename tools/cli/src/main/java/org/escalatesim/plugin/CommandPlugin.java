package org.escalatesim.plugin;

/** A command that lives in an optional jar; named in the jar's {@code META-INF/services}. */
public interface CommandPlugin {
    /** The word on the command line, one of {@link PluginJar#ALL}, for example {@code trace}. */
    String command();

    /** The version that the jar was built with; it has to be that of the main jar. */
    String version();

    /** A new picocli command object: {@code Callable<Integer>}, returning the exit code. */
    Object create();
}
