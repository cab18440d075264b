package org.escalatesim.energy;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.ActivityKey;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.machine.SpecException;

/**
 * An energy table of measured or derived rows, and the rules between them.
 *
 * <ul>
 *   <li>Additions: linear between rows in the width; below the narrowest row proportional to it, above the widest
 *       proportional to that.
 *   <li>Multiplications: by the product of the operand widths relative to the row's (an 8 x 16 multiplier is twice an
 *       8 x 8 one).
 *   <li>Comparisons, registers, multiplexers, DRAM: proportional to the width.
 *   <li>A gather pass of n bits: ceil(lg n) stages of n bits; a gather decode: n * ceil(lg n) adder bits.
 *   <li>SRAM energy and leakage: linear in the logarithms of capacity and value between rows; outside the rows the
 *       line through the nearest two is continued (extrapolated). Energy is then proportional to the access width, which
 *       is optimistic for accesses much narrower than the row's: decoders and word lines do not shrink with them.
 * </ul>
 */
public final class UnitEnergies implements EnergyTable {
    private final String name;
    private final EnumMap<Quantity, List<Row>> rows = new EnumMap<>(Quantity.class);

    /**
     * A row.
     *
     * @param bits width that the value holds for; 0 for leakage
     * @param bytes SRAM capacity that the value holds for; 0 for all but SRAM
     * @param value pJ, or mW for leakage; finite and above 0
     * @param derived whether it was derived from other rows because no source gives it
     */
    public record Row(int bits, long bytes, double value, boolean derived) {}

    /**
     * Makes a table; quantities without rows are missing from it.
     *
     * @param rows curves ascending in width or capacity, all else one row each
     * @throws SpecException naming a bad row, for example {@code sram_read[2]}
     */
    public UnitEnergies(String name, Map<Quantity, List<Row>> rows) {
        this.name = name;
        rows.forEach((quantity, list) -> {
            check(quantity, list);
            if (!list.isEmpty()) {
                this.rows.put(quantity, List.copyOf(list));
            }
        });
    }

    private static void check(Quantity quantity, List<Row> list) {
        String path = quantity.name().toLowerCase(Locale.ROOT);
        if (!quantity.curve() && list.size() > 1) {
            throw new SpecException(path, "must have one row, not " + list.size());
        }
        if (quantity.byCapacity() && list.size() == 1) {
            throw new SpecException(path, "must have at least two rows to interpolate between, not 1");
        }
        for (int i = 0; i < list.size(); i++) {
            Row row = list.get(i);
            String at = path + "[" + i + "]";
            positive(at + ".value", row.value());
            if (quantity != Quantity.SRAM_LEAKAGE) {
                positive(at + ".bits", row.bits());
            }
            if (quantity.byCapacity()) {
                positive(at + ".bytes", (double) row.bytes());
            }
            if (i > 0 && along(quantity, row) <= along(quantity, list.get(i - 1))) {
                String axis = quantity.byCapacity() ? ".bytes" : ".bits";
                throw new SpecException(at + axis, "must be more than in the row before, not " + along(quantity, row));
            }
        }
    }

    private static void positive(String path, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new SpecException(path, "must be above 0, not " + value);
        }
    }

    private static long along(Quantity quantity, Row row) {
        return quantity.byCapacity() ? row.bytes() : row.bits();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double picojoules(ActivityKey key) {
        List<Row> list = rows(key);
        Row row = list.get(0);
        double width = key.width();
        return switch (key.action()) {
            case ADD -> add(list, key.width());
            case MULTIPLY -> row.value() * width * key.size() / ((double) row.bits() * row.bits());
            case GATHER_PASS, GATHER_DECODE -> perBit(row) * width * stages(key.width());
            case SRAM_READ, SRAM_WRITE -> width * curve(list, key.size(), true);
            default -> perBit(row) * width;
        };
    }

    @Override
    public boolean derived(ActivityKey key) {
        return rows(key).stream().anyMatch(Row::derived);
    }

    @Override
    public boolean extrapolated(ActivityKey key) {
        List<Row> list = rows(key);
        Quantity quantity = Quantity.of(key.action());
        long at = quantity.byCapacity() ? key.size() : key.width();
        return quantity.curve()
                && (at < along(quantity, list.get(0)) || at > along(quantity, list.get(list.size() - 1)));
    }

    @Override
    public double leakageMilliwatts(MemoryInstance memory) {
        List<Row> list = rows.get(Quantity.SRAM_LEAKAGE);
        if (list == null) {
            throw new MissingEnergyException(name, memory.component(), "SRAM_LEAKAGE");
        }
        return curve(list, memory.bytes(), false);
    }

    private List<Row> rows(ActivityKey key) {
        Action action = key.action();
        boolean sized = action == Action.MULTIPLY || action == Action.SRAM_READ || action == Action.SRAM_WRITE;
        if (key.width() < 1 || (sized && key.size() < 1)) {
            throw new IllegalArgumentException("cannot price " + key + ": width and size must be at least 1");
        }
        List<Row> list = rows.get(Quantity.of(action));
        if (list == null) {
            throw new MissingEnergyException(name, key.component(), action.name());
        }
        return list;
    }

    private static double perBit(Row row) {
        return row.value() / row.bits();
    }

    /** ceil(lg n). */
    private static int stages(int n) {
        return 32 - Integer.numberOfLeadingZeros(Math.max(n - 1, 0));
    }

    private static double add(List<Row> list, int width) {
        Row first = list.get(0);
        Row last = list.get(list.size() - 1);
        if (width <= first.bits()) {
            return perBit(first) * width;
        }
        if (width >= last.bits()) {
            return perBit(last) * width;
        }
        int above = 1;
        while (list.get(above).bits() < width) {
            above++;
        }
        Row low = list.get(above - 1);
        Row high = list.get(above);
        double part = (double) (width - low.bits()) / (high.bits() - low.bits());
        return low.value() + part * (high.value() - low.value());
    }

    /** The log-log line through the rows at a capacity: of their values per bit, or of the values themselves. */
    private static double curve(List<Row> list, long bytes, boolean perBit) {
        int above = 1;
        while (above < list.size() - 1 && list.get(above).bytes() < bytes) {
            above++;
        }
        Row low = list.get(above - 1);
        Row high = list.get(above);
        double lowValue = perBit ? perBit(low) : low.value();
        double highValue = perBit ? perBit(high) : high.value();
        double part = Math.log((double) bytes / low.bytes()) / Math.log((double) high.bytes() / low.bytes());
        return lowValue * Math.pow(highValue / lowValue, part);
    }
}
