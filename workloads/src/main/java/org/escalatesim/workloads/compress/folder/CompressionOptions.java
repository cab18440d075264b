package org.escalatesim.workloads.compress.folder;

import java.util.LinkedHashMap;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.workloads.compress.ternary.PlainTernary;
import org.escalatesim.workloads.compress.ternary.ScaleGrain;

/**
 * How a folder is compressed. Ranges are checked; throws {@link InputException}, as these come from the command line.
 *
 * @param rank how M is chosen, unless {@code prune} is given
 * @param rankValue M, the error or the share of FLOPs; not read for the default
 * @param method how coefficients are made
 * @param grain what has a scale of its own
 * @param threshold of plain ternarisation, in units of the mean magnitude, or {@link PlainTernary#OPTIMAL}
 * @param l1 cost of coefficients, at least 0
 * @param calibrationImages images whose inputs the fit minimises the output error on, 0 for none, -1 for all
 * @param damping weight of the identity in the correlation of the inputs, at least 0
 * @param allLayers whether layers of few channels are decomposed too
 * @param prune density that magnitude pruning keeps, or null for decomposition
 * @param globalPrune whether one threshold prunes all layers
 */
public record CompressionOptions(
        Rank rank,
        double rankValue,
        Method method,
        ScaleGrain grain,
        double threshold,
        double l1,
        int calibrationImages,
        double damping,
        boolean allLayers,
        Double prune,
        boolean globalPrune) {

    /** How M is chosen. */
    public enum Rank {
        /** 6, or R * S where that is less. */
        DEFAULT,
        /** One M for all layers. */
        FIXED,
        /** The smallest M that keeps an error. */
        ERROR,
        /** The best M within a budget of FLOPs. */
        FLOPS
    }

    /** How coefficients are made. */
    public enum Method {
        /** Projections rounded once. */
        PLAIN,
        /** Alternating least squares. */
        ALS
    }

    /** Checks the ranges. */
    public CompressionOptions {
        switch (rank) {
            case DEFAULT -> {
                // No value to check.
            }
            case FIXED -> {
                if (!(rankValue >= 1)) {
                    throw new InputException("--m must be at least 1, not " + (long) rankValue);
                }
            }
            case ERROR -> range("--error", rankValue, 0, 1, "0 to 1");
            case FLOPS -> {
                if (!(rankValue > 0) || Double.isInfinite(rankValue)) {
                    throw new InputException("--flops must be above 0, not " + rankValue);
                }
            }
        }
        if (threshold != PlainTernary.OPTIMAL) {
            range("--threshold", threshold, 0, Double.MAX_VALUE, "at least 0");
        }
        range("--l1", l1, 0, Double.MAX_VALUE, "at least 0");
        range("--damping", damping, 0, Double.MAX_VALUE, "at least 0");
        if (prune != null) {
            // A density of 0 keeps nothing of any layer.
            range("--prune", prune, Double.MIN_VALUE, 1, "above 0 and at most 1");
        }
    }

    private static void range(String name, double value, double low, double high, String words) {
        if (!(value >= low && value <= high)) {
            throw new InputException(name + " must be " + words + ", not " + value);
        }
    }

    /** Every setting that has an effect, and its value. */
    public Map<String, String> describe() {
        Map<String, String> all = new LinkedHashMap<>();
        if (prune != null) {
            all.put("method", "prune");
            all.put("density", Double.toString(prune));
            all.put("threshold", globalPrune ? "global" : "per layer");
            return all;
        }
        all.put("method", method.name().toLowerCase(java.util.Locale.ROOT));
        all.put(
                "m",
                switch (rank) {
                    case DEFAULT -> "6";
                    case FIXED -> Long.toString((long) rankValue);
                    case ERROR -> "smallest of error " + rankValue;
                    case FLOPS -> "best within " + rankValue + " of the dense FLOPs";
                });
        all.put("scale", grain.word());
        if (method == Method.PLAIN) {
            all.put("threshold", threshold == PlainTernary.OPTIMAL ? "optimal" : Double.toString(threshold));
        } else {
            all.put("l1", Double.toString(l1));
        }
        if (calibrationImages != 0) {
            all.put("calibration_images", calibrationImages < 0 ? "all" : Integer.toString(calibrationImages));
            all.put("damping", Double.toString(damping));
        }
        return all;
    }
}
