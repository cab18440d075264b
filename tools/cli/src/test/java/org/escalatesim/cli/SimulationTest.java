package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.escalatesim.config.EnergyTables;
import org.escalatesim.config.InputException;
import org.escalatesim.config.LoadedEnergy;
import org.escalatesim.report.PricedRun;
import org.escalatesim.report.RunJson;
import org.escalatesim.report.RunJsonReader;
import org.escalatesim.report.RunRecord;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static Job job(long seed) {
        WorkOptions options = new WorkOptions();
        options.net = "resnet20-cifar";
        options.seed = seed;
        return options.job(List.of(), FakeMachine.loaded().spec().weightForms());
    }

    private static RunRecord run(long seed, int threads) {
        return Simulation.run(FakeMachine.loaded(), job(seed), threads, false, true);
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        String one = json(run(1, 1), "45nm-lop");
        assertThat(json(run(1, 4), "45nm-lop")).isEqualTo(one);
        assertThat(json(run(2, 1), "45nm-lop")).isNotEqualTo(one);
    }

    @Test
    void layersStandInTheOrderOfTheNetwork() {
        RunRecord run = run(1, 3);
        assertThat(run.layers())
                .extracting(layer -> layer.layer())
                .startsWith("conv1")
                .hasSize(20);
        // 40.55 M multiply-accumulates: ResNet-20 for CIFAR-10, convolutions and classifier
        assertThat(run.cycles()).isEqualTo(40_551_040L);
    }

    @Test
    void aFinishedRunPricedAgainEqualsOnePricedAtOnce() {
        RunRecord run = run(1, 2);
        RunRecord back = RunJsonReader.read("run.json", json(run, "45nm-lop"));
        assertThat(json(back, "45nm-hp")).isEqualTo(json(run, "45nm-hp")).isNotEqualTo(json(run, "45nm-lop"));
    }

    @Test
    void aMachineWithoutAReferenceCannotBeVerified() {
        assertThatThrownBy(() -> Simulation.run(FakeMachine.loaded(), job(1), 1, true, true))
                .isInstanceOf(InputException.class)
                .hasMessage("--verify: there is no reference for machine fake");
    }

    private static String json(RunRecord run, String table) {
        LoadedEnergy energy = EnergyTables.open(table);
        return RunJson.write(PricedRun.of(run, energy.table(), energy.resolved()));
    }
}
