package org.escalatesim.onnx;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.escalatesim.config.InputException;
import org.escalatesim.workloads.numpy.NumpyArray;
import org.escalatesim.workloads.numpy.NumpyReader;

/** The inputs of a model: PNG and JPEG files, or {@code .npy} arrays that are taken as they are. */
final class Images {
    private static final List<String> PICTURES = List.of(".png", ".jpg", ".jpeg");
    private static final Pattern DAMAGE = Pattern.compile("(?i)premature|truncated|corrupt");
    private final List<Path> files;
    private final boolean arrays;

    /**
     * Finds the files; those of a folder by name.
     *
     * @throws InputException if there are none, or arrays and pictures together
     */
    Images(List<Path> inputs) {
        files = new ArrayList<>();
        for (Path input : inputs) {
            if (Files.isDirectory(input)) {
                files.addAll(list(input));
            } else if (!Files.exists(input)) {
                throw new InputException(input + ": no such file or folder");
            } else if (isPicture(input) || isArray(input)) {
                files.add(input);
            } else {
                throw new InputException(input + ": is no .png, .jpg, .jpeg or .npy file");
            }
        }
        arrays = isArray(files.get(0));
        for (Path file : files) {
            if (isArray(file) != arrays) {
                throw new InputException(file + ": pictures and .npy files together; give the one or the other (arrays"
                        + " are taken as they are, pictures are preprocessed)");
            }
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> found = all.filter(Files::isRegularFile)
                    .filter(file -> isPicture(file) || isArray(file))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new InputException(folder + ": has no images (.png, .jpg, .jpeg or .npy files)");
            }
            return found;
        } catch (IOException e) {
            throw new InputException(folder + ": cannot be read");
        }
    }

    private static boolean isPicture(Path file) {
        return PICTURES.stream().anyMatch(name(file)::endsWith);
    }

    private static boolean isArray(Path file) {
        return name(file).endsWith(".npy");
    }

    private static String name(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    /** The files in the order in which they are numbered. */
    List<Path> files() {
        return files;
    }

    /** Whether they are arrays, which are not preprocessed. */
    boolean arrays() {
        return arrays;
    }

    /**
     * One image as the network takes it.
     *
     * @param shape [C, H, W] of the network's input, ones left out where the model has fewer extents
     * @param preprocess for pictures; null for arrays
     * @return [C][H][W]
     */
    float[] read(int index, int[] shape, Preprocess preprocess) {
        Path file = files.get(index);
        return arrays ? array(file, shape) : preprocess.apply(file, picture(file));
    }

    private static float[] array(Path file, int[] shape) {
        NumpyArray array = NumpyReader.read(file);
        int[] found = array.shape();
        // A batch of one is as good as no batch.
        int[] bare =
                found.length == shape.length + 1 && found[0] == 1 ? Arrays.copyOfRange(found, 1, found.length) : found;
        if (!Arrays.equals(bare, shape)) {
            throw new InputException(
                    file + ": shape " + array.describe() + "; the model takes " + Arrays.toString(shape));
        }
        if (!array.type().isFloat()) {
            throw new InputException(file + ": element type " + array.type().descr()
                    + "; arrays are taken as they are, float32 or float64, normalised as in training");
        }
        String bad = array.nonFinite();
        if (bad != null) {
            throw new InputException(file + ": " + bad);
        }
        return array.floats();
    }

    private static BufferedImage picture(Path file) {
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = stream == null ? null : ImageIO.getImageReaders(stream);
            if (readers == null || !readers.hasNext()) {
                throw new InputException(file + ": damaged or no picture (neither PNG nor JPEG)");
            }
            ImageReader reader = readers.next();
            try {
                List<String> warnings = new ArrayList<>();
                reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
                reader.setInput(stream, true, true);
                BufferedImage image = reader.read(0);
                // A JPEG that ends early is read to the end, in grey, with a warning.
                for (String warning : warnings) {
                    if (DAMAGE.matcher(warning).find()) {
                        throw new InputException(file + ": damaged (" + warning + ")");
                    }
                }
                return image;
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new InputException(file + ": damaged or no picture (" + e.getMessage() + ")");
        }
    }
}
