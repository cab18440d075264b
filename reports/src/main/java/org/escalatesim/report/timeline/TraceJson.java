package org.escalatesim.report.timeline;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.machine.CycleLedger.State;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Chrome's trace event format, JSON object form, as Perfetto and chrome://tracing read it. A tile is a process, a unit a
 * thread; a time in a state is a complete event ({@code X}), an occupancy a counter event ({@code C}). One microsecond of
 * the trace is one cycle.
 */
final class TraceJson extends Timeline {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final JsonGenerator json;
    private int[] unitProcess;
    private int[] unitThread;
    private int[] queueProcess;
    private String[] kinds;
    private String[] queueNames;
    private State[] states;
    private long[] since;
    private long cycle;

    TraceJson(Writer out, Title title, Window window, long limit) {
        super(title, window, limit);
        json = MAPPER.createGenerator(out);
    }

    @Override
    void open(List<Watched> units, List<Watched> queues) throws IOException {
        Map<String, Integer> processes = new LinkedHashMap<>();
        units.forEach(unit -> processes.putIfAbsent(process(unit), processes.size()));
        queues.forEach(queue -> processes.putIfAbsent(process(queue), processes.size()));
        int[] threads = new int[processes.size()];
        states = new State[units.size()];
        since = new long[units.size()];
        unitProcess = new int[units.size()];
        unitThread = new int[units.size()];
        kinds = units.stream().map(Watched::kind).toArray(String[]::new);
        json.writeStartObject();
        json.writeStringProperty("displayTimeUnit", "ns");
        json.writeName("otherData");
        json.writeStartObject();
        json.writeStringProperty("version", title().version());
        json.writeStringProperty("machine", title().machine());
        json.writeStringProperty("workload", title().workload());
        json.writeStringProperty("layer", title().layer());
        json.writeStringProperty("time", "1 us is 1 cycle of a clock of " + title().clockMhz() + " MHz");
        json.writeEndObject();
        json.writeName("traceEvents");
        json.writeStartArray();
        processes.forEach((name, process) -> name("process_name", process, 0, name));
        for (int i = 0; i < units.size(); i++) {
            unitProcess[i] = processes.get(process(units.get(i)));
            unitThread[i] = ++threads[unitProcess[i]];
            name("thread_name", unitProcess[i], unitThread[i], label(units.get(i)));
            event("M", "thread_sort_index", unitProcess[i], unitThread[i]);
            json.writeName("args");
            json.writeStartObject();
            json.writeNumberProperty("sort_index", unitThread[i]);
            json.writeEndObject();
            json.writeEndObject();
        }
        List<String> names = new ArrayList<>();
        queueProcess = new int[queues.size()];
        for (int i = 0; i < queues.size(); i++) {
            queueProcess[i] = processes.get(process(queues.get(i)));
            names.add(label(queues.get(i)));
        }
        queueNames = names.toArray(String[]::new);
    }

    /** {@code tile0} of {@code tile0.block1.row2}. */
    private static String process(Watched watched) {
        int dot = watched.name().indexOf('.');
        return dot < 0 ? watched.name() : watched.name().substring(0, dot);
    }

    /** {@code block1.row2 ca} of a unit of {@code tile0}, {@code writer} of the tile itself. */
    private static String label(Watched watched) {
        int dot = watched.name().indexOf('.');
        return dot < 0 ? watched.kind() : watched.name().substring(dot + 1) + " " + watched.kind();
    }

    private void name(String what, int process, int thread, String name) {
        event("M", what, process, thread);
        json.writeName("args");
        json.writeStartObject();
        json.writeStringProperty("name", name);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Begins an event, one per line. */
    private void event(String phase, String name, int process, int thread) {
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeStringProperty("ph", phase);
        json.writeStringProperty("name", name);
        json.writeNumberProperty("pid", process);
        json.writeNumberProperty("tid", thread);
    }

    @Override
    void at(long now) {
        cycle = now;
    }

    @Override
    void state(int unit, State state) {
        slice(unit, cycle);
        states[unit] = state;
        since[unit] = cycle;
    }

    private void slice(int unit, long until) {
        if (states[unit] == null) {
            return;
        }
        event("X", states[unit].word(), unitProcess[unit], unitThread[unit]);
        json.writeStringProperty("cat", kinds[unit]);
        json.writeNumberProperty("ts", since[unit]);
        json.writeNumberProperty("dur", until - since[unit]);
        json.writeEndObject();
    }

    @Override
    void level(int queue, int entries) {
        event("C", queueNames[queue], queueProcess[queue], 0);
        json.writeNumberProperty("ts", cycle);
        json.writeName("args");
        json.writeStartObject();
        json.writeNumberProperty("entries", entries);
        json.writeEndObject();
        json.writeEndObject();
    }

    @Override
    void close(long until) {
        for (int unit = 0; unit < states.length; unit++) {
            slice(unit, until);
        }
        json.writeRaw('\n');
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }
}
