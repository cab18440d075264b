package org.escalatesim.config;

import java.util.Map;
import org.escalatesim.energy.EnergyTable;

/**
 * An energy table file, read and checked.
 *
 * @param table the table
 * @param resolved what it holds: {@code name}, {@code node_nm}, {@code dram_kind}, {@code rows} (each with
 *     {@code quantity}, {@code value}, {@code unit}, {@code source} and, where they apply, {@code bits}, {@code bytes},
 *     {@code kind} and {@code derived}; of DRAM the chosen row alone) and {@code sources}, what the rows' sources stand
 *     for; maps, lists, strings and numbers
 */
public record LoadedEnergy(EnergyTable table, Map<String, Object> resolved) {}
