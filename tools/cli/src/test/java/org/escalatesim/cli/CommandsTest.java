package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandsTest {
    @Test
    void listNamesWhatIsBundled() {
        Cli cli = Cli.run("list");
        assertThat(cli.code()).isZero();
        assertThat(cli.out())
                .contains("machines (--config), with the forms")
                .containsPattern("\\n  tile8 .* \\[decomposed\\]\\n")
                .contains("\n  all of them also run a trace folder's layers with branches, in the form grouped\n\n")
                .contains("networks (--net), each in all of these forms but grouped (--set workload.form=FORM)\n")
                .contains("  resnet50 ")
                .contains("  45nm-lop ");
        assertThat(Cli.run("list", "--quiet").out()).isEmpty();
    }

    @Test
    void helpIsThereForAllAndForEach() {
        assertThat(Cli.run("--help").out()).contains("Commands:").contains("reprice");
        assertThat(Cli.run("help", "run").out())
                .contains("--config")
                .contains("--verify")
                .isEqualTo(Cli.run("run", "--help").out())
                .isEqualTo(Cli.run("--net", "resnet50", "--help").out());
        assertThat(Cli.run("--help").code()).isZero();
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(Cli.run("--version").out()).matches("escalate-sim \\d+\\.\\d+\\.\\d+\\s*");
    }

    @Test
    void everyCommandTellsItsOwnDefaultFolder() {
        assertThat(Cli.run("help", "run").out()).contains("out/WORKLOAD-MACHINE)");
        assertThat(Cli.run("help", "infer").out()).contains("out/FOLDER-MACHINE-inference)");
        assertThat(Cli.run("help", "compare").out()).contains("out/WORKLOAD-MACHINES)");
        assertThat(Cli.run("help", "decompose").out()).contains("out/FOLDER-decomposition)");
        assertThat(Cli.run("help", "reprice").out()).contains("out/RUNFOLDER-TABLE)");
    }

    @Test
    void theSameWordsMeanTheSameInEveryCommand() {
        for (String command : new String[] {"run", "infer"}) {
            assertThat(Cli.run("help", command).out())
                    .contains("--config=NAME|FILE", "--set=PATH=VALUE", "--threads=N", "--energy=NAME|FILE");
        }
        assertThat(Cli.run("help", "compare").out())
                .contains(
                        "--machines=",
                        "--over=LABEL",
                        "--as-published",
                        "--sram=",
                        "--threads=N",
                        "--energy=NAME|FILE");
        for (String command : new String[] {"run", "infer", "compare", "decompose", "reprice"}) {
            assertThat(Cli.run("help", command).out()).contains("--out=DIR", "--quiet", "--stacktrace");
        }
    }
}
