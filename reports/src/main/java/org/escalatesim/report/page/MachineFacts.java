package org.escalatesim.report.page;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.escalatesim.area.AreaEstimate;
import org.escalatesim.report.RunRecord;

/**
 * A machine as a page shows it.
 *
 * @param machine the machine
 * @param sources where each field of its configuration comes from, by path; fields may be missing
 * @param area what its area is the sum of, or null where that is not known
 */
public record MachineFacts(RunRecord.Machine machine, Map<String, String> sources, AreaEstimate area) {
    /** Copies, keeping the order. */
    public MachineFacts {
        sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    }
}
