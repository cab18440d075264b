package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.escalatesim.validate.Comparison;
import org.escalatesim.validate.References;
import org.escalatesim.validate.Validation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ValidateCommandTest {
    @TempDir
    Path temp;

    /** A machine that reads its figures from {@code theirs.csv} and is 10 % above all of them. */
    private static final class TenPerCent implements Validation {
        private final double bound;

        TenPerCent(double bound) {
            this.bound = bound;
        }

        @Override
        public String machine() {
            return "ten";
        }

        @Override
        public String description() {
            return "Ours is 1.1 times theirs.";
        }

        @Override
        public List<Comparison> compare(References references) {
            return references.rows("theirs.csv").stream()
                    .map(row -> {
                        double figure = Double.parseDouble(row.get("cycles"));
                        return new Comparison(row.get("layer"), "cycles", figure, 1.1 * figure, bound, "why | how");
                    })
                    .toList();
        }
    }

    private Cli run(double bound, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new ValidateCommand(List.of(new TenPerCent(bound))));
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        line.setParameterExceptionHandler(Failures::badParameter);
        line.setExecutionExceptionHandler(Failures::failed);
        return new Cli(line.execute(args), out.toString(), err.toString());
    }

    private String figures(String text) throws IOException {
        Files.writeString(temp.resolve("theirs.csv"), text);
        return temp.toString();
    }

    @Test
    void figuresThatKeepTheirBoundAreShownAndWritten() throws IOException {
        String folder = figures("layer,cycles\nconv1,1000\nconv2,2005\n");
        Path page = temp.resolve("page.md");
        Cli cli = run(0.15, "--references", folder, "--out", page.toString());
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
        assertThat(cli.out())
                .startsWith("ten: 2 figures, 2 with a bound, 0 missed\nOurs is 1.1 times theirs.\n")
                .containsPattern("conv2 +cycles +2,005 +2,205\\.5 +\\+10\\.00 % +15 % +agrees +\\[1]")
                .contains("[1] why | how");
        assertThat(page)
                .content()
                .startsWith("# Validation\n")
                .contains("| ten | 2 | 2 | 0 |\n", "\n## ten\n\nOurs is 1.1 times theirs.\n")
                .contains("| conv1 | cycles | 1,000 | 1,100 | +10.00 % | 15 % | agrees | why \\| how |\n")
                .doesNotContain(folder);
        String once = Files.readString(page);
        run(0.15, "--references", folder, "--out", page.toString(), "--quiet");
        assertThat(page).hasContent(once);
    }

    @Test
    void aMissedBoundIsNamedAndEndsWithOne() throws IOException {
        String folder = figures("layer,cycles\nconv1,1000\n");
        Path page = temp.resolve("page.md");
        Cli cli = run(0.05, "--references", folder, "--out", page.toString(), "--quiet");
        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.errors())
                .containsExactly(
                        "error: bound missed: ten: conv1, cycles: ours 1,100, theirs 1,000, deviation +10.00 %,"
                                + " bound 5 %");
        assertThat(page).content().contains("| MISSED |");
    }

    @Test
    void whereNothingIsDemandedNothingIsMissed() throws IOException {
        Cli cli = run(Double.NaN, "--references", figures("layer,cycles\nconv1,1000\n"));
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("1 figures, 0 with a bound, 0 missed").contains("none  reported");
    }

    @Test
    void badInputIsOneLine() throws IOException {
        assertThat(run(0, "--references", temp.resolve("none").toString()).errors())
                .containsExactly("error: --references " + temp.resolve("none") + ": is not a folder");
        assertThat(run(0, "--references", temp.toString()).errors())
                .containsExactly("error: " + temp.resolve("theirs.csv") + ": no such file");
        assertThat(run(0, "--references", figures("layer,cylces\nconv1,1000\n")).errors())
                .containsExactly(
                        "error: " + temp.resolve("theirs.csv") + ": no column 'cycles'; columns: layer, cylces");
        Cli cli = run(0, "--references", figures("layer,cycles\nconv1,many\n"));
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.errors())
                .singleElement()
                .asString()
                .contains("figures of ten: not a number: ")
                .contains("many");
        assertThat(run(0, "--references", temp.toString(), "--out", "page.txt").errors())
                .containsExactly("error: --out must be a file that ends in .md, not page.txt");
    }
}
