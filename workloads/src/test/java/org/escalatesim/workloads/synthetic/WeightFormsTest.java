package org.escalatesim.workloads.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.escalatesim.reference.KernelConvolution;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.workloads.network.NetworkOptions;
import org.escalatesim.workloads.network.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Are dense and unstructured layers what was asked for, with the same activations as the decomposed ones? */
class WeightFormsTest {
    private static final NetworkOptions DENSE = NetworkOptions.DEFAULTS.withForm(WeightForm.DENSE);
    private static final NetworkOptions UNSTRUCTURED = NetworkOptions.DEFAULTS.withForm(WeightForm.UNSTRUCTURED);

    @ParameterizedTest
    @ValueSource(strings = {"resnet50", "mobilenetv2", "googlenet", "alexnet", "resnet18", "vgg16"})
    void weightDensitiesAreThoseOfTheProfile(String name) {
        SyntheticWorkload workload = Networks.load(name, UNSTRUCTURED);
        for (int i = 0; i < workload.size(); i++) {
            LayerPlan plan = workload.plan(i);
            Kernels weights = (Kernels) workload.load(i, false).weights();
            double wanted = plan.weightDensity();
            double kernels = (double) weights.k() * weights.channelsPerGroup();
            // Independent bits deviate by sqrt(d (1 - d) / weights); kernels of several taps share a part of their
            // hidden number, so that the deviation is nearer that of independent kernels. 3 % for the unevenness of
            // few channels.
            assertThat(weights.nonZeros() / (double) weights.count())
                    .as(name + " " + plan.name())
                    .isCloseTo(wanted, within(.03 * wanted + 4 * Math.sqrt(wanted * (1 - wanted) / kernels)));
            assertThat(weights.weightForm()).isEqualTo(WeightForm.UNSTRUCTURED);
            assertThat(weights.hasValues()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20-cifar", "mobilenetv2-cifar"})
    void everyFormHasTheSameActivations(String name) {
        SyntheticWorkload decomposed = Networks.load(name, NetworkOptions.DEFAULTS);
        for (NetworkOptions options : List.of(DENSE, UNSTRUCTURED)) {
            SyntheticWorkload workload = Networks.load(name, options);
            for (int i = 0; i < workload.size(); i++) {
                LayerTrace one = workload.load(i, true);
                LayerTrace other = decomposed.load(i, true);
                assertThat(one.input().presence()).isEqualTo(other.input().presence());
                assertThat(packed(one.input())).isEqualTo(packed(other.input()));
                assertThat(one.post()).isEqualTo(other.post());
                assertThat(one.producerValues()).isEqualTo(other.producerValues());
                assertThat(one.consumerValues()).isEqualTo(other.consumerValues());
                assertThat(one.outputDensity()).isEqualTo(other.outputDensity());
            }
        }
    }

    @Test
    void denseLayersHaveNoZeroInPlainGroupedAndFullyConnectedLayers() {
        for (String name : List.of("mobilenetv2-cifar", "resnet20-cifar")) {
            SyntheticWorkload workload = Networks.load(name, DENSE);
            for (int i = 0; i < workload.size(); i++) {
                Kernels weights = (Kernels) workload.load(i, true).weights();
                assertThat(weights.nonZeros()).isEqualTo(weights.count());
                assertThat(weights.weightForm()).isEqualTo(WeightForm.DENSE);
            }
        }
        // AlexNet's conv2: two groups, 48 channels each, so 16 bits of every word stay clear.
        Kernels grouped =
                (Kernels) Networks.load("alexnet", DENSE).load(1, false).weights();
        assertThat(grouped.channelsPerGroup()).isEqualTo(48);
        assertThat(grouped.presence()).containsOnly((1L << 48) - 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = WeightForm.class,
            names = {"DENSE", "UNSTRUCTURED"})
    void aLayerIsTheSameEachTimeWithAndWithoutValues(WeightForm form) {
        SyntheticWorkload workload = Networks.load("resnet20-cifar", NetworkOptions.DEFAULTS.withForm(form));
        SyntheticWorkload again = Networks.load("resnet20-cifar", NetworkOptions.DEFAULTS.withForm(form));
        SyntheticWorkload other = Networks.load(
                "resnet20-cifar", NetworkOptions.DEFAULTS.withForm(form).withSeed(2));
        for (int i = workload.size() - 1; i >= 0; i--) {
            LayerTrace one = workload.load(i, true);
            LayerTrace two = again.load(i, true);
            LayerTrace timing = again.load(i, false);
            Kernels weights = (Kernels) one.weights();
            assertThat(((Kernels) two.weights()).presence()).isEqualTo(weights.presence());
            assertThat(((Kernels) timing.weights()).presence()).isEqualTo(weights.presence());
            assertThat(((Kernels) timing.weights()).hasValues()).isFalse();
            assertThat(packed((Kernels) two.weights())).isEqualTo(packed(weights));
            assertThat(two.requant().mult()).isEqualTo(one.requant().mult());
            assertThat(timing.requant().bias()).isEqualTo(one.requant().bias());
            assertThat(packed((Kernels) other.load(i, true).weights())).isNotEqualTo(packed(weights));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WeightForm.class,
            names = {"DENSE", "UNSTRUCTURED"})
    void requantisationSpreadsTheOutputsOverTheirRange(WeightForm form) {
        SyntheticWorkload workload = Networks.load("resnet20-cifar", NetworkOptions.DEFAULTS.withForm(form));
        LayerTrace layer = workload.load(13, true);
        byte[] outputs = KernelConvolution.compute(layer).outputs();
        int positive = 0;
        int clamped = 0;
        for (byte output : outputs) {
            positive += output != 0 ? 1 : 0;
            clamped += output == (byte) 255 ? 1 : 0;
        }
        // The ReLU passes about the density that the next layer reads (.37 by its profile); few reach the top.
        assertThat(positive / (double) outputs.length).isCloseTo(layer.outputDensity(), within(.15));
        assertThat(clamped / (double) outputs.length).isLessThan(.05);
    }

    @Test
    void uniformWeightsAreIndependentBits() {
        ConvShape shape = Networks.load("resnet50", DENSE).shape(25);
        int k = shape.k();
        int channels = shape.cPerGroup();
        double density = .3;
        long[] flat =
                KernelBits.presence(k, channels, shape.taps(), density, PruningModel.UNIFORM, new BitRandom(1, "flat"));
        int[] counts = KernelBits.perOutput(flat, k);
        double mean = 0;
        double squares = 0;
        for (int count : counts) {
            mean += count / (double) k;
            squares += (double) count * count / k;
        }
        double n = (double) channels * shape.taps();
        assertThat(mean / n).isCloseTo(density, within(.005));
        // Binomial variance n d (1 - d), itself known to about sqrt(2 / K).
        assertThat((squares - mean * mean) / (n * density * (1 - density))).isBetween(.6, 1.5);
    }

    @Test
    void aThresholdOfBitsIsAProbability() {
        BitRandom random = new BitRandom(3, "bits");
        for (int threshold : new int[] {0, 1, 0x4000, 0x8000, 0x5555, 0xffff, 0x10000}) {
            long count = 0;
            for (int i = 0; i < 4096; i++) {
                count += Long.bitCount(random.bits(threshold));
            }
            // 262,144 bits: five deviations of sqrt(p (1 - p) / 262144) are under .005.
            assertThat(count / 262144.0).isCloseTo(threshold / 65536.0, within(.005));
        }
        assertThat(random.bits(0)).isZero();
        assertThat(random.bits(1 << 16)).isEqualTo(-1L);
    }

    private static byte[] packed(SparseMap map) {
        byte[] values = new byte[(int) map.nonZeros()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) map.packedValue(i);
        }
        return values;
    }

    private static byte[] packed(Kernels weights) {
        byte[] values = new byte[(int) weights.nonZeros()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) weights.packedValue(i);
        }
        return values;
    }
}
