package org.escalatesim.workloads.synthetic;

/**
 * How uneven synthetic layers are, in standard deviations of a hidden normal number that makes a value non-zero when it
 * is above a threshold. Fitted to the trained ResNet-20 of the data folder, by layer width; see
 * docs/synthetic-traces.md.
 *
 * @param outputSpread of a coefficient's threshold over output channels k, common to the M rows of k
 * @param rowSpread over rows (k, m), each its own
 * @param inputSpread over input channels c, common to all rows
 * @param channelSpread of an activation's threshold over channels
 * @param field spatially correlated part of an activation, a map of its own per channel
 * @param sharedField spatially correlated part common to all channels of the layer
 * @param fieldNeighbour correlation of horizontal or vertical neighbours in both fields, 0 to 1
 */
public record SyntheticModel(
        double outputSpread,
        double rowSpread,
        double inputSpread,
        double channelSpread,
        double field,
        double sharedField,
        double fieldNeighbour) {

    /** Independent bits, for comparison: every value of a layer is non-zero with the same probability. */
    public static final SyntheticModel UNIFORM = new SyntheticModel(0, 0, 0, 0, 0, 0, 0);

    private static final SyntheticModel TO_16 = new SyntheticModel(.50, .36, .50, .95, .89, .10, .72);
    private static final SyntheticModel TO_32 = new SyntheticModel(.28, .28, .30, .50, .89, .14, .55);
    private static final SyntheticModel ABOVE_32 = new SyntheticModel(.26, .24, .22, .45, .89, .16, .50);

    /** Checks that the parts of an activation leave room for noise; throws {@link IllegalArgumentException}. */
    public SyntheticModel {
        if (!(field * field + sharedField * sharedField <= .96)) {
            throw new IllegalArgumentException("the fields must leave at least .04 of the variance to noise");
        }
    }

    /**
     * The fitted model of a layer with this many input channels per group; layers wider than the widest measured (64)
     * take that one's.
     */
    public static SyntheticModel fitted(int channelsPerGroup) {
        if (channelsPerGroup <= 16) {
            return TO_16;
        }
        return channelsPerGroup <= 32 ? TO_32 : ABOVE_32;
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
