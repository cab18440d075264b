package org.escalatesim.area;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.escalatesim.area.AreaEstimate.Item;
import org.escalatesim.area.UnitAreas.Area;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.machine.UnitCount;

/** Adds up what a machine says that it is built of: its memories, its arithmetic and its other logic. */
public final class AreaModel {
    private AreaModel() {}

    /**
     * The area of a machine by a table. Memories that {@link Activity} counts as registers are registers here too; as
     * one could also build them as small SRAMs, their low is that of an SRAM where this is less. At the border between the
     * two, area falls as a memory grows (docs/area.md).
     */
    public static AreaEstimate estimate(MachineSpec spec, UnitAreas table) {
        List<Item> items = new ArrayList<>();
        List<MemoryInstance> memories = new ArrayList<>(spec.memories());
        memories.addAll(spec.registerFiles());
        List<String> nearBorder = new ArrayList<>();
        for (MemoryInstance memory : memories) {
            if (2 * memory.bytes() > Activity.REGISTER_FILE_BYTES
                    && memory.bytes() <= 2 * Activity.REGISTER_FILE_BYTES) {
                nearBorder.add(memory.component() + " (" + memory.bytes() + " bytes)");
            }
            if (memory.bytes() <= Activity.REGISTER_FILE_BYTES) {
                Area registers = table.unit(UnitArea.REGISTER, (int) (8 * memory.bytes()), 0);
                double low =
                        Math.min(registers.low(), table.sram(memory.bytes()).low());
                items.add(new Item(
                        memory.component(),
                        UnitArea.REGISTER,
                        8 * memory.bytes() + " bits",
                        8 * memory.bytes(),
                        memory.count(),
                        new Area(registers.um2(), low, registers.high()).times(memory.count()),
                        table.derived(UnitArea.REGISTER),
                        false));
            } else {
                items.add(new Item(
                        memory.component(),
                        UnitArea.SRAM,
                        String.format(Locale.ROOT, "%,d bytes", memory.bytes()),
                        8 * memory.bytes(),
                        memory.count(),
                        table.sram(memory.bytes()).times(memory.count()),
                        table.derived(UnitArea.SRAM),
                        table.extrapolated(memory.bytes())));
            }
        }
        spec.arithmetic().forEach(unit -> add(items, table, unit));
        spec.logic().forEach(unit -> add(items, table, unit));
        return new AreaEstimate(table.name(), items, nearBorder);
    }

    private static void add(List<Item> items, UnitAreas table, UnitCount unit) {
        if (unit.count() == 0 || unit.width() == 0) {
            return;
        }
        UnitArea kind = UnitArea.of(unit.action());
        items.add(new Item(
                unit.component(),
                kind,
                unit.width() + (kind == UnitArea.MULTIPLY ? "x" + unit.size() : "") + " bits",
                kind == UnitArea.MULTIPLY ? unit.width() * (long) unit.size() : unit.width(),
                unit.count(),
                table.unit(kind, unit.width(), unit.size()).times(unit.count()),
                table.derived(kind),
                false));
    }
}
