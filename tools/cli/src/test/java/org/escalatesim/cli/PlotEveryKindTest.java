package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.plot.Fonts;
import org.escalatesim.report.plot.Plots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of figure from the command line, on results of a network of two layers that are made here. */
class PlotEveryKindTest {
    private static final String COEFFICIENTS = "--set=workload.coefficient_density=0.3";
    private static final String ACTIVATIONS = "--set=workload.activation_density=0.5";

    @TempDir
    Path folder;

    private final Set<String> drawn = new TreeSet<>();

    @Test
    void everyKindIsDrawnInEveryFormat() throws IOException {
        assumeFont();
        Path sweep = SweepFolder.write(
                folder,
                "seeds: [1, 2]\n",
                "ring.slots: [4, 64]",
                "channel_accumulation.pattern: [\"L<1,0>\", \"T<2,5>\"]");
        String net = folder.resolve("tiny.yaml").toString();
        String points = folder.resolve("points").toString();
        runs("sweep", sweep.toString(), "--out", points, "--threads", "2");
        runs("merge", points);
        String run = folder.resolve("run").toString();
        runs("run", "--net", net, COEFFICIENTS, ACTIVATIONS, "--out", run);
        List<String> compared = new ArrayList<>();
        for (String seed : new String[] {"1", "2"}) {
            compared.add(folder.resolve("cmp" + seed).toString());
            String out = folder.resolve("cmp" + seed).toString();
            runs(
                    "compare",
                    "--net",
                    net,
                    "--machines",
                    "tile8,systolic",
                    "--sram",
                    "none",
                    "--seed",
                    seed,
                    COEFFICIENTS,
                    ACTIVATIONS,
                    "--out",
                    out);
        }
        String table = folder.resolve("training.csv").toString();
        Files.writeString(Path.of(table), "name,accuracy,cycles\ndense,92,400\nsparse,91,100\n");

        draws("speedup", compared.get(0), compared.get(1));
        draws("efficiency", compared.get(0));
        draws("energy", compared.get(0), "--scale", "relative");
        draws("energy", run, "--layers");
        draws("cycles", run, "--units", "ca,mac");
        draws("utilisation", run);
        draws("roofline", run);
        draws("sensitivity", points, "--x", "ring.slots", "--y", "cycles", "--series", "channel_accumulation.pattern");
        draws(
                "sensitivity",
                points,
                "--x",
                "ring.slots",
                "--y",
                "energy_pj",
                "--series",
                "channel_accumulation.pattern",
                "--heat");
        draws("pareto", points);
        draws("pareto", compared.get(0), "--x", "milliseconds", "--z", "sram_bytes");
        draws("density", run);
        draws("density", "--net", net, COEFFICIENTS, ACTIVATIONS);
        draws("accuracy", table, "--over", "dense");
        assertThat(drawn).containsExactlyInAnyOrderElementsOf(Plots.kinds());
    }

    private static void runs(String... args) {
        Cli cli = Cli.run(args);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
    }

    private void draws(String kind, String... more) throws IOException {
        for (String extension : new String[] {"png", "svg", "pdf"}) {
            Path out = folder.resolve("figure." + extension);
            Files.deleteIfExists(out);
            List<String> args = new ArrayList<>(List.of("plot", kind));
            args.addAll(List.of(more));
            if (extension.equals("png")) {
                args.addAll(List.of("--dpi", "100"));
            }
            args.addAll(List.of("--out", out.toString()));
            runs(args.toArray(String[]::new));
            byte[] bytes = Files.readAllBytes(out);
            assertThat(bytes).hasSizeGreaterThan(2000);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            if (extension.equals("pdf")) {
                try (PDDocument document = Loader.loadPDF(bytes)) {
                    text = document.getDocumentInformation().getSubject();
                }
            }
            String end = "--out " + folder.getFileName() + "/figure." + extension;
            assertThat(text)
                    .contains("escalate-sim plot " + kind + " ")
                    .contains(end)
                    .doesNotContain(folder.toString());
        }
        drawn.add(kind);
    }

    private static void assumeFont() {
        System.setProperty("java.awt.headless", "true");
        boolean there;
        try {
            there = !Fonts.serif().isEmpty();
        } catch (ResultException e) {
            there = false;
        }
        assumeTrue(there, "no serif font is installed");
    }
}
