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

/** Are the model's constants those that the trained network gives, and do synthetic layers look like it? */
class SyntheticFitTest {

    @Test
    void theConstantsAreThoseOfTheFitAndTheTableIsWritten() throws IOException {
        StringBuilder table = new StringBuilder();
        Map<SyntheticModel, SyntheticModel> models = new LinkedHashMap<>();
        for (int channels : new int[] {16, 32, 64}) {
            SyntheticFit fit = new SyntheticFit(channels);
            Unevenness measured = fit.measured();
            Unevenness model = fit.synthetic(SyntheticModel.fitted(channels));
            Unevenness uniform = fit.synthetic(SyntheticModel.UNIFORM);
            SyntheticModel fitted = fit.fit();
            models.put(SyntheticModel.fitted(channels), fitted);
            table.append(channels).append(" channels, fit: ").append(fitted).append('\n');
            line(table, "row", measured.row, model.row, uniform.row);
            line(table, "output", measured.output, model.output, uniform.output);
            line(table, "input", measured.input, model.input, uniform.input);
            line(table, "empty rows", measured.emptyRows, model.emptyRows, uniform.emptyRows);
            line(table, "channel", measured.channel, model.channel, uniform.channel);
            line(table, "lag 1", measured.lag1, model.lag1, uniform.lag1);
            line(table, "lag 2", measured.lag2, model.lag2, uniform.lag2);
            line(table, "lag 4", measured.lag4, model.lag4, uniform.lag4);
            line(table, "pixel", measured.pixel, model.pixel, uniform.pixel);
        }
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "synthetic-fit.txt"), table);
        models.forEach((constants, fitted) -> {
            assertThat(constants.outputSpread()).isCloseTo(fitted.outputSpread(), within(.01));
            assertThat(constants.rowSpread()).isCloseTo(fitted.rowSpread(), within(.01));
            assertThat(constants.emptyRows()).isCloseTo(fitted.emptyRows(), within(.01));
            assertThat(constants.inputSpread()).isCloseTo(fitted.inputSpread(), within(.01));
            assertThat(constants.channelSpread()).isCloseTo(fitted.channelSpread(), within(.01));
            assertThat(constants.field()).isCloseTo(fitted.field(), within(.01));
            assertThat(constants.sharedField()).isCloseTo(fitted.sharedField(), within(.01));
            assertThat(constants.fieldNeighbour()).isCloseTo(fitted.fieldNeighbour(), within(.01));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64})
    void theModelReproducesTheTrainedNetwork(int channels) throws IOException {
        SyntheticFit fit = new SyntheticFit(channels);
        Unevenness measured = fit.measured();
        Unevenness model = fit.synthetic(SyntheticModel.fitted(channels));
        Unevenness uniform = fit.synthetic(SyntheticModel.UNIFORM);
        assertThat(model.row).as("row").isCloseTo(measured.row, within(.15 * measured.row));
        assertThat(model.output).as("output").isCloseTo(measured.output, within(.1 * measured.output));
        assertThat(model.input).as("input").isCloseTo(measured.input, within(.1 * measured.input));
        assertThat(model.channel).as("channel").isCloseTo(measured.channel, within(.1 * measured.channel));
        assertThat(model.lag1).as("lag 1").isCloseTo(measured.lag1, within(.1));
        assertThat(model.lag2).as("lag 2").isCloseTo(measured.lag2, within(.1));
        assertThat(model.emptyRows).as("empty rows").isCloseTo(measured.emptyRows, within(.06));
        // Independent bits have none of it.
        assertThat(uniform.row).isLessThan(.3 * measured.row);
        assertThat(uniform.channel).isLessThan(.5 * measured.channel);
        assertThat(uniform.lag1).isLessThan(.05);
    }

    private static void line(StringBuilder table, String name, double measured, double model, double uniform) {
        table.append(String.format(Locale.ROOT, "| %s | %.4f | %.4f | %.4f |%n", name, measured, model, uniform));
    }
}
