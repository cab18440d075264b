package org.escalatesim.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.trace.Grouped;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Requant;

/**
 * Any machine, made to run {@link Grouped} layers too: branch after branch, each as the dense-shaped layer that it is, with
 * the gather of its input channels ({@link ChannelGather}) before it. The layer's cycles are the sum of all; a machine's
 * units wait for input while channels are gathered. All other layers are handed on.
 *
 * <p>Counters of such a layer are sums over its branches, and four of its own: {@code branches}, {@code gather_cycles},
 * {@code gathered_values} and {@code index_bits}. Gather cycles hold those of writing outputs that are in no branch too.
 */
public final class BranchedLayers implements Accelerator {
    private final Accelerator machine;

    /** Wraps a machine. */
    public BranchedLayers(Accelerator machine) {
        this.machine = machine;
    }

    @Override
    public MachineSpec spec() {
        return machine.spec();
    }

    @Override
    public LayerRun run(LayerTrace layer, boolean values) {
        if (!(layer.weights() instanceof Grouped weights)) {
            return machine.run(layer, values);
        }
        BranchParts parts = new BranchParts(layer);
        List<LayerRun> runs = new ArrayList<>();
        for (int b = 0; b < weights.branches().size(); b++) {
            runs.add(machine.run(parts.branch(b), values));
        }
        ChannelGather gather = new ChannelGather(layer, parts, spec());
        long gatherCycles = spec().batch() * gather.cycles();
        long cycles = gatherCycles + sum(runs, LayerRun::cycles);
        Activity activity = new Activity();
        runs.forEach(run -> activity.addAll(run.activity()));
        gather.count(activity);
        CycleLedger ledger = ledger(runs, gatherCycles, cycles);
        ledger.check(cycles);
        Map<String, Long> counters = new LinkedHashMap<>();
        runs.forEach(run -> run.counters().forEach((name, count) -> counters.merge(name, count, Math::addExact)));
        counters.put("branches", (long) runs.size());
        counters.put("gather_cycles", gatherCycles);
        counters.put("gathered_values", gather.values());
        counters.put("index_bits", gather.indexBits());
        return new LayerRun(
                layer.name(),
                layer.shape(),
                mapping(runs),
                cycles,
                sum(runs, LayerRun::multiplications),
                sum(runs, LayerRun::bypassed),
                sum(runs, LayerRun::matchedPairs),
                sum(runs, LayerRun::chunks),
                ledger,
                activity,
                counters,
                values ? values(layer, weights, parts.without(), runs) : null);
    }

    private static long sum(List<LayerRun> runs, ToLongFunction<LayerRun> field) {
        return runs.stream().mapToLong(field).sum();
    }

    private static String mapping(List<LayerRun> runs) {
        return runs.size()
                + (runs.size() == 1 ? " branch: " : " branches: ")
                + String.join(
                        " | ",
                        new LinkedHashSet<>(runs.stream().map(LayerRun::mapping).toList()));
    }

    /** Units by kind and name over all branches; one that a branch does not have is idle in it. */
    private static CycleLedger ledger(List<LayerRun> runs, long gatherCycles, long cycles) {
        int states = State.values().length;
        Map<List<String>, long[]> units = new LinkedHashMap<>();
        for (LayerRun run : runs) {
            CycleLedger ledger = run.ledger();
            for (int unit = 0; unit < ledger.units(); unit++) {
                long[] sums =
                        units.computeIfAbsent(List.of(ledger.kind(unit), ledger.name(unit)), key -> new long[states]);
                for (State state : State.values()) {
                    sums[state.ordinal()] += ledger.cycles(unit, state);
                }
            }
        }
        CycleLedger all = new CycleLedger();
        units.forEach((unit, sums) -> {
            sums[State.INPUT.ordinal()] += gatherCycles;
            long accounted = 0;
            for (long count : sums) {
                accounted += count;
            }
            sums[State.IDLE.ordinal()] += cycles - accounted;
            all.add(unit.get(0), unit.get(1), sums);
        });
        long[] own = new long[states];
        own[State.WORKING.ordinal()] = gatherCycles;
        own[State.IDLE.ordinal()] = cycles - gatherCycles;
        all.add(ChannelGather.UNIT, ChannelGather.UNIT, own);
        return all;
    }

    /** The branches' values at the places of their output channels; sums of zero where no branch makes one. */
    private static LayerRun.Values values(LayerTrace layer, Grouped weights, int[] without, List<LayerRun> runs) {
        int k = layer.shape().k();
        int pixels = layer.shape().p() * layer.shape().q();
        Requant requant = layer.requant();
        int[] sums = new int[k * pixels];
        byte[] outputs = requant == null ? null : new byte[k * pixels];
        long elementSaturations = 0;
        long psumSaturations = 0;
        for (int b = 0; b < runs.size(); b++) {
            int[] out = weights.branches().get(b).out();
            LayerRun.Values made = runs.get(b).values();
            elementSaturations += made.elementSaturations();
            psumSaturations += made.psumSaturations();
            for (int i = 0; i < out.length; i++) {
                System.arraycopy(made.sums(), i * pixels, sums, out[i] * pixels, pixels);
                for (int pixel = 0; pixel < pixels && outputs != null; pixel++) {
                    outputs[pixel * k + out[i]] = made.outputs()[pixel * out.length + i];
                }
            }
        }
        for (int channel : without) {
            for (int pixel = 0; pixel < pixels && outputs != null; pixel++) {
                int index = pixel * k + channel;
                int shortcut =
                        requant.shortcut() == null ? 0 : requant.shortcut().value(index);
                outputs[index] = (byte) requant.apply(channel, 0, shortcut);
            }
        }
        return new LayerRun.Values(sums, outputs, elementSaturations, psumSaturations);
    }
}
