package org.escalatesim.workloads.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.escalatesim.config.Machines;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.SharedData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check numbers of docs/microarchitecture.md, on the trained ternary ResNet-20; skips without ../shared. */
class CheckNumbersTest {

    @ParameterizedTest(name = "{0}, {1} slots, {2} banks: {3} cycles")
    @CsvSource({
        "layer1_0_conv2, 64, 16, 2120",
        "layer3_1_conv1, 64, 16, 285",
        "layer1_0_conv2, 1, 1, 2123",
        "layer3_1_conv1, 1, 1, 288"
    })
    void aTrainedLayerTakesTheCyclesOfTheContract(String name, int slots, int banks, long cycles) {
        TraceFolder folder =
                TraceFolder.open(SharedData.folder("data/resnet20-cifar10-penni-m6-ternary"), TraceOptions.defaults());
        LayerTrace layer = presentWhereTheFloatIs(folder, name);
        List<String> sets = List.of(
                "dram.ideal=true",
                "mapping.partition=channels",
                "mapping.assignment=round-robin",
                "ring.slots=" + slots,
                "ring.banks=" + banks);
        assertThat(Machines.load("tile8", sets).build().run(layer, false).cycles())
                .isEqualTo(cycles);
    }

    /** The layer with an activation present where the recorded float is not zero, in 8 bits or not. */
    private static LayerTrace presentWhereTheFloatIs(TraceFolder folder, String name) {
        LayerTrace layer = load(folder.workload(0), name);
        float[] recorded = folder.recorded(name, 0);
        ConvShape shape = layer.shape();
        int words = SparseMap.words(shape.c());
        int pixels = shape.h() * shape.w();
        long[] presence = new long[pixels * words];
        for (int c = 0; c < shape.c(); c++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                if (recorded[c * pixels + pixel] != 0) {
                    presence[pixel * words + c / 64] |= 1L << c;
                }
            }
        }
        return new LayerTrace(
                name,
                shape,
                layer.weights(),
                SparseMap.ofPresence(presence, shape.h(), shape.w(), shape.c(), 1, false),
                null,
                layer.post(),
                layer.producerValues(),
                layer.consumerValues(),
                layer.outputDensity());
    }

    private static LayerTrace load(Workload workload, String name) {
        for (int i = 0; i < workload.size(); i++) {
            if (workload.layerName(i).equals(name)) {
                return workload.load(i, false);
            }
        }
        throw new AssertionError("no layer " + name);
    }
}
