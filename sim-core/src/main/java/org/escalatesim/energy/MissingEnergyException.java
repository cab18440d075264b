package org.escalatesim.energy;

/** An activity without a row in the energy table; names the table, component and action. */
public final class MissingEnergyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String file;

    /** Names what is missing. */
    public MissingEnergyException(String table, String component, String action) {
        this(table, component, action, null, "");
    }

    /**
     * Names what is missing.
     *
     * @param file the table's file, or null if it has none; the message leaves it out, since results know no paths
     * @param remedy what to add to the table, or empty where the row says it
     */
    public MissingEnergyException(String table, String component, String action, String file, String remedy) {
        this(
                "energy table " + table + " has no row for " + action + " (component " + component + ")"
                        + (remedy.isEmpty() ? "" : "; " + remedy),
                file);
    }

    private MissingEnergyException(String message, String file) {
        super(message);
        this.file = file;
    }

    /**
     * A row that is there, but prices nothing.
     *
     * @param place the row's file and line
     * @param why what is wrong with it, and what would be right
     */
    public static MissingEnergyException unusable(
            String table, String component, String action, String place, String why) {
        return new MissingEnergyException(
                "energy table " + table + " cannot price " + action + " (component " + component + "): " + why, place);
    }

    /** The message, with the table's file in front of it where that is known. */
    public String located() {
        return file == null ? getMessage() : file + ": " + getMessage();
    }
}
