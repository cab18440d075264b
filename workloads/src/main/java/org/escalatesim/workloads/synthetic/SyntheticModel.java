package org.escalatesim.workloads.synthetic;

/**
 * How uneven synthetic layers are, in standard deviations of a hidden normal number that makes a value non-zero when it
 * is above a threshold. Fitted to the trained ResNet-20 of the data folder, by layer width; see
 * docs/synthetic-traces.md.
 *
 * @param outputSpread of a coefficient's threshold over output channels k, common to the M rows of k
 * @param rowSpread over rows (k, m), each its own
 * @param emptyRows fraction of rows (k, m) that have no coefficient for a reason of their own, 0 to .5
 * @param inputSpread over input channels c, common to all rows
 * @param channelSpread of an activation's threshold over channels
 * @param field spatially correlated part of an activation, a map of its own per channel
 * @param sharedField spatially correlated part common to all channels of the layer
 * @param fieldNeighbour correlation of horizontal or vertical neighbours in both fields, 0 to 1
 */
public record SyntheticModel(
        double outputSpread,
        double rowSpread,
        double emptyRows,
        double inputSpread,
        double channelSpread,
        double field,
        double sharedField,
        double fieldNeighbour) {

    /** Independent bits, for comparison: every value of a layer is non-zero with the same probability. */
    public static final SyntheticModel UNIFORM = new SyntheticModel(0, 0, 0, 0, 0, 0, 0, 0);

    private static final SyntheticModel TO_16 = new SyntheticModel(.351, .015, .095, .436, 1.122, .974, .018, .743);
    private static final SyntheticModel TO_32 = new SyntheticModel(.203, .088, .028, .237, .486, .97, .096, .621);
    private static final SyntheticModel ABOVE_32 = new SyntheticModel(.21, .107, .0156, .179, .358, .967, .119, .566);

    /** Checks that the parts of an activation leave room for noise; throws {@link IllegalArgumentException}. */
    public SyntheticModel {
        if (!(field * field + sharedField * sharedField <= .96)) {
            throw new IllegalArgumentException("the fields must leave at least .04 of the variance to noise");
        }
    }

    /**
     * The fitted model for this many input channels (of a group for coefficients, of the map for activations); layers
     * wider than the widest measured (64) take that one's.
     */
    public static SyntheticModel fitted(int channels) {
        if (channels <= 16) {
            return TO_16;
        }
        return channels <= 32 ? TO_32 : ABOVE_32;
    }

    /** Standard deviation, 1 or more, of a coefficient's hidden number. */
    double coefficientDeviation() {
        return StrictMath.sqrt(1 + outputSpread * outputSpread + rowSpread * rowSpread + inputSpread * inputSpread);
    }

    /** Deviation of the independent part of an activation's hidden number, under 1. */
    double activationNoise() {
        return StrictMath.sqrt(1 - field * field - sharedField * sharedField);
    }
}
