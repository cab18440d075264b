package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.report.RunRecord;
import org.escalatesim.trace.Accuracy;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.folder.TraceOptions;
import org.junit.jupiter.api.Test;

/** Does a machine get the form of weights that it runs, from the command line on? */
class WeightFormsTest {
    private static final LoadedMachine SPARSE = FakeMachine.loaded(WeightForm.UNSTRUCTURED, WeightForm.DENSE);

    private static Job job(LoadedMachine machine, String net, String... sets) {
        WorkOptions options = new WorkOptions();
        options.net = net;
        return options.job(pairs(sets), machine.spec().weightForms());
    }

    private static List<String[]> pairs(String... sets) {
        List<String[]> pairs = new ArrayList<>();
        for (String set : sets) {
            pairs.add(set.split("=", 2));
        }
        return pairs;
    }

    private static Workload workload(LoadedMachine machine, String net, String... sets) {
        return job(machine, net, sets).workloads().apply(0);
    }

    @Test
    void theMachinesFirstFormIsTheDefault() {
        assertThat(workload(SPARSE, "resnet20-cifar").load(1, false).weights().weightForm())
                .isEqualTo(WeightForm.UNSTRUCTURED);
        assertThat(workload(SPARSE, "resnet20-cifar", "form=dense")
                        .load(1, false)
                        .weights()
                        .weightForm())
                .isEqualTo(WeightForm.DENSE);
        assertThat(workload(FakeMachine.loaded(), "resnet20-cifar")
                        .load(1, false)
                        .weights()
                        .weightForm())
                .isEqualTo(WeightForm.DECOMPOSED);
    }

    @Test
    void theFormAndItsOptionsAreRecorded() {
        RunRecord run = Simulation.run(
                SPARSE, job(SPARSE, "resnet20-cifar", "weight_density=.5", "uniform=true"), 1, false, true);
        assertThat(run.workload().options())
                .containsExactlyEntriesOf(ordered(
                        "activation_density", "as the profile says",
                        "form", "unstructured",
                        "profile", "bundled",
                        "sparsity", "as the profile says",
                        "uniform", "true",
                        "weight_density", "0.5"));
        assertThat(run.workload().notes())
                .contains("weight density of conv1 layer1_0_conv1 layer1_0_conv2 and 17 more: set by"
                        + " workload.weight_density");
        assertThat(job(SPARSE, "resnet20-cifar", "form=dense").options())
                .containsOnlyKeys("activation_density", "form", "profile", "uniform");
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new java.util.LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    @Test
    void accuraciesAreThoseOfTheForm() {
        assertThat(workload(SPARSE, "resnet50").accuracy().percent()).isEqualTo(76.12);
        assertThat(workload(SPARSE, "resnet50", "sparsity=90.23").accuracy().percent())
                .isEqualTo(74.31);
        assertThat(workload(SPARSE, "resnet50", "sparsity=87.7").accuracy().known())
                .isFalse();
        Accuracy dense = workload(SPARSE, "resnet50", "form=dense").accuracy();
        assertThat(dense.percent()).isEqualTo(77.01);
        assertThat(dense.metric()).isEqualTo("ImageNet top-1");
        assertThat(dense.source()).startsWith("STR, ICML 2020");
        assertThat(workload(FakeMachine.loaded(), "resnet50").accuracy().known())
                .isFalse();
        assertThat(workload(SPARSE, "resnet50", "weight_density=.2").accuracy().known())
                .isFalse();
    }

    @Test
    void formsThatTheMachineDoesNotRunAndOptionsThatTheFormDoesNotHaveAreRefused() {
        refused(
                () -> workload(SPARSE, "resnet50", "form=decomposed"),
                "workload.form: the machine does not run decomposed weights; it runs unstructured, dense");
        refused(
                () -> workload(SPARSE, "resnet50", "m=4"),
                "workload.m: unstructured weights, which run here, have no such option");
        refused(
                () -> workload(SPARSE, "resnet50", "form=dense", "weight_density=.2"),
                "workload.weight_density: dense weights, which run here, have no such option");
        refused(
                () -> TraceOptions.of(pairs("classifier_terms=2"), SPARSE.spec().weightForms()),
                "workload.classifier_terms: unstructured weights, which run here, have no such option");
    }

    @Test
    void tracesTakeTheFormToo() {
        TraceOptions options = TraceOptions.of(
                pairs("weight_density=.25", "prune=global"), SPARSE.spec().weightForms());
        assertThat(options.describe())
                .containsExactlyEntriesOf(ordered("form", "unstructured", "prune", "global", "weight_density", "0.25"));
        assertThat(TraceOptions.of(pairs("form=dense"), SPARSE.spec().weightForms())
                        .describe())
                .containsExactlyEntriesOf(ordered("form", "dense"));
        assertThat(TraceOptions.of(pairs(), List.of(WeightForm.DECOMPOSED)).describe())
                .containsKeys("m", "undecomposed")
                .doesNotContainKeys("prune", "weight_density");
    }

    private static void refused(Runnable action, String message) {
        assertThatThrownBy(action::run).isInstanceOf(InputException.class).hasMessage(message);
    }
}
