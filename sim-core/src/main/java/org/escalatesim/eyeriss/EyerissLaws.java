package org.escalatesim.eyeriss;

import org.escalatesim.machine.ConservationException;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Pairs;

/**
 * The conservation laws of a run: what the passes counted equals what the layer holds and what the mapping's loop counts
 * say, each counted apart from the passes; the cycles in which PEs multiplied are the multiplications.
 */
final class EyerissLaws {
    private EyerissLaws() {}

    static void check(
            MappingProblem problem, RowMapping mapping, RowStationaryArray array, Pairs pairs, CycleLedger ledger) {
        ledger.check(array.cycles);
        ConvShape shape = problem.shape;
        equal("multiplications", array.multiplications, shape.denseMacs() * problem.images);
        equal("products of non-zero activations", array.ungated, pairs.activation() * problem.images);
        equal("working PEs", ledger.sum("pe", CycleLedger.State.WORKING), array.multiplications);
        equal("outputs", array.finished, (long) shape.k() * shape.p() * shape.q() * problem.images);
        MappingCost cost = MappingCost.of(problem, mapping);
        equal("pass cycles", array.passCycles, cost.cycles());
        equal("buffer words", 2 * array.psumWords + array.ifmapWords, cost.bufferWords());
        equal("cycles of passes and waits", array.end, array.passCycles + array.waited());
        long words = array.inputValues + array.weightValues + MappingCost.outputWords(problem);
        equal("uncompressed DRAM bits", words * problem.spec.dataBits(), cost.dramBits());
    }

    private static void equal(String law, long counted, long expected) {
        if (counted != expected) {
            throw new ConservationException(law, "the passes counted " + counted + ", expected " + expected);
        }
    }
}
