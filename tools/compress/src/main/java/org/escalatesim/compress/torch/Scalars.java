package org.escalatesim.compress.torch;

import ai.djl.ndarray.NDArray;

/**
 * Numbers as arrays that live as long as the arrays they are used with. The library's own operations with a number free
 * its memory when they return, while the engine still reads it in the backward pass: a product's gradient then is, now
 * and then, not a number.
 */
final class Scalars {
    private Scalars() {}

    /** A number beside an array: it ends with that array's manager. */
    static NDArray beside(NDArray array, double number) {
        return array.getManager().create((float) number);
    }
}
