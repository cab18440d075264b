package org.escalatesim.workloads.masks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.network.ShapeBounds;
import org.escalatesim.workloads.numpy.NumpyArray;
import org.escalatesim.workloads.numpy.NumpyReader;

/**
 * One layer from a {@code .npz} archive with two masks: {@code wgt_mask} [K][C / groups][R][S] and {@code act_mask}
 * [C][H][W], the groups being what makes the channels fit. Whatever is not zero counts as present; as values, all
 * weights and activations that are present are 1. The density of the outputs is not known: that of the activations
 * stands for it.
 */
public final class MaskFile implements Workload {
    private static final String WEIGHTS = "wgt_mask";
    private static final String ACTIVATIONS = "act_mask";

    private final String name;
    private final ConvShape shape;
    private final byte[] weights;
    private final byte[] activations;
    private final double density;

    private MaskFile(String name, ConvShape shape, byte[] weights, byte[] activations) {
        this.name = name;
        this.shape = shape;
        this.weights = weights;
        this.activations = activations;
        long present = 0;
        for (byte activation : activations) {
            present += activation;
        }
        density = (double) present / activations.length;
    }

    /**
     * Reads a file.
     *
     * @param pad zeros on each side of the map, 0 to kernel side - 1
     * @param stride stride on both axes, at least 1
     * @throws InputException if the file is missing or damaged, lacks a mask, or its masks do not fit
     */
    public static MaskFile open(Path file, int pad, int stride) {
        NumpyArray weights = array(file, WEIGHTS, 4, "[K, C, R, S]");
        NumpyArray activations = array(file, ACTIVATIONS, 3, "[C, H, W]");
        int[] w = weights.shape();
        int[] a = activations.shape();
        if (a[0] % w[1] != 0 || w[0] % (a[0] / w[1]) != 0) {
            throw new InputException(file + ": " + WEIGHTS + " " + Arrays.toString(w) + " does not fit " + ACTIVATIONS
                    + " " + Arrays.toString(a) + ": both must have the same input channels, or groups of them");
        }
        int groups = a[0] / w[1];
        bound(file, ShapeBounds.map(List.of(a[0], a[1], a[2]), groups), ACTIVATIONS);
        bound(file, ShapeBounds.weights(w[0], w[1], (long) w[2] * w[3]), WEIGHTS);
        ConvShape shape;
        try {
            shape = ConvShape.of(w[0], a[0], groups, w[2], w[3], a[1], a[2], stride, pad);
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ", workload.pad " + pad + ": " + e.getMessage());
        }
        String label = file.getFileName().toString().replaceFirst("\\.npz$", "").replaceAll("[^A-Za-z0-9._-]", "_");
        return new MaskFile(label, shape, present(weights), byPixel(present(activations), a[0], a[1] * a[2]));
    }

    private static NumpyArray array(Path file, String member, int dimensions, String axes) {
        NumpyArray array = NumpyReader.readMember(file, member);
        int[] shape = array.shape();
        if (shape.length != dimensions || array.size() == 0) {
            throw new InputException(
                    file + ":" + member + ": must be " + axes + " and not empty, not " + Arrays.toString(shape));
        }
        return array;
    }

    private static void bound(Path file, String problem, String member) {
        if (problem != null) {
            throw new InputException(file + ":" + member + ": " + problem);
        }
    }

    private static byte[] present(NumpyArray array) {
        byte[] present = new byte[array.size()];
        for (int i = 0; i < present.length; i++) {
            present[i] = (byte) (array.get(i) != 0 ? 1 : 0);
        }
        return present;
    }

    private static byte[] byPixel(byte[] values, int channels, int pixels) {
        byte[] turned = new byte[values.length];
        for (int c = 0; c < channels; c++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                turned[pixel * channels + c] = values[c * pixels + pixel];
            }
        }
        return turned;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public String layerName(int i) {
        return name;
    }

    @Override
    public ConvShape shape(int i) {
        return shape;
    }

    @Override
    public LayerTrace load(int i, boolean values) {
        long outputs = (long) shape.k() * shape.p() * shape.q();
        return new LayerTrace(
                name,
                shape,
                Kernels.of(WeightForm.UNSTRUCTURED, weights, shape.k(), shape.cPerGroup(), shape.taps()),
                SparseMap.ofDense(activations, shape.h(), shape.w(), shape.c(), shape.groups(), false),
                null,
                PostOps.reluOnly(outputs),
                0,
                0,
                density);
    }

    @Override
    public List<String> notes() {
        return List.of(
                "masks alone: weights and activations that are present have the value 1",
                "the density of the outputs is not known; that of the activations is taken for it");
    }
}
