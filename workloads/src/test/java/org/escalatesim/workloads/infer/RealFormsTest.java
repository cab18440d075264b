package org.escalatesim.workloads.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.escalatesim.reference.KernelConvolution;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.SharedData;
import org.escalatesim.workloads.folder.TraceFolder;
import org.escalatesim.workloads.folder.TraceOptions;
import org.escalatesim.workloads.numpy.NumpyReader;
import org.junit.jupiter.api.Test;

/** Do trained networks keep their answers in the dense form, and are pruned ones what was asked for? */
class RealFormsTest {
    private static final String FLOATS = "data/resnet20-cifar10";
    private static final String TERNARY = "data/resnet20-cifar10-penni-m6-ternary";

    private static TraceFolder open(String name, WeightForm form, TraceOptions.Prune prune, double density) {
        TraceOptions defaults = TraceOptions.defaults();
        return TraceFolder.open(SharedData.folder(name), new TraceOptions(form, defaults.compressor(), prune, density));
    }

    private static TraceFolder open(String name, WeightForm form) {
        return open(name, form, TraceOptions.Prune.LAYER, TraceOptions.WEIGHT_DENSITY);
    }

    private static float[] image(int i) {
        return NumpyReader.read(SharedData.folder(FLOATS).resolve("act-conv1-img" + i + ".npy"))
                .floats();
    }

    private static double distance(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    @Test
    void denseIntegersGiveTheLogitsOfTheFloatNetwork() {
        for (String name : new String[] {FLOATS, TERNARY}) {
            TraceFolder folder = open(name, WeightForm.DENSE);
            Inference inference = new Inference(folder.quantised());
            for (int i = 0; i < (name.equals(FLOATS) ? 4 : 2); i++) {
                float[] expected = FloatForward.logits(folder.graph(), folder::trained, image(i));
                // Kernels by the reference, whose arithmetic a machine must have.
                Inference.Result result = inference.run(image(i), KernelConvolution::compute);
                assertThat(result.label()).as(name + " image " + i).isEqualTo(i);
                assertThat(distance(result.logits(), expected))
                        .as(name + " image " + i)
                        .isLessThan(.5);
                float[] quantised = FloatForward.logits(folder.graph(), folder::dequantised, image(i));
                assertThat(distance(result.logits(), quantised))
                        .as(name + " image " + i)
                        .isLessThan(.5);
            }
            assertThat(folder.notes()).anyMatch(note -> note.startsWith("weights: ") && note.contains("in 8 bits"));
        }
    }

    @Test
    void unstructuredWithAllWeightsIsTheDenseNetwork() {
        TraceFolder all = open(FLOATS, WeightForm.UNSTRUCTURED, TraceOptions.Prune.LAYER, 1);
        TraceFolder dense = open(FLOATS, WeightForm.DENSE);
        float[] one = new Inference(all.quantised())
                .run(image(0), KernelConvolution::compute)
                .logits();
        float[] two = new Inference(dense.quantised())
                .run(image(0), KernelConvolution::compute)
                .logits();
        assertThat(one).containsExactly(two);
    }

    @Test
    void layersArePrunedToTheDensityAskedForWithTheSameActivations() {
        Workload layer = open(FLOATS, WeightForm.UNSTRUCTURED).workload(0);
        Workload global = open(FLOATS, WeightForm.UNSTRUCTURED, TraceOptions.Prune.GLOBAL, .3)
                .workload(0);
        Workload dense = open(FLOATS, WeightForm.DENSE).workload(0);
        long kept = 0;
        long all = 0;
        for (int i = 0; i < layer.size(); i++) {
            LayerTrace trace = layer.load(i, true);
            Kernels weights = (Kernels) trace.weights();
            assertThat(weights.weightForm()).isEqualTo(WeightForm.UNSTRUCTURED);
            // A few of the weights kept are under half a step of 8 bits.
            assertThat(weights.nonZeros() / (double) weights.count())
                    .as(trace.name())
                    .isCloseTo(.3, within(.01));
            assertThat(trace.input().presence())
                    .isEqualTo(dense.load(i, true).input().presence());
            kept += global.load(i, true).weights().nonZeros();
            all += weights.count();
        }
        assertThat(kept / (double) all).isCloseTo(.3, within(.01));
        // One threshold: the wide last layers, whose weights are small, lose more than the narrow first ones.
        assertThat(global.load(18, true).weights().nonZeros() / 36864.0).isLessThan(.15);
        assertThat(global.load(1, true).weights().nonZeros() / 2304.0).isGreaterThan(.3);
        assertThat(layer.accuracy().known()).isFalse();
        assertThat(layer.accuracy().source()).isEqualTo("not established (pruned without retraining)");
    }
}
