package org.escalatesim.cli;

import java.util.List;
import org.escalatesim.plugin.CommandPlugin;
import org.escalatesim.plugin.PluginJar;
import org.escalatesim.plugin.Plugins;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The commands of optional jars: each is listed in the help, and its jar is opened only when it is asked for. */
final class PluginCommands {
    private PluginCommands() {}

    /** Adds the commands; the one that these arguments ask for is loaded, the others are names with a description. */
    static void add(CommandLine line, String... args) {
        List<String> asked = List.of(args).subList(0, Math.min(2, args.length));
        boolean help = !asked.isEmpty() && asked.get(0).equals("help");
        String command = asked.isEmpty() ? "" : asked.get(help ? asked.size() - 1 : 0);
        for (PluginJar jar : PluginJar.ALL) {
            if (jar.command().equals(command)) {
                CommandPlugin plugin = new Plugins(Plugins.defaultFolder(), Version.text()).command(jar);
                // Libraries with native parts look for them through the thread's loader.
                Thread.currentThread().setContextClassLoader(plugin.getClass().getClassLoader());
                line.addSubcommand(jar.command(), plugin.create());
            } else {
                CommandSpec name = CommandSpec.create();
                name.usageMessage()
                        .description(jar.description() + " Needs the optional jar " + jar.jar() + " (" + jar.module()
                                + ").");
                line.addSubcommand(jar.command(), name);
            }
        }
    }
}
