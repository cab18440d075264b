package org.escalatesim.workloads.compress.ternary;

/** What has a scale of its own. */
public enum ScaleGrain {
    /** The whole layer. */
    LAYER("layer"),
    /** Each output channel k; what the machines run. */
    K("k"),
    /** Each output channel and basis kernel (k, m). */
    KM("km");

    private final String word;

    ScaleGrain(String word) {
        this.word = word;
    }

    /** The word for it on the command line and in files. */
    public String word() {
        return word;
    }
}
