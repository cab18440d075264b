package org.escalatesim.report.timeline;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.escalatesim.machine.CycleLedger.State;

/**
 * A value change dump (IEEE 1364, section 18) for waveform viewers. Units are 3-bit registers that hold the number of
 * their state, queues 16-bit ones that hold their occupancy, in scopes by tile, block and row. One time unit is one cycle.
 */
final class ValueChangeDump extends Timeline {
    private static final char FIRST = '!';
    private static final int CODES = '~' - FIRST + 1;
    private static final int STATE_BITS = 3;
    private static final int LEVEL_BITS = 16;

    private final Writer out;
    private int units;
    private boolean opened;
    private boolean dumping;

    /** A module: its variables and the modules in it. */
    private static final class Scope {
        final Map<String, Scope> inner = new LinkedHashMap<>();
        final StringBuilder variables = new StringBuilder();
    }

    ValueChangeDump(Writer out, Title title, Window window, long limit) {
        super(title, window, limit);
        this.out = out;
    }

    @Override
    void open(List<Watched> watchedUnits, List<Watched> queues) throws IOException {
        units = watchedUnits.size();
        StringJoiner legend = new StringJoiner(", ");
        for (State state : State.values()) {
            legend.add(state.ordinal() + " " + state.word());
        }
        out.write("$version escalate-sim " + title().version() + " $end\n");
        out.write("$comment machine " + title().machine() + ", " + title().workload() + ", layer " + title().layer()
                + "; a time unit is a cycle of a clock of " + title().clockMhz() + " MHz; states: " + legend
                + " $end\n");
        out.write("$timescale 1 ns $end\n");
        Scope root = new Scope();
        for (int i = 0; i < units; i++) {
            declare(root, watchedUnits.get(i), STATE_BITS, code(i));
        }
        for (int i = 0; i < queues.size(); i++) {
            declare(root, queues.get(i), LEVEL_BITS, code(units + i));
        }
        write(root);
        out.write("$enddefinitions $end\n");
    }

    private static void declare(Scope root, Watched watched, int bits, String code) {
        Scope scope = root;
        for (String step : watched.name().split("\\.")) {
            scope = scope.inner.computeIfAbsent(step, name -> new Scope());
        }
        scope.variables
                .append("$var reg ")
                .append(bits)
                .append(' ')
                .append(code)
                .append(' ');
        scope.variables.append(watched.kind()).append(" $end\n");
    }

    private void write(Scope scope) throws IOException {
        out.write(scope.variables.toString());
        for (Map.Entry<String, Scope> inner : scope.inner.entrySet()) {
            out.write("$scope module " + inner.getKey() + " $end\n");
            write(inner.getValue());
            out.write("$upscope $end\n");
        }
    }

    /** A short name of printable characters. */
    private static String code(int number) {
        StringBuilder code = new StringBuilder();
        for (int rest = number; rest >= 0; rest = rest / CODES - 1) {
            code.append((char) (FIRST + rest % CODES));
        }
        return code.toString();
    }

    @Override
    void at(long cycle) throws IOException {
        if (dumping) {
            out.write("$end\n");
            dumping = false;
        }
        out.write("#" + cycle + "\n");
        if (!opened) {
            opened = true;
            dumping = true;
            out.write("$dumpvars\n");
        }
    }

    @Override
    void state(int unit, State state) throws IOException {
        change(state.ordinal(), unit);
    }

    @Override
    void level(int queue, int entries) throws IOException {
        change(entries, units + queue);
    }

    private void change(int value, int variable) throws IOException {
        out.write("b" + Integer.toBinaryString(value) + " " + code(variable) + "\n");
    }

    @Override
    void close(long cycle) throws IOException {
        if (dumping) {
            out.write("$end\n");
        }
        out.write("#" + cycle + "\n");
        out.flush();
    }
}
