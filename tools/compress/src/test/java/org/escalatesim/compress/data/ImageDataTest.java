package org.escalatesim.compress.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.escalatesim.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of images of the three kinds. */
class ImageDataTest {
    @TempDir
    private Path folder;

    private void mnist(int images, int labels, int label) throws IOException {
        byte[] pixels = new byte[images * 4];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 4);
        }
        byte[] classes = new byte[labels];
        for (int i = 0; i < labels; i++) {
            classes[i] = (byte) (i % 10);
        }
        classes[1] = (byte) label;
        Files.write(
                folder.resolve("t10k-images-idx3-ubyte.gz"),
                IdxFileTest.gzip(IdxFileTest.idx(new int[] {images, 2, 2}, pixels)));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), IdxFileTest.idx(new int[] {labels}, classes));
    }

    @Test
    void holdsTheLastThousandOut() throws IOException {
        mnist(1200, 1200, 7);
        ImageData data = ImageData.open(folder);
        assertThat(data.train().size()).isEqualTo(200);
        assertThat(data.test().size()).isEqualTo(1000);
        assertThat(data.train().labels()[1]).isEqualTo(7);
        assertThat(data.test().pixels()[0] & 255).isEqualTo(200);
        assertThat(data.classes()).isEqualTo(10);
    }

    @Test
    void normalisesToMeanZeroAndDeviationOne() throws IOException {
        mnist(1200, 1200, 7);
        ImageData data = ImageData.open(folder);
        double sum = 0;
        double squares = 0;
        float[] image = new float[4];
        for (int i = 0; i < 200; i++) {
            data.normalise(data.train(), i, image, 0);
            for (float x : image) {
                sum += x;
                squares += x * x;
            }
        }
        assertThat(sum / 800).isCloseTo(0, within(1e-5));
        assertThat(squares / 800).isCloseTo(1, within(1e-4));
    }

    @Test
    void refusesLabelsThatDoNotFit() throws IOException {
        mnist(1200, 1199, 7);
        refused("1199 labels for 1200 images in t10k-images-idx3-ubyte.gz");
        mnist(1200, 1200, 10);
        refused("label 1 is 10; must be 0 to 9");
        mnist(1000, 1000, 7);
        refused("1000 images; more than 1000 are needed");
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
        refused("has t10k-images-idx3-ubyte.gz but no t10k-labels-idx1-ubyte[.gz]");
    }

    @Test
    void readsCifarBinaries() throws IOException {
        byte[] records = new byte[2 * 3073];
        records[0] = 3;
        records[1] = 11;
        records[3073] = 9;
        Files.write(folder.resolve("data_batch_1.bin"), records);
        Files.write(folder.resolve("data_batch_3.bin"), records);
        refused("CIFAR-10 needs test_batch.bin");
        Files.write(folder.resolve("test_batch.bin"), records);
        ImageData data = ImageData.open(folder);
        assertThat(data.train().labels()).containsExactly(3, 9, 3, 9);
        assertThat(data.train().channels()).isEqualTo(3);
        assertThat(data.test().pixels()[0]).isEqualTo((byte) 11);
        Files.write(folder.resolve("test_batch.bin"), new byte[3072]);
        refused("test_batch.bin: 3072 bytes; must be whole records of 3073 bytes");
        records[3073] = 10;
        Files.write(folder.resolve("test_batch.bin"), records);
        refused("label of record 1 is 10; must be 0 to 9");
    }

    @Test
    void readsFoldersOfImages() throws IOException {
        for (String label : new String[] {"cat", "dog"}) {
            Files.createDirectory(folder.resolve(label));
            for (int i = 0; i < 10; i++) {
                BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
                image.setRGB(0, 0, i << 16 | 1);
                ImageIO.write(
                        image,
                        "png",
                        folder.resolve(label).resolve("img" + i + ".png").toFile());
            }
        }
        ImageData data = ImageData.open(folder);
        assertThat(data.classes()).isEqualTo(2);
        assertThat(data.train().size()).isEqualTo(18);
        assertThat(data.test().labels()).containsExactly(0, 1);
        assertThat(data.test().channels()).isEqualTo(3);
        assertThat(data.test().width()).isEqualTo(3);
        // Red of the first pixel of image 9, and blue: 6 pixels per channel.
        assertThat(data.test().pixels()[0]).isEqualTo((byte) 9);
        assertThat(data.test().pixels()[12]).isEqualTo((byte) 1);

        Files.writeString(folder.resolve("cat").resolve("img3.png"), "no image");
        refused("img3.png: is not a PNG or JPEG image");
        ImageIO.write(
                new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("cat").resolve("img3.png").toFile());
        refused("img3.png: is 4 x 4 pixels; the images before it are 3 x 2");
    }

    @Test
    void refusesFoldersWithoutImages() {
        refused("holds no MNIST IDX files, no CIFAR-10 binary files and fewer than two folders of images");
        assertThatThrownBy(() -> ImageData.open(folder.resolve("nowhere")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nowhere: no such folder");
    }

    private void refused(String why) {
        assertThatThrownBy(() -> ImageData.open(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }
}
