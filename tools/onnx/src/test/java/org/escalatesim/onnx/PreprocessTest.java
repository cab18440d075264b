package org.escalatesim.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PreprocessTest {
    private static final Path FILE = Path.of("a.png");

    private static Preprocess plain(int channels, int h, int w, int resize, boolean bgr) {
        return new Preprocess(channels, h, w, resize, new double[channels], ones(channels), bgr);
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void anImageOfTheModelsSizeIsOnlyScaled() {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xff3300);
        image.setRGB(1, 0, 0x0000ff);
        assertThat(plain(3, 1, 2, -1, false).apply(FILE, image)).containsExactly(1, 0, .2f, 0, 0, 1);
        assertThat(plain(3, 1, 2, -1, true).apply(FILE, image)).containsExactly(0, 1, .2f, 0, 1, 0);
    }

    @Test
    void meanAndDeviationAreImageNets() {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xffffff);
        Preprocess preprocess = new Preprocess(3, 1, 1, -1, Preprocess.defaultMean(3), Preprocess.defaultStd(3), false);
        float[] values = preprocess.apply(FILE, image);
        assertThat(values[0]).isCloseTo((1 - .485f) / .229f, within(1e-5f));
        assertThat(values[2]).isCloseTo((1 - .406f) / .225f, within(1e-5f));
    }

    /** Java brightens grey samples when asked for RGB; they are to be taken as stored. */
    @Test
    void greySamplesAreTakenAsTheyAre() {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 51);
        assertThat(plain(1, 1, 1, -1, false).apply(FILE, image)).containsExactly(.2f);
        assertThat(plain(3, 1, 1, -1, false).apply(FILE, image)).containsExactly(.2f, .2f, .2f);
    }

    /** 4096 of 65535 is 15.94 of 255; and samples of 1, 2 and 4 bits as PNG files have them, in a palette or not. */
    @Test
    void samplesOfOtherDepthsKeepTheirShare() throws IOException {
        BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSamples(0, 0, 4, 1, 0, new int[] {0, 4096, 12288, 65535});
        assertThat(plain(1, 1, 4, -1, false).apply(FILE, image)).containsExactly(0, 16 / 255f, 48 / 255f, 1);
        BufferedImage deep = new BufferedImage(
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, 1, DataBuffer.TYPE_USHORT),
                Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 1, 1, 3, null),
                false,
                null);
        deep.getRaster().setPixel(0, 0, new int[] {4096, 12288, 65535});
        assertThat(plain(3, 1, 1, -1, false).apply(FILE, deep)).containsExactly(16 / 255f, 48 / 255f, 1);
        BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        bits.getRaster().setSample(1, 0, 0, 1);
        assertThat(plain(1, 1, 2, -1, false).apply(FILE, bits)).containsExactly(0, 1);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, "png", file);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(file.toByteArray()));
        assertThat(plain(3, 1, 4, -1, false).apply(FILE, read)).startsWith(0, 16 / 255f, 48 / 255f, 1);
    }

    /** A centre crop of 2 x 2 of 4 x 6 begins at row 1, column 2. */
    @Test
    void theCropIsInTheMiddle() {
        BufferedImage image = new BufferedImage(6, 4, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 6; x++) {
                image.getRaster().setSample(x, y, 0, 10 * y + x);
            }
        }
        float[] crop = plain(1, 2, 2, 0, false).apply(FILE, image);
        assertThat(crop).containsExactly(12 / 255f, 13 / 255f, 22 / 255f, 23 / 255f);
    }

    @Test
    void whatIsDoneIsStated() {
        String rest = ", centre crop 4 x 2, grey, (pixel / 255 - mean) / std, mean 0.0, std 1.0";
        assertThat(plain(1, 2, 4, 0, false).describe()).isEqualTo("not resized" + rest);
        assertThat(plain(1, 2, 4, 8, false).describe())
                .isEqualTo("shorter side resized to 8 (bilinear with antialiasing)" + rest);
        assertThat(plain(1, 2, 4, -1, false).describe())
                .isEqualTo("images of another size resized, shorter side to 2 (bilinear with antialiasing)" + rest);
    }

    /**
     * Halving with a triangle of support 2: the weights of 4 samples around a centre between two are 1/8, 3/8, 3/8, 1/8,
     * at the edge 3/7, 3/7, 1/7.
     */
    @Test
    void shrinkingAverages() {
        int[] row = {0, 80, 160, 240};
        assertThat(Resampling.resize(row, 1, 4, 1, 2)).containsExactly(57, 183);
        assertThat(Resampling.resize(row, 4, 1, 2, 1)).containsExactly(57, 183);
    }

    /** Doubling: centres at 1/4 and 3/4 of a pixel. */
    @Test
    void growingInterpolates() {
        assertThat(Resampling.resize(new int[] {0, 100}, 1, 2, 1, 4)).containsExactly(0, 25, 75, 100);
    }
}
