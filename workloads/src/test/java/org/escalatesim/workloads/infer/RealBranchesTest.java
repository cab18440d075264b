package org.escalatesim.workloads.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.escalatesim.reference.KernelConvolution;
import org.escalatesim.reference.ZeroFilled;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.workloads.SharedData;
import org.escalatesim.workloads.folder.PruningCounts;
import org.escalatesim.workloads.folder.TraceFolder;
import org.escalatesim.workloads.folder.TraceOptions;
import org.escalatesim.workloads.numpy.NumpyReader;
import org.junit.jupiter.api.Test;

/** Is the published network of Dynamic Structure Pruning read as what it is? */
class RealBranchesTest {
    private static final String FOLDER = "data/dsp-resnet20-g4";

    private static TraceFolder open() {
        Path folder = SharedData.folder(FOLDER);
        return TraceFolder.open(
                folder, TraceOptions.of(List.of(), TraceFolder.forms(folder, List.of(WeightForm.DENSE))));
    }

    @Test
    void flopsAndParametersArePrunedAsPublished() {
        PruningCounts counts = open().pruned().orElseThrow();

        assertThat(counts.branched().layers()).isEqualTo(18);
        assertThat(counts.branched().prunedFlops()).isCloseTo(.6357, within(5e-5));
        assertThat(counts.branched().prunedParameters()).isCloseTo(.5045, within(5e-5));
        assertThat(counts.convolutions().prunedFlops()).isCloseTo(.6247, within(5e-5));
        assertThat(counts.convolutions().prunedParameters()).isCloseTo(.4989, within(5e-5));
    }

    /** The manifest has no nodes: the graph made of the layers' names must make the activations that were recorded. */
    @Test
    void theGraphMakesTheRecordedActivations() {
        TraceFolder folder = open();
        float[] image = folder.recorded("conv_1_3x3", 0);
        Graph graph = folder.graph();
        FloatForward pass = new FloatForward(graph, folder::trained, name -> name.equals(Graph.IMAGE) ? image : null);
        int compared = 0;
        for (GraphNode node : graph.nodes()) {
            float[] recorded = node.op().hasLayer() ? folder.recorded(node.layer(), 0) : null;
            if (recorded == null) {
                continue;
            }
            float[] made = pass.value(node.inputs().get(0));
            assertThat(made).as(node.layer()).hasSameSizeAs(recorded);
            for (int i = 0; i < made.length; i++) {
                assertThat(made[i]).as(node.layer() + " " + i).isCloseTo(recorded[i], within(2e-4f));
            }
            compared++;
        }
        assertThat(compared).isEqualTo(21);
    }

    @Test
    void classesAreThoseOfTheDataPage() {
        Inference inference = new Inference(open().quantised());
        int[] classes = {8, 1, 3, 5};
        for (int i = 0; i < classes.length; i++) {
            float[] image = NumpyReader.read(SharedData.folder(FOLDER).resolve("act-conv_1_3x3-img" + i + ".npy"))
                    .floats();
            assertThat(inference
                            .run(image, layer -> KernelConvolution.compute(ZeroFilled.of(layer)))
                            .label())
                    .as("image " + i)
                    .isEqualTo(classes[i]);
        }
    }
}
