package org.escalatesim.scnn;

import org.escalatesim.machine.Action;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.memory.Residency;
import org.escalatesim.trace.LayerTrace;

/** Turns the counts of a run into energy-bearing events, component by component. */
final class ScnnActivity {
    /** A row, a column and an address in the bank per product. */
    private static final int COORDINATES = 3;

    private static final int COORDINATE_BITS = 8;

    private ScnnActivity() {}

    static Activity of(
            ScnnSpec spec, LayerTrace layer, Residency residency, ScnnTotals totals, long readBits, long storedBits) {
        Activity activity = new Activity();
        operands(activity, spec, totals);
        products(activity, spec, totals);
        long sums = totals.outputs;
        OutputStage.count(activity, layer, sums);
        OutputStage.countParameters(activity, layer);
        long outputRam = spec.activationRam().outputBytes();
        int bits = spec.activationBits();
        long stored = storedBits / bits;
        // The encoder looks for zeros.
        activity.add("output", Action.COMPARE, spec.dataBits(), layer.post().pooledOutputs());
        activity.write("output_ram", bits, outputRam, stored);
        if (layer.post().residual()) {
            activity.read("output_ram", spec.dataBits(), outputRam, sums);
        }
        if (residency.outputToDram()) {
            activity.read("output_ram", bits, outputRam, stored);
            activity.add("dram", Action.DRAM_WRITE, 1, storedBits);
        }
        activity.add("dram", Action.DRAM_READ, 1, readBits);
        return activity;
    }

    private static void operands(Activity activity, ScnnSpec spec, ScnnTotals totals) {
        long inputRam = spec.activationRam().inputBytes();
        int vector = spec.pes().activations() * spec.activationBits();
        activity.write("input_ram", spec.activationBits(), inputRam, totals.activationEntries);
        activity.read("input_ram", vector, inputRam, totals.activationVectors);
        // A vector of activations stays in registers while the weights go by.
        activity.add("input_vector", Action.REGISTER_WRITE, vector, totals.activationVectors);
        long steps = ScnnTotals.sum(totals.steps);
        activity.add("input_vector", Action.REGISTER_READ, vector, steps);
        int weights = spec.pes().weights() * spec.weightBits();
        activity.write("weight_fifo", weights, spec.fifoBytes(), totals.weightVectorsReceived);
        activity.read("weight_fifo", weights, spec.fifoBytes(), steps);
    }

    private static void products(Activity activity, ScnnSpec spec, ScnnTotals totals) {
        activity.add("multipliers", Action.MULTIPLY, spec.dataBits(), spec.dataBits(), totals.pairs);
        activity.add("coordinates", Action.ADD, COORDINATE_BITS, COORDINATES * totals.pairs);
        int psum = spec.accumulators().psumBits();
        long bank = spec.bankBytes();
        // One of F * I inputs reaches a bank through a tree of 2:1 multiplexers.
        int stages = 32 - Integer.numberOfLeadingZeros(spec.pes().lanes() - 1);
        activity.add("crossbar", Action.MUX, 2 * spec.dataBits() + ScnnSpec.ADDRESS_BITS, stages * totals.landed);
        if (spec.accumulators().queueDepth() > 0) {
            int queued = 2 * spec.dataBits() + ScnnSpec.ADDRESS_BITS;
            activity.add("bank_queues", Action.REGISTER_WRITE, queued, totals.landed);
            activity.add("bank_queues", Action.REGISTER_READ, queued, totals.landed);
        }
        activity.add("accumulators", Action.ADD, psum, totals.landed);
        activity.read("accumulators", psum, bank, totals.landed + totals.accumulatorsRead);
        // Read and cleared at the end of a run; halos are added by their owners.
        activity.write("accumulators", psum, bank, totals.landed + totals.accumulatorsRead);
        activity.add("halo", Action.REGISTER_WRITE, psum, totals.haloWords);
        activity.add("halo", Action.REGISTER_READ, psum, totals.haloWords);
        activity.add("halo", Action.ADD, psum, totals.haloWords);
    }
}
