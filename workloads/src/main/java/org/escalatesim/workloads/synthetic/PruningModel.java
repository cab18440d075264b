package org.escalatesim.workloads.synthetic;

/**
 * How uneven synthetic pruned weights are, in standard deviations of a hidden normal number that keeps a weight when it
 * is above a threshold. Fitted to the float ResNet-20 of the data folder, its layers pruned by magnitude, by layer
 * width; see docs/synthetic-traces.md.
 *
 * @param outputSpread of the threshold over output channels k
 * @param inputSpread over input channels c
 * @param kernelSpread over kernels (k, c), common to the taps of a kernel; not used by one-tap kernels
 */
record PruningModel(double outputSpread, double inputSpread, double kernelSpread) {

    /** Independent bits, for comparison. */
    static final PruningModel UNIFORM = new PruningModel(0, 0, 0);

    private static final PruningModel TO_16 = new PruningModel(.392, .517, .66);
    private static final PruningModel TO_32 = new PruningModel(.228, .256, .475);
    private static final PruningModel ABOVE_32 = new PruningModel(.287, .185, .508);

    /**
     * The fitted model for this many input channels of a group; layers wider than the widest measured (64) take that
     * one's.
     */
    static PruningModel fitted(int channels) {
        if (channels <= 16) {
            return TO_16;
        }
        return channels <= 32 ? TO_32 : ABOVE_32;
    }

    /** Whether all bits of a layer have one probability. */
    boolean flat() {
        return outputSpread == 0 && inputSpread == 0 && kernelSpread == 0;
    }

    /** The model of layers whose kernels have one tap. */
    PruningModel oneTap() {
        return new PruningModel(outputSpread, inputSpread, 0);
    }

    /** Standard deviation, 1 or more, of a weight's hidden number. */
    double deviation() {
        return StrictMath.sqrt(
                1 + outputSpread * outputSpread + inputSpread * inputSpread + kernelSpread * kernelSpread);
    }
}
