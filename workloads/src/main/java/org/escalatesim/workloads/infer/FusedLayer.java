package org.escalatesim.workloads.infer;

/**
 * A layer with what happens to its sums before they are rounded.
 *
 * @param layer the layer's name
 * @param input the value that it reads
 * @param output the value that it makes: that of the last node taken in
 * @param relu whether a ReLU is taken in
 * @param shortcut the value that is added before the ReLU, or null
 */
public record FusedLayer(String layer, String input, String output, boolean relu, String shortcut) {}
