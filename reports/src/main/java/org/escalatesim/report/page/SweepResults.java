package org.escalatesim.report.page;

import java.util.List;
import java.util.Map;

/**
 * What a sweep has come to.
 *
 * @param name the sweep's name
 * @param version version of the simulator
 * @param axes columns of the swept fields
 * @param columns all columns, in order, as the merged table has them
 * @param rows one per point that has a result: cells by column
 * @param points points of the sweep
 * @param failed points of the rows that failed
 * @param missing points without a result
 * @param machines its base machines
 * @param energyTables its energy tables, as {@code run.json} has them
 */
public record SweepResults(
        String name,
        String version,
        List<String> axes,
        List<String> columns,
        List<Map<String, String>> rows,
        int points,
        int failed,
        int missing,
        List<MachineFacts> machines,
        List<Map<String, Object>> energyTables) {
    /** Copies the lists. */
    public SweepResults {
        axes = List.copyOf(axes);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        machines = List.copyOf(machines);
        energyTables = List.copyOf(energyTables);
    }
}
