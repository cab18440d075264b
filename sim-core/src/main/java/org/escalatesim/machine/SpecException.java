package org.escalatesim.machine;

/** A machine that cannot exist: names the field by its path in the YAML file, the bad value and what would be right. */
public final class SpecException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final String path;

    /**
     * @param path the field as in the YAML file, for example {@code ring.slots}
     * @param problem the bad value and the accepted ones, for example {@code must be at least 1, not 0}
     */
    public SpecException(String path, String problem) {
        super(path + " " + problem);
        this.path = path;
    }

    /** Throws unless {@code low <= value <= high}. */
    public static void range(String path, long value, long low, long high) {
        if (value < low || value > high) {
            throw new SpecException(path, "must be " + low + " to " + high + ", not " + value);
        }
    }

    /** Throws unless the value is a power of two from {@code low} to {@code high}. */
    public static void powerOfTwo(String path, int value, int low, int high) {
        if (value < low || value > high || Integer.bitCount(value) != 1) {
            throw new SpecException(path, "must be a power of two from " + low + " to " + high + ", not " + value);
        }
    }

    /** The field as in the YAML file. */
    public String path() {
        return path;
    }
}
