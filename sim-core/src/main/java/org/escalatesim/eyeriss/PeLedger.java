package org.escalatesim.eyeriss;

import java.util.Map;
import org.escalatesim.machine.CycleLedger;

/**
 * What every PE did. PEs are numbered through the sets of a pass: set (i, j) of channels i and filters j is number
 * i * (filter sets) + j and has R x e of them. A PE with work multiplies in as many cycles as its set has products; the
 * rest of the pass's compute cycles it waits for a set with more filters or channels (siblings), behind that for a bus:
 * psums (blocked) or input; during the ramp it waits for input, before the pass for DRAM. The others, and all while the
 * last outputs go to DRAM, are idle.
 */
final class PeLedger {
    private final long[][] pes;

    private PeLedger(int count) {
        pes = new long[count][CycleLedger.State.values().length];
    }

    static CycleLedger of(MappingProblem problem, RowMapping mapping, RowStationaryArray array) {
        PeLedger counts = new PeLedger(problem.spec.multipliers());
        Pass pass = new Pass(problem.spec.buses(), problem.shape, mapping);
        for (Map.Entry<RowStationaryArray.Kind, RowStationaryArray.Tally> entry : array.kinds.entrySet()) {
            RowStationaryArray.Kind kind = entry.getKey();
            pass.set(kind.n(), kind.m(), kind.ch(), kind.e(), kind.f(), kind.kernelRows(), kind.kernelColumns());
            counts.add(pass, entry.getValue());
        }
        CycleLedger ledger = new CycleLedger();
        for (int pe = 0; pe < counts.pes.length; pe++) {
            counts.add(pe, CycleLedger.State.IDLE, array.cycles - array.end);
            ledger.add("pe", "pe" + pe, counts.pes[pe]);
        }
        return ledger;
    }

    private void add(Pass pass, RowStationaryArray.Tally tally) {
        int perSet = pass.kernelRows * pass.e;
        long bus = pass.body() - pass.compute;
        boolean psums = pass.psumCycles >= pass.ifmapCycles;
        int pe = 0;
        for (int i = 0; i < pass.channelSets(); i++) {
            for (int j = 0; j < pass.filterSets(); j++) {
                long work = pass.work(i, j);
                for (int end = pe + perSet; pe < end; pe++) {
                    add(pe, CycleLedger.State.WORKING, work * tally.passes);
                    add(pe, CycleLedger.State.SIBLINGS, (pass.compute - work) * tally.passes);
                    add(pe, CycleLedger.State.BLOCKED, psums ? bus * tally.passes : 0);
                    add(pe, CycleLedger.State.INPUT, (pass.ramp + (psums ? 0 : bus)) * tally.passes);
                    add(pe, CycleLedger.State.MEMORY, tally.waited);
                }
            }
        }
        for (; pe < pes.length; pe++) {
            add(pe, CycleLedger.State.IDLE, pass.cycles() * tally.passes + tally.waited);
        }
    }

    private void add(int pe, CycleLedger.State state, long cycles) {
        pes[pe][state.ordinal()] += cycles;
    }
}
