package org.escalatesim.report.page;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.report.RunRecord;

/**
 * A machine as a drawing, from its configuration alone: DRAM, the memories of the chip, and below them its compute units,
 * level by level, one of each level drawn larger in the next panel.
 */
final class MachineDrawing {
    private static final double WIDTH = 960;
    private static final double GAP = 26;
    private static final double PAD = 10;
    /** Cells are drawn for at most so many rows and columns of a grid. */
    private static final int MOST_CELLS = 32;

    private static final double GRID_HEIGHT = 200;

    /**
     * Equal units of one level, with the parts that stand beside them.
     *
     * @param title what the panel shows
     * @param rows rows of the grid of units, 0 for none
     * @param columns columns of the grid
     * @param units what the grid counts: {@code 8 tiles}
     * @param parts other parts
     */
    record Level(String title, int rows, int columns, String units, List<Part> parts) {}

    /** A part of a machine: its name and its numbers. */
    record Part(String name, List<String> numbers) {
        Part(String name, String... numbers) {
            this(name, List.of(numbers));
        }

        /** Leaves out numbers that a machine does not have. */
        Part {
            numbers = numbers.stream().filter(number -> !number.isEmpty()).toList();
        }
    }

    private MachineDrawing() {}

    /** The drawing; {@code id} is unique on its page. */
    static DomContent of(String id, RunRecord.Machine machine) {
        MachineLevels levels = MachineLevels.of(machine);
        List<String> words = new ArrayList<>();
        Svg svg = new Svg();
        double y = PAD;
        double height = svg.labelled(PAD, y, WIDTH - 2 * PAD, "offchip", "DRAM (off chip)", levels.dram());
        words.add("DRAM: " + String.join(", ", levels.dram()));
        y += height;
        svg.arrow(WIDTH / 2, y, y + 24, true);
        y += 24;
        double chip = y;
        List<Part> memories = levels.shared();
        y += PAD + Svg.LINE;
        String title = machine.name() + ": " + Shown.text(machine.multipliers()) + " multipliers at "
                + Shown.text(machine.clockMhz()) + " MHz"
                + (machine.area() == null ? "" : "; area " + AreaBlocks.text(machine.area()) + ", estimated");
        double frame = y;
        if (!memories.isEmpty()) {
            double each = (WIDTH - 4 * PAD - (memories.size() - 1) * PAD) / memories.size();
            double tallest = 0;
            for (int i = 0; i < memories.size(); i++) {
                Part part = memories.get(i);
                tallest = Math.max(tallest, new Svg().labelled(0, 0, each, "", part.name(), part.numbers()));
            }
            for (int i = 0; i < memories.size(); i++) {
                Part part = memories.get(i);
                double x = 2 * PAD + i * (each + PAD);
                double own = svg.labelled(x, y, each, "memory", part.name(), part.numbers());
                if (own < tallest) {
                    svg.box(x, y + own, each, tallest - own, "none");
                }
                words.add(part.name() + ": " + String.join(", ", part.numbers()));
            }
            y += tallest;
            svg.arrow(WIDTH / 2, y, y + 22, true);
            y += 22;
        }
        double bottom = panels(svg, levels.levels(), y, words) + PAD;
        Svg whole = new Svg();
        whole.box(PAD, chip, WIDTH - 2 * PAD, bottom - chip, "chip");
        whole.text(2 * PAD, frame - 5, "bold", title);
        whole.append(svg);
        return whole.render(id, WIDTH, bottom + PAD, "The machine: " + title, String.join(". ", words));
    }

    /** Panels side by side; returns the lower edge of the lowest. */
    private static double panels(Svg svg, List<Level> levels, double top, List<String> words) {
        double width = (WIDTH - 4 * PAD - (levels.size() - 1) * GAP) / levels.size();
        double lowest = top;
        double fromX = 0;
        double fromTop = 0;
        double fromBottom = 0;
        for (int i = 0; i < levels.size(); i++) {
            Level level = levels.get(i);
            double x = 2 * PAD + i * (width + GAP);
            Svg inside = new Svg();
            double y = top + PAD;
            for (String line : Svg.wrap(level.title(), width - 2 * PAD)) {
                y += Svg.LINE;
                inside.text(x + PAD, y - 4, "bold", line);
            }
            words.add(level.title() + (level.units().isEmpty() ? "" : ": " + level.units()));
            double cellX = 0;
            double cellTop = 0;
            double cellBottom = 0;
            if (level.rows() > 0) {
                int rows = Math.min(level.rows(), MOST_CELLS);
                int columns = Math.min(level.columns(), MOST_CELLS);
                double cell = Math.min((width - 2 * PAD) / columns, GRID_HEIGHT / rows);
                double wide = Math.min((width - 2 * PAD) / columns, cell * 3);
                double gap = cell > 12 ? 4 : cell > 6 ? 2 : 1;
                for (int row = 0; row < rows; row++) {
                    for (int column = 0; column < columns; column++) {
                        boolean enlarged = i + 1 < levels.size() && row == 0 && column == columns - 1;
                        inside.box(
                                x + PAD + column * wide,
                                y + row * cell,
                                wide - gap,
                                cell - gap,
                                enlarged ? "unit one" : "unit");
                    }
                }
                cellX = x + PAD + columns * wide - gap;
                cellTop = y;
                cellBottom = y + cell - gap;
                y += rows * cell;
                String shown = level.rows() > rows || level.columns() > columns
                        ? " (" + rows + " x " + columns + " of them drawn)"
                        : "";
                for (String line : Svg.wrap(level.units() + shown, width - 2 * PAD)) {
                    y += Svg.LINE;
                    inside.text(x + PAD, y - 2, "plain", line);
                }
                y += 6;
            }
            for (Part part : level.parts()) {
                y += inside.labelled(x + PAD, y, width - 2 * PAD, "part", part.name(), part.numbers()) + 6;
                words.add(part.name() + ": " + String.join(", ", part.numbers()));
            }
            double bottom = y + 4;
            svg.box(x, top, width, bottom - top, "panel");
            svg.append(inside);
            if (i > 0 && fromX > 0) {
                svg.line(fromX, fromTop, x, top, "zoom");
                svg.line(fromX, fromBottom, x, bottom, "zoom");
            }
            fromX = cellX;
            fromTop = cellTop;
            fromBottom = cellBottom;
            lowest = Math.max(lowest, bottom);
        }
        return lowest;
    }

    /** Bytes of a memory and of all its instances. */
    static String size(MemoryInstance memory) {
        return memory.count() == 1
                ? Shown.bytes(memory.bytes())
                : Shown.text(memory.count()) + " x " + Shown.bytes(memory.bytes()) + " = "
                        + Shown.bytes(memory.bytes() * memory.count());
    }
}
