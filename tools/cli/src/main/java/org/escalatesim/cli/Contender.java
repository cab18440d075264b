package org.escalatesim.cli;

import java.util.List;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.trace.WeightForm;

/**
 * One machine of a comparison with what it is to run.
 *
 * @param label what the comparison calls it
 * @param machine the machine
 * @param form the form of the network's weights that it runs
 * @param job the network in this form
 */
record Contender(String label, LoadedMachine machine, WeightForm form, Job job) {
    /** The same with another machine. */
    Contender with(LoadedMachine other) {
        return new Contender(label, other, form, job);
    }

    /** Index of a label; -1 where there is none. */
    static int indexOf(List<Contender> all, String label) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).label().equals(label)) {
                return i;
            }
        }
        return -1;
    }
}
