package org.escalatesim.sparten;

import java.util.Random;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.sparten.SpartenSpec.Assignment;
import org.escalatesim.sparten.SpartenSpec.Balance;
import org.escalatesim.sparten.SpartenSpec.Barrier;
import org.escalatesim.sparten.SpartenSpec.Sparsity;

/** SparTen machines for tests: the bundled sizes, or any, with what a test changes. */
final class TestSparten {
    int clusters = 32;
    int units = 32;
    int chunk = 128;
    Sparsity sparsity = Sparsity.TWO_SIDED;
    Balance balance = Balance.NONE;
    Barrier barrier = Barrier.CHUNK;
    Assignment assignment = Assignment.POSITIONS;
    int inputBytes = 288;
    int filterBytes = 576;
    int psumBytes = 160;
    int outputsPerCycle = 4;
    int psumsPerCycle = 64;
    long mapBytes = 1 << 20;
    DramSpec dram = new DramSpec(true, 32, 100);

    static TestSparten of(int clusters, int units, int chunk) {
        TestSparten machine = new TestSparten();
        machine.clusters = clusters;
        machine.units = units;
        machine.chunk = chunk;
        int bytes = SpartenSpec.chunkBytes(chunk);
        machine.inputBytes = Math.max(288, 2 * bytes);
        machine.filterBytes = Math.max(576, 4 * bytes);
        return machine;
    }

    /** A random machine, from starved to generous. */
    static TestSparten any(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + 3);
        TestSparten machine =
                of(pick(random, 1, 2, 3, 8), pick(random, 1, 2, 4, 8, 32), pick(random, 8, 16, 64, 128, 256));
        machine.sparsity = Sparsity.values()[random.nextInt(4)];
        if (machine.sparsity.weightsCompressed()) {
            machine.balance = Balance.values()[random.nextInt(3)];
        }
        machine.barrier = Barrier.values()[random.nextInt(2)];
        machine.assignment = Assignment.values()[random.nextInt(2)];
        int bytes = SpartenSpec.chunkBytes(machine.chunk);
        machine.filterBytes = (random.nextBoolean() ? 4 : 40) * bytes;
        machine.psumBytes = pick(random, 6, 24, 160);
        machine.outputsPerCycle = pick(random, 1, 4, 64);
        machine.psumsPerCycle = pick(random, 1, 4, 64);
        machine.mapBytes = pick(random, 1024, 4096, 1 << 20);
        if (random.nextInt(3) > 0) {
            machine.dram = new DramSpec(false, pick(random, 1, 8, 64), pick(random, 0, 1, 30));
        }
        return machine;
    }

    TestSparten sparsity(Sparsity value) {
        sparsity = value;
        return this;
    }

    TestSparten balance(Balance value) {
        balance = value;
        return this;
    }

    TestSparten barrier(Barrier value) {
        barrier = value;
        return this;
    }

    TestSparten auto() {
        assignment = Assignment.AUTO;
        return this;
    }

    TestSparten dram(int bytesPerCycle, int latency) {
        dram = new DramSpec(false, bytesPerCycle, latency);
        return this;
    }

    SpartenSpec spec() {
        return new SpartenSpec(
                "test",
                800,
                clusters,
                units,
                1024,
                chunk,
                24,
                sparsity,
                balance,
                barrier,
                assignment,
                new SpartenSpec.UnitBuffer(inputBytes, filterBytes, psumBytes),
                new SpartenSpec.Collector(outputsPerCycle),
                new SpartenSpec.Permute(psumsPerCycle),
                new SpartenSpec.MapBuffer(mapBytes, 1),
                dram);
    }

    SpartenAccelerator build() {
        return new SpartenAccelerator(spec());
    }

    private static int pick(Random random, int... values) {
        return values[random.nextInt(values.length)];
    }

    @Override
    public String toString() {
        return spec().toString();
    }
}
