package org.escalatesim.config;

import java.util.List;
import org.escalatesim.machine.MachineSpec;

/** The fields of one kind of machine as they stand in its YAML file; implemented by records. */
interface MachineFile {
    /** The validated specification; throws {@link org.escalatesim.machine.SpecException} for an impossible machine. */
    MachineSpec spec();

    /** What is possible but hardly meant, one line each, beginning with the field. */
    List<String> advice();
}
