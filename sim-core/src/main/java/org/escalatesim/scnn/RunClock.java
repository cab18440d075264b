package org.escalatesim.scnn;

import java.util.Arrays;

/** When the PEs reach what, inside one run: the input channels one after the other, and what they wait for between. */
final class RunClock {
    private final ScnnSpec.Barrier barrier;
    private final int fifoEntries;
    private final long[] end;
    /** Weight vectors of the channels broadcast so far, and when the last PE was done with each; from {@code tail} on in FIFOs. */
    private int[] vectors = new int[64];

    private long[] done = new long[64];
    private int sent;
    private int tail;
    private long inFifo;
    private long gate;
    private long latest;

    RunClock(ScnnSpec spec) {
        barrier = spec.barrier();
        fifoEntries = spec.weightFifo().entries();
        end = new long[spec.pes().count()];
    }

    /** Begins a run. */
    void start() {
        Arrays.fill(end, 0);
        sent = 0;
        tail = 0;
        inFifo = 0;
        gate = 0;
        latest = 0;
    }

    /** The weights of the next input channel come, in so many vectors. */
    void channel(int count) {
        if (barrier == ScnnSpec.Barrier.CHANNEL) {
            gate = latest;
        } else if (barrier == ScnnSpec.Barrier.FIFO) {
            if (sent > 0) {
                done[sent - 1] = latest;
            }
            if (sent == vectors.length) {
                vectors = Arrays.copyOf(vectors, 2 * sent);
                done = Arrays.copyOf(done, 2 * sent);
            }
            vectors[sent++] = count;
            inFifo += count;
            // More vectors than the FIFO has entries stream through it when all before are gone.
            while (inFifo > fifoEntries && tail < sent - 1) {
                gate = done[tail];
                inFifo -= vectors[tail++];
            }
        }
    }

    /** A PE works on the channel for so many cycles. */
    void work(int pe, long cycles) {
        end[pe] = Math.max(end[pe], gate) + cycles;
        latest = Math.max(latest, end[pe]);
    }

    /** A PE works on for so many cycles without waiting for weights. */
    void finish(int pe, long cycles) {
        end[pe] += cycles;
        latest = Math.max(latest, end[pe]);
    }

    /** When the last PE is done. */
    long latest() {
        return latest;
    }
}
