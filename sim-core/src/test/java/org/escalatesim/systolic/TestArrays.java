package org.escalatesim.systolic;

import java.util.Random;
import org.escalatesim.memory.DramSpec;

/** Small systolic arrays for tests. */
final class TestArrays {
    private TestArrays() {}

    /** Stall-free, buffers that hold everything. */
    static SystolicSpec ideal(
            int rows, int columns, SystolicSpec.Dataflow dataflow, boolean drain, SystolicSpec.Mode mode) {
        return new SystolicSpec(
                "ideal",
                800,
                mode,
                dataflow,
                drain,
                8,
                24,
                1024,
                new SystolicSpec.Array(rows, columns),
                new SystolicSpec.Buffers(1 << 24, 1 << 24, 1 << 24, 1 << 24),
                new DramSpec(true, 32, 100));
    }

    /** Any size, buffers often too small, any DRAM. */
    static SystolicSpec any(long seed) {
        Random random = new Random(seed * 31 + 7);
        SystolicSpec.Dataflow[] dataflows = SystolicSpec.Dataflow.values();
        int rows = 1 + random.nextInt(9);
        int columns = 1 + random.nextInt(9);
        return new SystolicSpec(
                "any",
                800,
                random.nextInt(4) == 0 ? SystolicSpec.Mode.COMPATIBLE : SystolicSpec.Mode.OWN,
                dataflows[(int) Math.floorMod(seed, (long) dataflows.length)],
                random.nextBoolean(),
                random.nextBoolean() ? 8 : 16,
                24,
                1024,
                new SystolicSpec.Array(rows, columns),
                new SystolicSpec.Buffers(
                        1024L << random.nextInt(6),
                        1024L << random.nextInt(6),
                        1024L << random.nextInt(4),
                        1024L << random.nextInt(8)),
                new DramSpec(random.nextInt(4) == 0, 1 + random.nextInt(32), random.nextInt(100)));
    }

    /** Another machine with the same array: other buffers, DRAM and drain, which must not change values. */
    static SystolicSpec retimed(SystolicSpec spec, SystolicSpec.Dataflow dataflow) {
        return new SystolicSpec(
                spec.name(),
                spec.clockMhz(),
                spec.mode(),
                dataflow,
                !spec.drain(),
                spec.dataBits(),
                spec.psumBits(),
                1024,
                spec.array(),
                new SystolicSpec.Buffers(1 << 20, 1 << 20, 1 << 20, 1 << 20),
                new DramSpec(false, 3, 7));
    }
}
