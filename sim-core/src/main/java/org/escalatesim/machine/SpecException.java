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

    /** The field as in the YAML file. */
    public String path() {
        return path;
    }
}
