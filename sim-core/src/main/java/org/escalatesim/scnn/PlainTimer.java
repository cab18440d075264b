package org.escalatesim.scnn;

import java.util.Arrays;

/** {@link StepTimer} product by product and cycle by cycle, for any machine. */
final class PlainTimer extends StepTimer {
    private final int weightVector;
    private final int activationVector;
    private final int banks;
    private final int depth;
    /** Products in the queues, by PE and bank. */
    private final int[][] queued;

    private Span rows;
    private Span columns;
    private int firstChannel;
    private int[] weights;
    private int weightsFrom;
    private int weightsTo;

    PlainTimer(ScnnSpec spec) {
        weightVector = spec.pes().weights();
        activationVector = spec.pes().activations();
        banks = spec.accumulators().banks();
        depth = spec.accumulators().queueDepth();
        queued = new int[spec.pes().count()][banks];
    }

    @Override
    void plane(Span rows, Span columns, int rowTaps, int columnTaps, int firstChannel) {
        this.rows = rows;
        this.columns = columns;
        this.firstChannel = firstChannel;
    }

    @Override
    void weights(int[] entries, int from, int to) {
        weights = entries;
        weightsFrom = from;
        weightsTo = to;
    }

    @Override
    long run(int pe, int[] entries, int from, int to) {
        long cycles = 0;
        for (int a = from; a < to; a += activationVector) {
            for (int w = weightsFrom; w < weightsTo; w += weightVector) {
                for (int i = a; i < Math.min(to, a + activationVector); i++) {
                    for (int j = w; j < Math.min(weightsTo, w + weightVector); j++) {
                        product(queued[pe], entries[i], weights[j]);
                    }
                }
                do {
                    serve(queued[pe]);
                    cycles++;
                } while (Arrays.stream(queued[pe]).max().getAsInt() > depth);
            }
        }
        return cycles;
    }

    private void product(int[] queues, int activation, int weight) {
        if (activation == ActivationLists.PLACEHOLDER || weight == WeightLists.PLACEHOLDER) {
            return;
        }
        int w = (activation >> 15 & 0x7fff) - (weight >> 23 & 0x7f);
        int h = (activation & 0x7fff) - (weight >> 16 & 0x7f);
        if (rows.lands(w) && columns.lands(h)) {
            queues[bank(firstChannel + (weight & 0xffff), w, h, banks)]++;
            landed++;
            if (((activation | weight) & ActivationLists.ZERO) == 0) {
                useful++;
            }
        }
    }

    private static void serve(int[] queues) {
        for (int bank = 0; bank < queues.length; bank++) {
            queues[bank] = Math.max(0, queues[bank] - 1);
        }
    }

    @Override
    long drain(int pe) {
        int most = Arrays.stream(queued[pe]).max().getAsInt();
        Arrays.fill(queued[pe], 0);
        return most;
    }
}
