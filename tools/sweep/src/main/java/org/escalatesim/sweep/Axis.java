package org.escalatesim.sweep;

import java.util.List;

/**
 * Fields that move together.
 *
 * @param fields their paths
 * @param values per field its values, all lists of one length
 */
record Axis(List<String> fields, List<List<Value>> values) {
    /** The number of steps. */
    int size() {
        return values.get(0).size();
    }
}
