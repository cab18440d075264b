package org.escalatesim.workloads.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Are the constants those that a pruned network gives, and do synthetic pruned layers look like it? */
class PruningFitTest {

    @Test
    void theConstantsAreThoseOfTheFitAndTheTableIsWritten() throws IOException {
        StringBuilder table = new StringBuilder();
        Map<PruningModel, PruningModel> models = new LinkedHashMap<>();
        for (int channels : new int[] {16, 32, 64}) {
            PruningFit fit = new PruningFit(channels);
            PruningModel constants = PruningModel.fitted(channels);
            models.put(constants, fit.fit());
            table.append(channels)
                    .append(" channels, fit: ")
                    .append(models.get(constants))
                    .append('\n');
            for (double density : PruningFit.DENSITIES) {
                PruningFit.Spread measured = fit.measured(density);
                PruningFit.Spread model = fit.synthetic(constants, density);
                table.append(String.format(
                        Locale.ROOT,
                        "| %d | %.1f | %.2f / %.2f | %.2f / %.2f | %.2f / %.2f | %.2f / %.2f | %.2f / %.2f |%n",
                        channels,
                        density,
                        measured.output,
                        model.output,
                        measured.input,
                        model.input,
                        measured.kernel,
                        model.kernel,
                        measured.emptyKernels,
                        model.emptyKernels,
                        measured.tap,
                        model.tap));
            }
        }
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "pruning-fit.txt"), table);
        models.forEach((constants, fitted) -> {
            assertThat(constants.outputSpread()).isCloseTo(fitted.outputSpread(), within(.01));
            assertThat(constants.inputSpread()).isCloseTo(fitted.inputSpread(), within(.01));
            assertThat(constants.kernelSpread()).isCloseTo(fitted.kernelSpread(), within(.01));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64})
    void theModelReproducesThePrunedNetwork(int channels) {
        PruningFit fit = new PruningFit(channels);
        for (double density : PruningFit.DENSITIES) {
            PruningFit.Spread measured = fit.measured(density);
            PruningFit.Spread model = fit.synthetic(PruningModel.fitted(channels), density);
            PruningFit.Spread uniform = fit.synthetic(PruningModel.UNIFORM, density);
            // One set of parameters for all densities: within 20 % at each of them.
            assertThat(model.output)
                    .as("output at " + density)
                    .isCloseTo(measured.output, within(.2 * measured.output));
            assertThat(model.input).as("input at " + density).isCloseTo(measured.input, within(.2 * measured.input));
            assertThat(model.kernel)
                    .as("kernel at " + density)
                    .isCloseTo(measured.kernel, within(.2 * measured.kernel));
            // Independent bits have none of it.
            assertThat(uniform.output).isLessThan(.2 * measured.output);
            assertThat(uniform.input).isLessThan(.2 * measured.input);
            assertThat(uniform.kernel).isLessThan(.2 * measured.kernel);
        }
    }
}
