package org.escalatesim.sweep.spark;

import java.io.Serializable;

/**
 * What came of a task.
 *
 * @param problem one line that ends the sweep, such as files that this computer does not have; null if there is none
 * @param files result files, one per point; null if there is a problem
 * @param failures why points failed, null for those that did not; null if there is a problem
 */
record TaskResult(String problem, byte[][] files, String[] failures) implements Serializable {
    private static final long serialVersionUID = 1;

    static TaskResult problem(String line) {
        return new TaskResult(line, null, null);
    }
}
