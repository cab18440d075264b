package org.escalatesim.config;

import java.util.List;
import java.util.Map;
import org.escalatesim.machine.MachineSpec;

/**
 * A machine file, read and checked.
 *
 * @param spec the machine
 * @param resolved every field by its path, as {@link Machines#describe} gives it
 * @param sources where every field's value comes from, by path
 * @param advice what is possible but hardly meant, one line each, beginning with the field
 */
public record LoadedMachine(
        MachineSpec spec, Map<String, Object> resolved, Map<String, Source> sources, List<String> advice) {

    /**
     * Where a value comes from.
     *
     * @param published whether a publication gives it; else it is assumed
     * @param reason the publication, or why this value was assumed
     */
    public record Source(boolean published, String reason) {
        @Override
        public String toString() {
            return (published ? "published: " : "assumed: ") + reason;
        }
    }
}
