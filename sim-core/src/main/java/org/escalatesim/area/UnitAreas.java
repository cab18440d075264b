package org.escalatesim.area;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.machine.SpecException;

/**
 * Unit areas of one technology node, each with a low and a high value. One table prices every machine of a comparison:
 *
 * <ul>
 *   <li>Registers, multiplexers, adders, comparators: proportional to the width.
 *   <li>Multipliers: by the product of their operand widths.
 *   <li>Gather networks and their decoders: by n * ceil(lg n).
 *   <li>SRAM: linear in the logarithms of capacity and area between rows. Beyond the last row proportional to the capacity
 *       (extrapolated), as large memories are made of banks; below the first that of the first (extrapolated), as decoders
 *       and sense amplifiers do not shrink with the cells.
 * </ul>
 */
public final class UnitAreas {
    private final String name;
    private final EnumMap<UnitArea, List<Row>> rows = new EnumMap<>(UnitArea.class);

    /**
     * A row, in square micrometres.
     *
     * @param bits width that the area holds for; 0 for SRAM
     * @param bytes capacity that the area holds for; 0 for all but SRAM
     * @param value the estimate
     * @param low least that it may be, at most {@code value}
     * @param high most that it may be, at least {@code value}
     * @param derived whether no source gives it and it was derived from others
     */
    public record Row(int bits, long bytes, double value, double low, double high, boolean derived) {}

    /** An area in square micrometres with its range. */
    public record Area(double um2, double low, double high) {
        /** No area. */
        public static final Area NONE = new Area(0, 0, 0);

        /** This area {@code factor} times. */
        public Area times(double factor) {
            return new Area(um2 * factor, low * factor, high * factor);
        }

        /** The sum of two areas; low and high are those of both at once. */
        public Area plus(Area other) {
            return new Area(um2 + other.um2, low + other.low, high + other.high);
        }
    }

    /**
     * Makes a table.
     *
     * @param rows every {@link UnitArea}: SRAM ascending in capacity, all else one row each
     * @throws SpecException naming a bad or missing row, for example {@code sram[2].low}
     */
    public UnitAreas(String name, Map<UnitArea, List<Row>> rows) {
        this.name = name;
        for (UnitArea unit : UnitArea.values()) {
            List<Row> list = rows.getOrDefault(unit, List.of());
            check(unit, list);
            this.rows.put(unit, List.copyOf(list));
        }
    }

    private static void check(UnitArea unit, List<Row> list) {
        String path = unit.word();
        if (unit == UnitArea.SRAM ? list.isEmpty() : list.size() != 1) {
            throw new SpecException(
                    path, "must have " + (unit == UnitArea.SRAM ? "at least " : "") + "one row, not " + list.size());
        }
        for (int i = 0; i < list.size(); i++) {
            Row row = list.get(i);
            String at = path + "[" + i + "]";
            if (!(row.low() > 0) || Double.isInfinite(row.high())) {
                throw new SpecException(at + ".low", "must be above 0, not " + row.low());
            }
            if (!(row.low() <= row.value() && row.value() <= row.high())) {
                throw new SpecException(
                        at + ".value",
                        "must lie between low (" + row.low() + ") and high (" + row.high() + "), not " + row.value());
            }
            long along = unit == UnitArea.SRAM ? row.bytes() : row.bits();
            if (along < 1) {
                throw new SpecException(at + (unit == UnitArea.SRAM ? ".bytes" : ".bits"), "must be at least 1");
            }
            if (i > 0 && row.bytes() <= list.get(i - 1).bytes()) {
                throw new SpecException(at + ".bytes", "must be more than in the row before, not " + row.bytes());
            }
        }
    }

    /** The table's name, recorded with every result. */
    public String name() {
        return name;
    }

    /** One SRAM of a capacity in bytes, at least 1. */
    public Area sram(long bytes) {
        List<Row> list = rows.get(UnitArea.SRAM);
        Row first = list.get(0);
        Row last = list.get(list.size() - 1);
        if (bytes <= first.bytes()) {
            return area(first);
        }
        if (bytes >= last.bytes()) {
            return area(last).times((double) bytes / last.bytes());
        }
        int above = 1;
        while (list.get(above).bytes() < bytes) {
            above++;
        }
        Row low = list.get(above - 1);
        Row high = list.get(above);
        double part = Math.log((double) bytes / low.bytes()) / Math.log((double) high.bytes() / low.bytes());
        return new Area(
                between(low.value(), high.value(), part),
                between(low.low(), high.low(), part),
                between(low.high(), high.high(), part));
    }

    private static double between(double low, double high, double part) {
        return low * Math.pow(high / low, part);
    }

    /** Whether an SRAM's capacity lies outside the rows. */
    public boolean extrapolated(long bytes) {
        List<Row> list = rows.get(UnitArea.SRAM);
        return bytes < list.get(0).bytes() || bytes > list.get(list.size() - 1).bytes();
    }

    /**
     * One unit that is not an SRAM.
     *
     * @param width bits, at least 1
     * @param size bits of a multiplier's second operand; ignored for others
     */
    public Area unit(UnitArea unit, int width, int size) {
        Row row = rows.get(unit).get(0);
        double of = row.bits();
        return switch (unit) {
            case MULTIPLY -> area(row).times(width * (double) size / (of * of));
            case GATHER_PASS, GATHER_DECODE ->
                area(row).times(width * (double) stages(width) / (of * stages(row.bits())));
            case SRAM -> throw new IllegalArgumentException("an SRAM has a capacity, not a width");
            default -> area(row).times(width / of);
        };
    }

    /** Whether a kind of unit rests on a row that no source gives. */
    public boolean derived(UnitArea unit) {
        return rows.get(unit).stream().anyMatch(Row::derived);
    }

    private static Area area(Row row) {
        return new Area(row.value(), row.low(), row.high());
    }

    /** ceil(lg n), at least 1. */
    private static int stages(int n) {
        return Math.max(1, 32 - Integer.numberOfLeadingZeros(Math.max(n - 1, 0)));
    }
}
