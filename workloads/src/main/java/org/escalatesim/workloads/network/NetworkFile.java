package org.escalatesim.workloads.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.escalatesim.config.OptionalKey;

/**
 * A network file as written; {@link Network} is the checked form.
 *
 * @param name the network's name
 * @param title one line that describes it
 * @param source where the layer list comes from
 * @param image channels, height and width of the network's input
 * @param layers the layers, each after those it reads
 */
record NetworkFile(
        String name, @OptionalKey String title, @OptionalKey String source, List<Integer> image, List<Entry> layers) {

    /**
     * One layer as written.
     *
     * @param name unique, no blanks or commas
     * @param op {@code conv} or {@code fc}
     * @param in channels, height, width read, after concatenation and input pooling; an fc layer has height and width 1
     * @param out channels, height, width before pooling
     * @param kernel rows, columns
     * @param stride both ways, at least 1
     * @param pad zeros on every side
     * @param groups convolution groups
     * @param input layers that are concatenated, in order, or {@code image}
     * @param inputPool pooling of this layer's input alone, or null
     * @param relu whether outputs pass a ReLU
     * @param residual the layer whose output is added, or null
     * @param residualAdapt {@code subsample_pad} when the added map has fewer channels on a larger map, or null
     * @param bias whether it has a bias per output channel; null means no
     * @param batchNorm whether it has a batch norm; null means no
     * @param pool pooling of the output, or null
     * @param weights name of the weights in a file of tensors; null means the layer's name and {@code .weight}
     */
    record Entry(
            String name,
            String op,
            List<Integer> in,
            List<Integer> out,
            List<Integer> kernel,
            int stride,
            int pad,
            int groups,
            List<String> input,
            @OptionalKey @JsonProperty("input_pool") Pool inputPool,
            boolean relu,
            @OptionalKey String residual,
            @OptionalKey @JsonProperty("residual_adapt") String residualAdapt,
            @OptionalKey Boolean bias,
            @OptionalKey @JsonProperty("batch_norm") Boolean batchNorm,
            @OptionalKey Pool pool,
            @OptionalKey String weights) {}

    /**
     * A pooling.
     *
     * @param kind {@code max} or {@code average}
     * @param kernel rows and columns of the window
     * @param stride both ways
     * @param pad on every side
     * @param out rows, columns after pooling, rounded down or up
     */
    record Pool(String kind, int kernel, int stride, int pad, List<Integer> out) {}
}
