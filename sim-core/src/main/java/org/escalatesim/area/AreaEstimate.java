package org.escalatesim.area;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.escalatesim.area.UnitAreas.Area;

/**
 * The area of a machine: the sum of its units, in square micrometres. Wires between units, clock trees, controllers, pads
 * and the DRAM interface are not in it, on no machine.
 *
 * @param table name of the table of unit areas
 * @param items one per kind and size of unit
 * @param nearBorder memories within a factor of 2 of the border between registers and SRAM, where area falls as a memory
 *     grows, for people: {@code psum_spad (72 bytes)}
 */
public record AreaEstimate(String table, List<Item> items, List<String> nearBorder) {
    /**
     * All units of one kind and size of a component.
     *
     * @param component the component, named as in its activity
     * @param unit what they are
     * @param size what one is, for people: {@code 1,024 bytes}, {@code 16x8 bits}
     * @param bits the same as a number, for order: bits of a memory or of a width, of a multiplier the product of its two
     * @param count how many
     * @param area of all of them
     * @param derived whether their row is derived
     * @param extrapolated whether an SRAM's capacity lies outside the rows
     */
    public record Item(
            String component,
            UnitArea unit,
            String size,
            long bits,
            long count,
            Area area,
            boolean derived,
            boolean extrapolated) {}

    /** Copies the lists. */
    public AreaEstimate {
        nearBorder = List.copyOf(nearBorder);
        items = List.copyOf(items);
    }

    /** The whole machine. */
    public Area total() {
        return items.stream().map(Item::area).reduce(Area.NONE, Area::plus);
    }

    /** By component, sorted by name. */
    public Map<String, Area> components() {
        return by(Item::component);
    }

    /** By kind of unit: a word of {@link UnitArea} each, sorted. */
    public Map<String, Area> units() {
        return by(item -> item.unit().word());
    }

    private Map<String, Area> by(Function<Item, String> key) {
        Map<String, Area> sums = new TreeMap<>();
        items.forEach(item -> sums.merge(key.apply(item), item.area(), Area::plus));
        return sums;
    }

    /** Part of {@link #total} that rests on derived rows or on SRAM outside the rows, 0 to 1. */
    public double uncertainPart() {
        double uncertain = items.stream()
                .filter(item -> item.derived() || item.extrapolated())
                .mapToDouble(item -> item.area().um2())
                .sum();
        return uncertain / total().um2();
    }
}
