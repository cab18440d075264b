package org.escalatesim.scnn;

import java.util.Random;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.scnn.ScnnSpec.Barrier;
import org.escalatesim.scnn.ScnnSpec.Mode;

/** SCNN machines for tests; parts are changed one by one. */
final class ScnnMachines {
    Mode mode = Mode.PAPER;
    int outputChannels = 8;
    Barrier barrier = Barrier.GROUP;
    ScnnSpec.Pes pes = new ScnnSpec.Pes(8, 8, 4, 4);
    int accumulators = 1024;
    int banks = 32;
    int queueDepth = 4;
    ScnnSpec.Compression compression = new ScnnSpec.Compression(true, true, 4);
    long ramBytes = 10_240;
    int fifoEntries = 50;
    ScnnSpec.PostProcessing postProcessing = new ScnnSpec.PostProcessing(true, 1, 1);
    DramSpec dram = new DramSpec(true, 32, 100);

    /** The published machine. */
    static ScnnMachines paper() {
        return new ScnnMachines();
    }

    /** The compatible mode with so many accumulators per PE. */
    static ScnnMachines compatible(int accumulators) {
        ScnnMachines machine = new ScnnMachines();
        machine.mode = Mode.COMPATIBLE;
        machine.outputChannels = 1 << 16;
        machine.barrier = Barrier.CHANNEL;
        machine.accumulators = accumulators;
        machine.queueDepth = 0;
        machine.postProcessing = new ScnnSpec.PostProcessing(false, 1, 1);
        return machine;
    }

    /** A small machine of random sizes; every third seed cannot take the fast path. */
    static ScnnMachines any(long seed) {
        Random random = new Random(seed * 31 + 7);
        ScnnMachines machine = new ScnnMachines();
        boolean fast = seed % 3 != 0;
        int most = fast ? 4 : 8;
        machine.pes = new ScnnSpec.Pes(
                1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(most), 1 + random.nextInt(most));
        machine.outputChannels = 1 + random.nextInt(20);
        machine.accumulators = 100 + random.nextInt(600);
        machine.banks = 1 << random.nextInt(6);
        machine.queueDepth = random.nextInt(fast ? 8 : 12);
        machine.barrier = Barrier.values()[random.nextInt(3)];
        machine.compression =
                new ScnnSpec.Compression(random.nextInt(4) > 0, random.nextInt(4) > 0, 1 + random.nextInt(5));
        machine.ramBytes = 64 + random.nextInt(600);
        machine.fifoEntries = 1 + random.nextInt(20);
        machine.postProcessing =
                new ScnnSpec.PostProcessing(random.nextBoolean(), 1 + random.nextInt(3), 1 + random.nextInt(3));
        machine.dram = new DramSpec(random.nextBoolean(), 1 + random.nextInt(16), random.nextInt(50));
        return machine;
    }

    ScnnSpec spec() {
        return new ScnnSpec(
                "test",
                1000,
                1024,
                16,
                mode,
                outputChannels,
                barrier,
                pes,
                new ScnnSpec.Accumulators(accumulators, banks, 24, queueDepth),
                compression,
                new ScnnSpec.ActivationRam(ramBytes, ramBytes),
                new ScnnSpec.WeightFifo(fifoEntries),
                postProcessing,
                dram);
    }
}
