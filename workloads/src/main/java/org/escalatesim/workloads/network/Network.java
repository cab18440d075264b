package org.escalatesim.workloads.network;

import java.util.List;
import java.util.stream.IntStream;
import org.escalatesim.tensor.ConvShape;

/**
 * A checked network: every layer's input is what its producers leave.
 *
 * @param name the network's name
 * @param title one line that describes it
 * @param source where the layer list comes from
 * @param layers in an order in which each comes after those it reads
 */
public record Network(String name, String title, String source, List<Layer> layers) {

    /**
     * One layer.
     *
     * @param name unique in the network
     * @param shape the convolution; a fully connected layer is 1 x 1 on a 1 x 1 map
     * @param input indices of the layers whose outputs are concatenated; empty for the network's image
     * @param inputPool pooling of the input for this layer alone, done by the producers on the way out, or null
     * @param relu whether outputs pass a ReLU; signed otherwise
     * @param residual index of the layer whose output is added, -1 for none
     * @param pool pooling on the way out, or null
     * @param extraParameters parameters beside the weights: K per bias, 2 K per batch norm
     * @param tensor name of the weights in a file of tensors
     */
    public record Layer(
            String name,
            ConvShape shape,
            List<Integer> input,
            Pool inputPool,
            boolean relu,
            int residual,
            Pool pool,
            long extraParameters,
            String tensor) {

        /** Values of the output map as stored, after pooling. */
        public long storedOutputs() {
            return pool == null
                    ? (long) shape.k() * shape.p() * shape.q()
                    : (long) shape.k() * pool.height() * pool.width();
        }

        /** Values of the input and the stored output map, together. */
        public long mapValues() {
            return (long) shape.c() * shape.h() * shape.w() + storedOutputs();
        }
    }

    /**
     * A pooling.
     *
     * @param kind {@code max} or {@code average}
     * @param kernel rows and columns of the window
     * @param height rows after pooling
     * @param width columns after pooling
     */
    public record Pool(String kind, int kernel, int height, int width) {}

    /** Multiply-accumulates of the dense network. */
    public long denseMacs() {
        return layers.stream().mapToLong(layer -> layer.shape().denseMacs()).sum();
    }

    /** Weights, biases and batch norm parameters of the dense network. */
    public long parameters() {
        return layers.stream()
                .mapToLong(layer -> layer.shape().parameters() + layer.extraParameters())
                .sum();
    }

    /** Indices of the layers that read the output of layer {@code i}, as input or as shortcut. */
    public List<Integer> readers(int i) {
        return IntStream.range(0, layers.size())
                .filter(j -> layers.get(j).input().contains(i) || layers.get(j).residual() == i)
                .boxed()
                .toList();
    }
}
