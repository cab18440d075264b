package org.escalatesim.workloads.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.workloads.network.NetworkOptions;
import org.escalatesim.workloads.network.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Are synthetic layers a function of seed and names alone, of the densities asked for, and uneven? */
class SyntheticWorkloadTest {

    @ParameterizedTest
    @ValueSource(strings = {"resnet50", "mobilenetv2", "googlenet", "alexnet", "resnet20-cifar"})
    void densitiesAreThoseOfTheProfile(String name) {
        SyntheticWorkload workload = Networks.load(name, NetworkOptions.DEFAULTS);
        for (int i = 0; i < workload.size(); i++) {
            LayerPlan plan = workload.plan(i);
            LayerTrace layer = workload.load(i, false);
            ConvShape shape = plan.shape();
            // Binomial deviation, and 3 % for the unevenness of a finite number of rows, channels and pixels.
            double bits = (double) shape.h() * shape.w() * shape.c();
            assertThat(layer.input().density())
                    .as(name + " " + plan.name() + " activations")
                    .isCloseTo(plan.inputDensity(), within(.03 * plan.inputDensity() + 4 / Math.sqrt(bits)));
            Decomposed weights = (Decomposed) layer.weights();
            for (int m = 0; m < weights.m(); m++) {
                long count = 0;
                for (int k = 0; k < weights.k(); k++) {
                    count += weights.nonZeros(k, m);
                }
                double coefficients = (double) weights.k() * weights.channelsPerGroup();
                double wanted = plan.rowDensity()[m];
                assertThat(count / coefficients)
                        .as(name + " " + plan.name() + " row " + m)
                        .isCloseTo(wanted, within(.03 * wanted + 4 * Math.sqrt(wanted / coefficients)));
            }
        }
    }

    @Test
    void layersDoNotDependOnThreadsOrOnValues() throws Exception {
        SyntheticWorkload workload = Networks.load("resnet20-cifar", NetworkOptions.DEFAULTS);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<LayerTrace>> futures = new ArrayList<>();
        for (int i = workload.size() - 1; i >= 0; i--) {
            int layer = i;
            futures.add(pool.submit(() -> workload.load(layer, true)));
        }
        for (int i = 0; i < workload.size(); i++) {
            LayerTrace other = futures.get(workload.size() - 1 - i).get();
            LayerTrace one = workload.load(i, true);
            LayerTrace timing = workload.load(i, false);
            Decomposed weights = (Decomposed) one.weights();
            for (LayerTrace same : List.of(other, timing)) {
                assertThat(same.input().presence()).isEqualTo(one.input().presence());
                assertThat(((Decomposed) same.weights()).presence()).isEqualTo(weights.presence());
                assertThat(((Decomposed) same.weights()).sign()).isEqualTo(weights.sign());
                assertThat(same.requant().mult()).isEqualTo(one.requant().mult());
                assertThat(same.requant().bias()).isEqualTo(one.requant().bias());
            }
            assertThat(timing.input().hasValues()).isFalse();
            assertThat(values(other.input())).isEqualTo(values(one.input()));
            boolean shortcut = one.post().residual();
            assertThat(one.requant().shortcut() != null).isEqualTo(shortcut);
        }
        pool.shutdown();
    }

    @Test
    void seedsAndNamesGiveOtherLayers() {
        SyntheticWorkload one = Networks.load("resnet20-cifar", NetworkOptions.DEFAULTS);
        SyntheticWorkload two = Networks.load("resnet20-cifar", NetworkOptions.DEFAULTS.withSeed(2));
        assertThat(one.load(2, false).input().presence())
                .isNotEqualTo(two.load(2, false).input().presence())
                .isNotEqualTo(one.load(4, false).input().presence());
    }

    @Test
    void unevenIsUnevenAndUniformIsNot() {
        NetworkOptions options = NetworkOptions.DEFAULTS;
        Decomposed uneven =
                (Decomposed) Networks.load("resnet50", options).load(3, false).weights();
        Decomposed uniform = (Decomposed) Networks.load("resnet50", options.set("workload.uniform", "true"))
                .load(3, false)
                .weights();
        // Non-zeros per output channel of 64 x 6 independent bits: deviation about sqrt(384 * d * (1 - d)).
        double independent = Math.sqrt(384 * uniform.density() * (1 - uniform.density()));
        assertThat(deviation(uniform)).isBetween(.7 * independent, 1.4 * independent);
        assertThat(deviation(uneven)).isGreaterThan(1.5 * independent);
        assertThat(uniform.density()).isCloseTo(uneven.density(), within(.02));
    }

