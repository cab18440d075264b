package org.escalatesim.eyeriss;

import org.escalatesim.tensor.ConvShape;

/**
 * A mapping that was published for layers of one shape.
 *
 * @param layer network and layer, for people, for example {@code alexnet conv3}
 * @param k output channels of all groups
 * @param c input channels of all groups
 * @param groups convolution groups
 * @param kernelRows kernel rows R
 * @param kernelColumns kernel columns S
 * @param stride of rows and columns
 * @param outputRows output rows P
 * @param outputColumns output columns Q
 * @param mapping the mapping
 */
public record PublishedMapping(
        String layer,
        int k,
        int c,
        int groups,
        int kernelRows,
        int kernelColumns,
        int stride,
        int outputRows,
        int outputColumns,
        RowMapping mapping) {

    /** Whether a layer has this shape; padding does not matter to a mapping. */
    public boolean matches(ConvShape shape) {
        return shape.k() == k
                && shape.c() == c
                && shape.groups() == groups
                && shape.r() == kernelRows
                && shape.s() == kernelColumns
                && shape.strideH() == stride
                && shape.strideW() == stride
                && shape.p() == outputRows
                && shape.q() == outputColumns;
    }
}
