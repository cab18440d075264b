package org.escalatesim.energy;

/** An activity without a row in the energy table; names the table, component and action. */
public final class MissingEnergyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Names what is missing. */
    public MissingEnergyException(String table, String component, String action) {
        super("energy table " + table + " has no row for " + action + " (component " + component + ")");
    }
}
