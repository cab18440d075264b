package org.escalatesim.compress.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.escalatesim.config.InputException;

/**
 * A folder of labelled images: one folder per class, PNG or JPEG files in it, all of one size. Classes are numbered in
 * the order of their names. Of each class every tenth image, in the order of names, is held out for the test. Images
 * whose red, green and blue are all the same are taken as grey.
 */
final class ImageFolder {
    private static final int EVERY = 10;
    private static final int MOST_SIDE = 512;

    private ImageFolder() {}

    /** Reads all images; throws {@link InputException} naming the file that cannot be used. */
    static ImageData open(Path folder) {
        List<Path> classes = list(folder).stream().filter(Files::isDirectory).toList();
        List<BufferedImage> images = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<Boolean> held = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            int index = 0;
            for (Path file : list(classes.get(label)).stream()
                    .filter(ImageFolder::isImage)
                    .toList()) {
                BufferedImage image = read(file);
                if (!images.isEmpty()
                        && (image.getWidth() != images.get(0).getWidth()
                                || image.getHeight() != images.get(0).getHeight())) {
                    throw new InputException(
                            file + ": is " + size(image) + " pixels; the images before it are " + size(images.get(0)));
                }
                images.add(image);
                labels.add(label);
                held.add(index++ % EVERY == EVERY - 1);
            }
        }
        if (images.isEmpty() || classes.size() < 2) {
            throw new InputException("--data " + folder + ": holds no MNIST IDX files, no CIFAR-10 binary files and "
                    + (classes.size() < 2 ? "fewer than two folders of images" : "no images in its folders"));
        }
        if (!held.contains(true)) {
            throw new InputException("--data " + folder + ": every tenth image of a class is held out for the test;"
                    + " no class has ten images");
        }
        boolean grey = images.stream().allMatch(ImageFolder::grey);
        return ImageData.of(
                "images of " + classes.size() + " classes, every tenth of a class held out",
                pick(images, labels, held, false, grey),
                pick(images, labels, held, true, grey),
                classes.size());
    }

    private static LabelledImages pick(
            List<BufferedImage> images, List<Integer> labels, List<Boolean> held, boolean test, boolean grey) {
        int channels = grey ? 1 : 3;
        int width = images.get(0).getWidth();
        int height = images.get(0).getHeight();
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            if (held.get(i) == test) {
                chosen.add(i);
            }
        }
        byte[] pixels = new byte[chosen.size() * channels * height * width];
        int[] numbers = new int[chosen.size()];
        int at = 0;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = labels.get(chosen.get(i));
            for (int c = 0; c < channels; c++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        pixels[at++] = (byte) (images.get(chosen.get(i)).getRGB(x, y) >> (16 - 8 * c));
                    }
                }
            }
        }
        return new LabelledImages(channels, height, width, pixels, numbers);
    }

    private static boolean grey(BufferedImage image) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                if ((rgb >> 16 & 255) != (rgb & 255) || (rgb >> 8 & 255) != (rgb & 255)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static BufferedImage read(Path file) {
        BufferedImage image;
        try {
            image = ImageIO.read(file.toFile());
        } catch (IOException | RuntimeException e) {
            throw new InputException(file + ": cannot be read as an image (" + e.getMessage() + ")");
        }
        if (image == null) {
            throw new InputException(file + ": is not a PNG or JPEG image");
        }
        if (image.getWidth() > MOST_SIDE || image.getHeight() > MOST_SIDE) {
            throw new InputException(
                    file + ": is " + size(image) + " pixels; at most " + MOST_SIDE + " x " + MOST_SIDE + " are taken");
        }
        return image;
    }

    private static String size(BufferedImage image) {
        return image.getWidth() + " x " + image.getHeight();
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new InputException(folder + ": cannot be read (" + e.getMessage() + ")");
        }
    }
}
