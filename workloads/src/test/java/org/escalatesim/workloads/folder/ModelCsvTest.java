package org.escalatesim.workloads.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.numpy.NumpyArray;
import org.escalatesim.workloads.numpy.NumpyReader;
import org.escalatesim.workloads.numpy.NumpyWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCsvTest {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        CsvFolder.write(folder);
    }

    private TraceFolder open() {
        return TraceFolder.open(folder, TraceOptions.defaults().withForm(WeightForm.DENSE));
    }

    private NumpyArray array(String name) {
        return NumpyReader.read(folder.resolve(name + ".npy"));
    }

    @Test
    void shapesAreThoseOfTheArrays() {
        TraceFolder traces = open();
        assertThat(traces.images()).isEqualTo(3);
        Workload workload = traces.workload(0);
        assertThat(workload.shape(0)).isEqualTo(ConvShape.of(8, 4, 2, 3, 3, 6, 6, 1, 1));
        assertThat(workload.shape(1)).isEqualTo(ConvShape.of(8, 8, 1, 3, 3, 6, 6, 2, 1));
        assertThat(workload.layerName(1)).isEqualTo("block-2");
        assertThat(workload.shape(2)).isEqualTo(ConvShape.of(8, 8, 1, 1, 1, 3, 3, 1, 0));
        assertThat(workload.shape(3)).isEqualTo(ConvShape.fullyConnected(5, 72));
        assertThat(workload.notes()).contains("trace: " + traces.network() + ", image 0 of 3");
    }

    @Test
    void theHeaderMayBeLeftOut() throws IOException {
        Files.writeString(folder.resolve("model.csv"), CsvFolder.MODEL.substring(CsvFolder.MODEL.indexOf('\n') + 1));
        assertThat(open().workload(0).size()).isEqualTo(4);
    }

    @Test
    void imagesAreThoseOfOneBatchAfterTheOther() {
        float[] first = array("act-conv1-0").floats();
        TraceFolder traces = open();
        assertThat(traces.recorded("conv1", 1)).isEqualTo(Arrays.copyOfRange(first, 144, 288));
        assertThat(traces.recorded("conv1", 2)).isEqualTo(array("act-conv1-1").floats());
        assertThat(traces.recorded("fc", 0))
                .isEqualTo(Arrays.copyOf(array("act-fc-0").floats(), 72));
    }

    @Test
    void integersOfEightBitsStayAsTheyAre() {
        LayerTrace layer = open().workload(2).load(2, true);
        NumpyArray weights = array("wgt-q");
        Kernels kernels = (Kernels) layer.weights();
        NumpyArray map = array("act-q-1");
        int zeros = 0;
        for (int c = 0; c < 8; c++) {
            for (int k = 0; k < 8; k++) {
                assertThat(kernels.value(k, c, 0)).isEqualTo((int) weights.get(k * 8 + c));
            }
            for (int pixel = 0; pixel < 9; pixel++) {
                int value = (int) map.get(c * 9 + pixel);
                zeros += value == 0 ? 1 : 0;
                assertThat(layer.input().value(pixel / 3, pixel % 3, c)).isEqualTo(value);
            }
        }
        assertThat(layer.input().nonZeros()).isEqualTo(72 - zeros).isLessThan(72);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "conv1,conv,1,1 | conv1,conv,1 | 2: has 3 cells, must have name,type,stride,padding",
                "conv1,conv,1,1 | conv1,conv,0,1 | 2: stride must be a whole number of at least 1, not '0'",
                "conv1,conv,1,1 | conv1,conv,1,-1 | 2: padding must be a whole number of at least 0, not '-1'",
                "conv1,conv,1,1 | conv1,conv,1,3 | 2: layer 'conv1': padding top must be 0 to 2",
                "conv1,conv,1,1 | conv1,cnov,1,1 | 2: type must be conv or fc, not 'cnov'; did you mean conv?;",
                "fc,fc,1,0 | fc,lstm,1,0 | 5: type must be conv or fc, not 'lstm'; recurrent layers are not simulated",
                "q,conv,1,0 | q 1,conv,1,0 | 4: name must be a word without blanks, not 'q 1'",
                "q,conv,1,0 | conv1,conv,1,1 | 4: two layers are called 'conv1'",
                "q,conv,1,0 | qq,conv,1,0 | 4: no file wgt-qq.npy in",
                "fc,fc,1,0 | fc,conv,1,0 | 5: wgt-fc.npy must be [K, C/groups, R, S] and not empty, not [5, 72]",
                "conv1,conv,1,1 | conv1,fc,1,1 | 2: wgt-conv1.npy must be [K, C] for C = 144 inputs of act-conv1, not"
                        + " [8, 2, 3, 3]",
            })
    void aBadLine(String from, String to, String message) throws IOException {
        assertThat(CsvFolder.MODEL).contains(from);
        Files.writeString(folder.resolve("model.csv"), CsvFolder.MODEL.replace(from, to));
        refused("model.csv:" + message);
    }

    @Test
    void batchesThatDoNotFit() throws IOException {
        Path act = folder.resolve("act-q-1.npy");
        NumpyWriter.write(act, new byte[2 * 72], 2, 8, 3, 3);
        refused("model.csv:4: act-q has [2, 2] images in its batches, the layers before have [2, 1]");
        NumpyWriter.write(act, new byte[8 * 4], 1, 8, 2, 2);
        refused("model.csv:4: act-q-1.npy is [1, 8, 2, 2], batch 0 [2, 8, 3, 3]; only N may differ");
        NumpyWriter.write(act, new byte[8], 8);
        refused("model.csv:4: act-q-1.npy must be [N, C, H, W], of fc [N, C], and not empty, not [8]");
        Files.delete(act);
        refused("model.csv:4: no file act-q-1.npy in");
        Files.delete(folder.resolve("act-conv1-0.npy"));
        Files.delete(folder.resolve("act-conv1-1.npy"));
        refused("model.csv:2: no file act-conv1-0.npy in");
    }

    @Test
    void aFolderWithoutLayersOrWithoutGraph() throws IOException {
        assertThatThrownBy(() -> open().quantised())
                .hasMessage(folder.resolve("model.csv") + ": no nodes; inference needs the network's graph");
        Files.writeString(folder.resolve("model.csv"), "name,type,stride,padding\n\n");
        refused("model.csv: has no layers; a line per layer must be name,type,stride,padding");
        Files.delete(folder.resolve("model.csv"));
        refused(": has no manifest.yaml and no model.csv");
    }

    private void refused(String message) {
        assertThatThrownBy(this::open)
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(folder.toString())
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }
}