    @Test
    void undecomposedLayersHaveOneChannelPerRow() {
        SyntheticWorkload workload = Networks.load("mobilenetv2", NetworkOptions.DEFAULTS);
        Decomposed first = (Decomposed) workload.load(0, false).weights();
        assertThat(first.form()).isEqualTo(Decomposed.Form.ONE_HOT);
        for (int k = 0; k < 32; k++) {
            for (int c = 0; c < 3; c++) {
                for (int m = 0; m < 3; m++) {
                    assertThat(first.coefficient(k, c, m)).isEqualTo(c == m ? 1 : 0);
                }
            }
        }
        assertThat(first.basisPerK()).isTrue();
        Decomposed depthwise = (Decomposed) workload.load(1, false).weights();
        assertThat(depthwise.m()).isEqualTo(1);
        assertThat(depthwise.density()).isEqualTo(1);
        Decomposed pointwise = (Decomposed) workload.load(2, false).weights();
        assertThat(pointwise.form()).isEqualTo(Decomposed.Form.RESIDUAL);
        assertThat(pointwise.hasRowScale()).isTrue();
        assertThat(pointwise.rowScale(0, 0)).isBetween(1, 127);
    }

    @Test
    void requantisationFillsTheOutputRange() {
        SyntheticWorkload workload = Networks.load("resnet20-cifar", NetworkOptions.DEFAULTS);
        LayerTrace layer = workload.load(13, true);
        Decomposed weights = (Decomposed) layer.weights();
        ConvShape shape = layer.shape();
        int clamped = 0;
        int positive = 0;
        int large = 0;
        for (int k = 0; k < shape.k(); k++) {
            long sum = sum(layer, weights, k, 3, 4);
            double out = (sum * layer.requant().mult()[k] + layer.requant().bias()[k])
                    / (double) (1L << layer.requant().shift()[k]);
            positive += out > 0 ? 1 : 0;
            large += out > 40 ? 1 : 0;
            clamped += out > 255 ? 1 : 0;
        }
        assertThat(positive).isBetween(shape.k() / 10, shape.k() * 3 / 4);
        assertThat(large).isGreaterThan(shape.k() / 20);
        assertThat(clamped).isLessThan(shape.k() / 5);
    }

    @Test
    void theFirstLayerIsSignedAndDense() {
        SparseMap image =
                Networks.load("alexnet", NetworkOptions.DEFAULTS).load(0, true).input();
        assertThat(image.signed()).isTrue();
        assertThat(image.density()).isEqualTo(1);
        int negative = 0;
        for (int i = 0; i < 1000; i++) {
            assertThat(image.packedValue(i)).isBetween(-128, 127).isNotZero();
            negative += image.packedValue(i) < 0 ? 1 : 0;
        }
        assertThat(negative).isBetween(400, 600);
    }

    private static long sum(LayerTrace layer, Decomposed weights, int k, int y, int x) {
        long sum = 0;
        for (int m = 0; m < weights.m(); m++) {
            for (int tap = 0; tap < 9; tap++) {
                int element = 0;
                for (int c = 0; c < layer.shape().c(); c++) {
                    element += weights.coefficient(k, c, m) * layer.input().value(y + tap / 3, x + tap % 3, c);
                }
                sum += (long) element * weights.basis(k, m, tap);
            }
        }
        return sum;
    }

    private static double deviation(Decomposed weights) {
        double sum = 0;
        double squares = 0;
        for (int k = 0; k < weights.k(); k++) {
            int count = 0;
            for (int m = 0; m < weights.m(); m++) {
                count += weights.nonZeros(k, m);
            }
            sum += count;
            squares += (double) count * count;
        }
        double mean = sum / weights.k();
        return Math.sqrt(squares / weights.k() - mean * mean);
    }

    private static List<Integer> values(SparseMap map) {
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < map.nonZeros(); i++) {
            values.add(map.packedValue(i));
        }
        return values;
    }
}
