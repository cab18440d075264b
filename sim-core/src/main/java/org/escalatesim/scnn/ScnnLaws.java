package org.escalatesim.scnn;

import java.util.Map;
import org.escalatesim.machine.ConservationException;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Pairs;

/** The conservation laws of a run, against counts made from the trace alone. */
final class ScnnLaws {
    private ScnnLaws() {}

    /**
     * Every product that the layer needs is done once; every output leaves once; every PE accounts for every cycle and
     * every multiplier slot for what it was used for.
     */
    static void check(
            ScnnSpec spec, LayerTrace layer, ScnnTotals totals, CycleLedger ledger, boolean[] owns, long cycles) {
        ledger.check(cycles);
        Pairs pairs = Pairs.of(layer);
        equal("products", totals.useful, pairs.both());
        equal(
                "landed products",
                totals.landed,
                DenseWork.products(
                        layer,
                        pairs,
                        spec.compression().weights(),
                        spec.compression().activations()));
        equal(
                "outputs",
                totals.outputs,
                (long) layer.shape().k() * layer.shape().p() * layer.shape().q());
        Map<String, Long> counters = totals.counters(spec.pes().lanes(), cycles, owns);
        long slots = 0;
        for (Map.Entry<String, Long> counter : counters.entrySet()) {
            if (counter.getKey().endsWith("_slots")) {
                if (counter.getValue() < 0) {
                    throw new ConservationException("slots", counter.getKey() + " is " + counter.getValue());
                }
                slots += counter.getValue();
            }
        }
        equal("slots", slots, (long) spec.multipliers() * cycles);
    }

    static void equal(String law, long counted, long expected) {
        if (counted != expected) {
            throw new ConservationException(law, "the PEs counted " + counted + ", the trace holds " + expected);
        }
    }
}
