package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.escalatesim.report.plot.Plots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code plot} refuses: one line, exit code 2, nothing written. */
class PlotCommandTest {
    @TempDir
    Path folder;

    private void refuses(String words, String... args) throws IOException {
        long before = files();
        Cli cli = Cli.run(args);
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.errors()).hasSize(1);
        assertThat(cli.errors().get(0)).contains(words);
        assertThat(files()).isEqualTo(before);
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void badInputIsNamed() throws IOException {
        String out = folder.resolve("f.png").toString();
        String empty = file("empty.json", "");
        String other = file("other.json", "{\"format\": \"else\"}");
        String half = file("half.json", "{\"format\": ");
        String csv =
                file("points.csv", "point,machine,workload,seed,ring.slots,failure,cycles\n1,tile8,net,1,8,,100\n");
        refuses("no kind of figure 'rooflines'; did you mean roofline?", "plot", "rooflines", csv, "--out", out);
        refuses("did you mean energy?", "plot", "enery", csv, "--out", out);
        refuses("is empty; needs the compare.json", "plot", "speedup", empty, "--out", out);
        refuses("no result that figures are made of", "plot", "speedup", other, "--out", out);
        String old = file("old.json", "{\"format\": \"escalate-sim run 1\"}");
        refuses("not 'escalate-sim run 1': a result of another version", "plot", "cycles", old, "--out", out);
        String failed = file(
                "failed.json",
                "{\"format\": \"escalate-sim failed point 1\", \"failure\": \"tiles must be 1 to 1024, not 0\"}");
        refuses(
                "failed.json: a point of a sweep that failed: tiles must be 1 to 1024, not 0",
                "plot",
                "cycles",
                failed,
                "--out",
                out);
        refuses("--x and --y are both cycles", "plot", "pareto", csv, "--y", "cycles", "--out", out);
        refuses("a folder without the run.json of a run", "plot", "cycles", folder.toString(), "--out", out);
        refuses("nothing to plot", "plot", "cycles", "--out", out);
        refuses("--x: no column 'cycle'; did you mean cycles?", "plot", "pareto", csv, "--x", "cycle", "--out", out);
        refuses("--z: no column 'area'", "plot", "pareto", csv, "--y", "point", "--z", "area", "--out", out);
        refuses("--net is for density, not for cycles", "plot", "cycles", "--net", "resnet20-cifar", "--out", out);
        refuses("densities have no machine", "plot", "density", "--net", "x", "--set", "tiles=2", "--out", out);
        refuses("--dpi must be 50 to 1200, not 7", "plot", "cycles", csv, "--dpi", "7", "--out", out);
        refuses("half.json:1:", "plot", "cycles", half, "--out", out);
        refuses("is the merged CSV of a sweep; this figure needs", "plot", "cycles", csv, "--out", out);
        refuses("no such file", "plot", "cycles", folder.resolve("none").toString(), "--out", out);
        refuses("must end with .png, .svg, .pdf", "plot", "cycles", csv, "--out", out + ".gif");
        refuses("--width must be above 0", "plot", "cycles", csv, "--out", out, "--width", "0");
        refuses(
                "no column 'ring.slot'; did you mean ring.slots?",
                "plot",
                "sensitivity",
                csv,
                "--x",
                "ring.slot",
                "--y",
                "cycles",
                "--out",
                out);
        refuses("needs --x and --y", "plot", "sensitivity", csv, "--out", out);
        refuses("--where must be COLUMN=VALUE", "plot", "sensitivity", csv, "--where", "x", "--out", out);
        refuses("--error must be sd or ci95", "plot", "sensitivity", csv, "--error", "x", "--out", out);
    }

    @Test
    void optionsOfOtherKindsAreRefused() throws IOException {
        String csv = file("points.csv", "name,cycles,energy_pj\na,1,2\nb,2,1\n");
        String out = folder.resolve("f.png").toString();
        Map<String, String> values = Map.of("--seed", "3", "--scale", "relative", "--error", "ci95", "--where", "a=b");
        Set<String> flags = Set.of("--heat", "--layers", "--from-zero");
        for (Map.Entry<String, List<String>> taken : PlotOptions.taken().entrySet()) {
            String option = taken.getKey();
            String given = flags.contains(option) ? option : option + "=" + values.getOrDefault(option, "cycles");
            for (String kind : Plots.kinds()) {
                if (!taken.getValue().contains(kind)) {
                    String kinds = String.join(", ", taken.getValue());
                    String words = option + " is for " + kinds + ", not for " + kind;
                    refuses("error: " + words, "plot", kind, csv, given, "--out", out);
                }
            }
        }
        refuses("--error is for", "plot", "sensitivity", csv, "--heat", "--error", "sd", "--out", out);
        refuses("--from-zero is for", "plot", "sensitivity", csv, "--heat", "--from-zero", "--out", out);
        String svg = folder.resolve("f.svg").toString();
        refuses("--dpi is for png, not for svg", "plot", "pareto", csv, "--dpi", "300", "--out", svg);
        refuses("give results or --net", "plot", "density", csv, "--seed", "3", "--out", out);
    }

    /** The help text of an option, or the heading above it, begins with the kinds that take it. */
    @Test
    void theHelpNamesTheKindsThatTakeAnOption() {
        CommandSpec plot =
                new CommandLine(new PlotCommand()).setUsageHelpWidth(200).getCommandSpec();
        Map<String, List<String>> taken = new HashMap<>(PlotOptions.taken());
        for (OptionSpec option : plot.options()) {
            ArgGroupSpec group = option.group();
            String text = group == null ? option.description()[0] : group.heading();
            List<String> kinds = taken.remove(option.longestName());
            if (kinds == null) {
                assertThat(text.split("[,: ]")[0]).as(option.longestName()).isNotIn(Plots.kinds());
            } else {
                assertThat(Plots.kinds()).containsSubsequence(kinds);
                assertThat(text).matches(String.join(", ", kinds) + "[:,] .*");
            }
        }
        assertThat(taken).as("options that plot does not have").isEmpty();
    }
}
