package org.escalatesim.config;

import java.util.List;
import java.util.Map;
import org.escalatesim.config.YamlNode.Field;
import org.escalatesim.config.YamlNode.Fields;
import org.escalatesim.config.YamlNode.Scalar;

/**
 * A row of an energy reference table: an action of a component.
 *
 * @param place where it stands
 * @param picojoules its energy
 * @param width bits that the energy is for, or 0 where it is for one event
 * @param cycleSeconds length of the cycle that leakage is for, or 0
 * @param addressDelta how much of the address changes, or {@link #NONE}
 * @param dataDelta how much of the data changes, or {@link #NONE}
 * @param problem why it prices nothing, or null; told only where something is to be priced by it
 */
record ErtRow(
        String place,
        double picojoules,
        double width,
        double cycleSeconds,
        double addressDelta,
        double dataDelta,
        String problem) {
    private static final double NONE = -1;

    /** Reads an action; throws {@link InputException} for numbers that are none. */
    static ErtRow read(Fields row) {
        double energy = number(row, "energy");
        YamlNode arguments = row.get("arguments");
        if (arguments == null || arguments instanceof Scalar scalar && scalar.kind() == YamlNode.Kind.NOTHING) {
            return new ErtRow(row.place(), energy, 0, 0, NONE, NONE, null);
        }
        if (!(arguments instanceof Fields fields)) {
            return new ErtRow(
                    arguments.place(),
                    energy,
                    0,
                    0,
                    NONE,
                    NONE,
                    "arguments must be keys and values, not " + arguments.shown());
        }
        double width = 0;
        double cycle = 0;
        double address = NONE;
        double data = NONE;
        for (Map.Entry<String, Field> entry : fields.fields().entrySet()) {
            String key = entry.getKey();
            switch (key) {
                case "width" -> width = above(fields, key);
                case "cycle_seconds" -> cycle = above(fields, key);
                case "address_delta" -> address = number(fields, key);
                case "data_delta" -> data = number(fields, key);
                default -> {
                    return new ErtRow(
                            entry.getValue().place(),
                            energy,
                            0,
                            0,
                            NONE,
                            NONE,
                            "argument " + key + " is not counted here; arguments are width, address_delta, data_delta"
                                    + " and, of leak, cycle_seconds");
                }
            }
        }
        return new ErtRow(row.place(), energy, width, cycle, address, data, null);
    }

    /**
     * The row that prices an action of which there are several, by what changes: an access of ours has a new address and
     * new data, so the one in which most of both changes.
     */
    static ErtRow ofAction(List<ErtRow> rows) {
        for (ErtRow row : rows) {
            if (row.problem != null) {
                return row;
            }
        }
        ErtRow last = rows.get(rows.size() - 1);
        ErtRow most = last;
        for (ErtRow row : rows) {
            if (row.covers(most)) {
                most = row;
            }
        }
        for (ErtRow row : rows) {
            if (row != most && (!most.covers(row) || row.covers(most) || !row.deltas())) {
                return last.with("it has several energies, none of which is alone that of the highest address_delta and"
                        + " data_delta; give one, for one event");
            }
        }
        if (most.deltas() && most.addressDelta <= 0 && most.dataDelta <= 0) {
            return most.with("its energy is that of an access in which neither address nor data change; add one with"
                    + " arguments {address_delta: 1, data_delta: 1}");
        }
        return most;
    }

    private boolean deltas() {
        return addressDelta != NONE || dataDelta != NONE;
    }

    /** Whether as much changes as in another row, of address and data. */
    private boolean covers(ErtRow other) {
        return Math.max(0, addressDelta) >= Math.max(0, other.addressDelta)
                && Math.max(0, dataDelta) >= Math.max(0, other.dataDelta);
    }

    private ErtRow with(String why) {
        return new ErtRow(place, picojoules, width, cycleSeconds, addressDelta, dataDelta, why);
    }

    private static double number(Fields fields, String key) {
        YamlNode node = fields.get(key);
        if (node == null) {
            throw new InputException(fields.place() + ": " + key + " is missing");
        }
        if (YamlNode.plain(node) instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() < 1e18) {
            return number.doubleValue();
        }
        throw new InputException(node.place() + ": " + key + " must be a number, at least 0, not " + node.shown());
    }

    private static double above(Fields fields, String key) {
        double value = number(fields, key);
        if (value == 0) {
            throw new InputException(fields.get(key).place() + ": " + key + " must be above 0, not 0");
        }
        return value;
    }
}
