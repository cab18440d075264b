package org.escalatesim.machine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.MapStep;

/**
 * Any machine, made to do the {@link LayerTrace#steps} behind its layers, by one rule for all machines, since no machine
 * says what does them:
 *
 * <ul>
 *   <li>Time: {@value ChannelGather#VALUES_PER_CYCLE} values per cycle, read and written in the same cycle, so that the
 *       larger of both counts. Steps follow their layer one after the other; the machine does nothing meanwhile.
 *   <li>Energy: a read of the buffer that holds the maps per operand and a write per output, nothing being kept in
 *       between. A maximum and a bound take a comparison, a mean an addition per value, as behind a layer. Each operand of
 *       an addition and each value of a concatenation is multiplied by the 16-bit factor of its scale, a sum has 32 bits,
 *       as those of shortcuts; a product of two 8-bit values is multiplied by one of 16 bits. A table of
 *       {@value #TABLE_BYTES} bytes comes from DRAM once per step and is read once per output.
 * </ul>
 *
 * <p>Maps are taken to lie in the buffer: what spills of them is not fetched again for a step. The rate is ours, that of
 * {@link ChannelGather}. Layers without steps are handed on.
 */
public final class MapSteps implements Accelerator {
    /** The component that events are counted under, and the kind of unit in the cycle ledger. */
    public static final String UNIT = "steps";

    /** A value for each of 256 values. */
    public static final int TABLE_BYTES = 256;

    private final Accelerator machine;

    /** Wraps a machine. */
    public MapSteps(Accelerator machine) {
        this.machine = machine;
    }

    @Override
    public MachineSpec spec() {
        return machine.spec();
    }

    @Override
    public LayerRun run(LayerTrace layer, boolean values) {
        return add(machine.run(layer, values), layer, spec());
    }

    /** The run of a layer alone, with its steps behind it; the same run if it has none. */
    public static LayerRun add(LayerRun run, LayerTrace layer, MachineSpec machine) {
        if (layer.steps().isEmpty()) {
            return run;
        }
        int images = machine.batch();
        long own = 0;
        long read = 0;
        long operations = 0;
        long written = 0;
        Activity activity = new Activity();
        activity.addAll(run.activity());
        for (MapStep step : layer.steps()) {
            own += images * cycles(step);
            read += images * step.read();
            operations += images * step.operations();
            written += images * step.written();
            count(activity, step, images * step.operations());
        }
        MemoryInstance maps = machine.memories().get(0);
        activity.read(UNIT, machine.dataBits(), maps.bytes(), read);
        activity.write(UNIT, machine.dataBits(), maps.bytes(), written);
        long cycles = run.cycles() + own;
        CycleLedger ledger = ledger(run, own);
        ledger.check(cycles);
        Map<String, Long> counters = new LinkedHashMap<>(run.counters());
        counters.put("step_cycles", own);
        counters.put("step_values_read", read);
        counters.put("step_operations", operations);
        counters.put("step_values_written", written);
        return new LayerRun(
                run.layer(),
                run.shape(),
                run.mapping(),
                cycles,
                run.multiplications(),
                run.bypassed(),
                run.matchedPairs(),
                run.chunks(),
                ledger,
                activity,
                counters,
                run.values());
    }

    /** Cycles of a step for one image. */
    static long cycles(MapStep step) {
        int rate = ChannelGather.VALUES_PER_CYCLE;
        return (Math.max(step.read(), step.written()) + rate - 1) / rate;
    }

    private static void count(Activity activity, MapStep step, long operations) {
        switch (step.kind()) {
            case MAX_POOL, CLIP -> activity.add(UNIT, Action.COMPARE, 8, operations);
            case AVERAGE_POOL -> activity.add(UNIT, Action.ADD, 16, operations);
            case ADD -> {
                activity.add(UNIT, Action.MULTIPLY, 16, 8, 2 * operations);
                activity.add(UNIT, Action.ADD, 32, operations);
            }
            case MULTIPLY -> {
                activity.add(UNIT, Action.MULTIPLY, 8, 8, operations);
                activity.add(UNIT, Action.MULTIPLY, 16, 16, operations);
            }
            case CONCAT -> activity.add(UNIT, Action.MULTIPLY, 16, 8, operations);
            case TABLE -> {
                activity.add("dram", Action.DRAM_READ, 1, 8L * TABLE_BYTES);
                activity.write(UNIT, 8, TABLE_BYTES, TABLE_BYTES);
                activity.read(UNIT, 8, TABLE_BYTES, operations);
            }
        }
    }

    /** The machine's units are done with the layer while its steps run. */
    private static CycleLedger ledger(LayerRun run, long own) {
        State[] states = State.values();
        CycleLedger all = new CycleLedger();
        CycleLedger ledger = run.ledger();
        for (int unit = 0; unit < ledger.units(); unit++) {
            long[] counts = new long[states.length];
            for (State state : states) {
                counts[state.ordinal()] = ledger.cycles(unit, state);
            }
            counts[State.IDLE.ordinal()] += own;
            all.add(ledger.kind(unit), ledger.name(unit), counts);
        }
        long[] counts = new long[states.length];
        counts[State.WORKING.ordinal()] = own;
        counts[State.IDLE.ordinal()] = run.cycles();
        all.add(UNIT, UNIT, counts);
        return all;
    }
}
