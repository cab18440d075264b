package org.escalatesim.workloads.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.escalatesim.config.InputException;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.workloads.numpy.NumpyWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskFileTest {
    @TempDir
    Path folder;

    private Path file(byte[] weights, int[] weightShape, byte[] activations, int[] activationShape) throws IOException {
        Path file = folder.resolve("layer.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("wgt_mask.npy"));
            zip.write(NumpyWriter.encode(weights, weightShape));
            zip.putNextEntry(new ZipEntry("act_mask.npy"));
            zip.write(NumpyWriter.encode(activations, activationShape));
        }
        return file;
    }

    @Test
    void axesAreKept() throws IOException {
        // Weights [2][1][2][3]: only k = 1, r = 1, s = 2. Activations [1][3][4]: only y = 2, x = 1.
        byte[] weights = new byte[12];
        weights[6 + 1 * 3 + 2] = 1;
        byte[] activations = new byte[12];
        activations[2 * 4 + 1] = 1;
        MaskFile masks = MaskFile.open(file(weights, new int[] {2, 1, 2, 3}, activations, new int[] {1, 3, 4}), 1, 1);
        LayerTrace layer = masks.load(0, true);
        assertThat(masks.name()).isEqualTo("layer");
        // Rows 3 + 2 - 2 + 1, columns 4 + 2 - 3 + 1.
        assertThat(layer.shape().describe()).isEqualTo("2x1x2x3/1 3x4 > 4x4");
        assertThat(layer.weights().nonZeros()).isEqualTo(1);
        assertThat(((Kernels) layer.weights()).value(1, 0, 1 * 3 + 2)).isEqualTo(1);
        assertThat(layer.input().nonZeros()).isEqualTo(1);
        assertThat(layer.input().value(2, 1, 0)).isEqualTo(1);
    }

    @Test
    void channelsLieWhereTheyShould() throws IOException {
        // [C][H][W] = [2][1][2]: channel 1 at x = 0; one weight for each channel of a group of its own.
        Path file = file(new byte[] {1, 0}, new int[] {2, 1, 1, 1}, new byte[] {0, 0, 1, 0}, new int[] {2, 1, 2});
        LayerTrace layer = MaskFile.open(file, 0, 1).load(0, false);
        assertThat(layer.shape().groups()).isEqualTo(2);
        assertThat(layer.input().value(0, 0, 1)).isEqualTo(1);
        assertThat(layer.input().nonZeros()).isEqualTo(1);
    }

    @Test
    void whatDoesNotFitIsNamed() throws IOException {
        Path unfit = file(new byte[6], new int[] {2, 3, 1, 1}, new byte[8], new int[] {2, 2, 2});
        assertThatThrownBy(() -> MaskFile.open(unfit, 0, 1))
                .isInstanceOf(InputException.class)
                .hasMessage(unfit + ": wgt_mask [2, 3, 1, 1] does not fit act_mask [2, 2, 2]: both must have the same"
                        + " input channels, or groups of them");
        Path flat = file(new byte[6], new int[] {2, 3}, new byte[8], new int[] {2, 2, 2});
        assertThatThrownBy(() -> MaskFile.open(flat, 0, 1))
                .isInstanceOf(InputException.class)
                .hasMessage(flat + ":wgt_mask: must be [K, C, R, S] and not empty, not [2, 3]");
        Path padded = file(new byte[4], new int[] {2, 2, 1, 1}, new byte[8], new int[] {2, 2, 2});
        assertThatThrownBy(() -> MaskFile.open(padded, 1, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("padding top must be 0 to 0");
    }
}
