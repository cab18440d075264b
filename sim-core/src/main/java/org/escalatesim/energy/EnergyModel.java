package org.escalatesim.energy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.ActivityKey;
import org.escalatesim.machine.MemoryInstance;

/** Prices a run. Needs nothing but its counts, so that a finished run can be priced again with another table. */
public final class EnergyModel {
    /** 1 mW over 1 cycle at 1 MHz is 1e-3 J/s x 1e-6 s = 1 nJ. */
    private static final double PJ_PER_MILLIWATT_MICROSECOND = 1000;

    private EnergyModel() {}

    /**
     * Prices a run.
     *
     * @param activity what happened
     * @param memories every SRAM of the machine; each leaks for the whole run
     * @param cycles clock cycles of the run
     * @param clockMhz clock in MHz, at least 1
     * @throws MissingEnergyException if the table lacks a row for anything counted
     */
    public static EnergyBreakdown price(
            Activity activity, List<MemoryInstance> memories, long cycles, int clockMhz, EnergyTable table) {
        List<EnergyBreakdown.Item> items = new ArrayList<>();
        for (Map.Entry<ActivityKey, Long> entry : activity.counts().entrySet()) {
            ActivityKey key = entry.getKey();
            items.add(new EnergyBreakdown.Item(
                    key,
                    entry.getValue(),
                    entry.getValue() * table.picojoules(key),
                    table.derived(key),
                    table.extrapolated(key)));
        }
        double microseconds = (double) cycles / clockMhz;
        Map<String, Double> leakage = new TreeMap<>();
        for (MemoryInstance memory : memories) {
            double milliwatts = memory.count() * table.leakageMilliwatts(memory);
            leakage.merge(memory.component(), milliwatts * microseconds * PJ_PER_MILLIWATT_MICROSECOND, Double::sum);
        }
        return new EnergyBreakdown(
                table.name(), Collections.unmodifiableList(items), Collections.unmodifiableMap(leakage));
    }
}
