package org.escalatesim.sweep;

import java.util.List;
import java.util.Map;
import org.escalatesim.config.Names;
import org.escalatesim.config.OptionalKey;
import org.escalatesim.config.YamlValue;
import org.escalatesim.machine.SpecException;

/**
 * A sweep file, key by key; docs/sweeps.md says what each means. Names are not looked up here.
 *
 * @param name the sweep's name
 * @param description one line about it, or null
 * @param machines names or files; empty for the default machine
 * @param energy names or files of energy tables; empty for the default one
 * @param networks names or files
 * @param traces folders
 * @param seeds values or a range, or null for seed 1
 * @param axes values by field; the fields of one entry move together
 * @param where constraints that every point fulfils
 * @param notes free-form, not read
 */
record SweepFile(
        String name,
        @OptionalKey String description,
        @OptionalKey List<YamlValue> machines,
        @OptionalKey List<YamlValue> energy,
        @OptionalKey List<YamlValue> networks,
        @OptionalKey List<Trace> traces,
        @OptionalKey YamlValue seeds,
        @OptionalKey List<Map<String, YamlValue>> axes,
        @OptionalKey List<YamlValue> where,
        Object notes) {

    /**
     * A trace folder.
     *
     * @param folder its path
     * @param images numbers of images, or {@code all}; null for image 0
     */
    record Trace(YamlValue folder, @OptionalKey YamlValue images) {}

    /** Checks the name; throws {@link SpecException}. */
    SweepFile {
        if (!Names.isWord(name)) {
            throw new SpecException("name", "must be " + Names.WORD + ", not '" + name + "'");
        }
    }
}
