package org.escalatesim.lookahead;

import java.util.Random;
import org.escalatesim.machine.PromotionPattern;
import org.escalatesim.memory.DramSpec;

/** Small look-ahead machines for tests. */
final class TestLookahead {
    private TestLookahead() {}

    /** Stall-free, buffers that hold everything. */
    static LookaheadSpec ideal(int tiles, int filters, int lanes, String pattern, LookaheadSpec.Partition partition) {
        return new LookaheadSpec(
                "ideal",
                800,
                tiles,
                filters,
                lanes,
                PromotionPattern.parse(pattern, true),
                partition,
                8,
                24,
                1024,
                new LookaheadSpec.Buffers(1 << 24, 1 << 24, 1 << 24, 1 << 24),
                new DramSpec(true, 32, 100));
    }

    /** Any size, buffers often too small, any DRAM. */
    static LookaheadSpec any(long seed) {
        Random random = new Random(seed * 31 + 7);
        String[] patterns = {"L<0,0>", "L<1,0>", "L<2,3>", "T<2,5>", "T<1,4>", "L<4,1>", "T<5,9>"};
        LookaheadSpec.Partition[] partitions = LookaheadSpec.Partition.values();
        return new LookaheadSpec(
                "any",
                800,
                1 + random.nextInt(4),
                1 + random.nextInt(8),
                1 << random.nextInt(6),
                PromotionPattern.parse(patterns[random.nextInt(patterns.length)], random.nextInt(4) > 0),
                partitions[random.nextInt(partitions.length)],
                random.nextBoolean() ? 8 : 16,
                24,
                1024,
                new LookaheadSpec.Buffers(
                        2048L << random.nextInt(6),
                        1024L << random.nextInt(6),
                        1024L << random.nextInt(3),
                        1024L << random.nextInt(8)),
                new DramSpec(random.nextInt(4) == 0, 1 + random.nextInt(32), random.nextInt(100)));
    }

    /** The same machine with another pattern. */
    static LookaheadSpec with(LookaheadSpec spec, String pattern) {
        return new LookaheadSpec(
                spec.name(),
                spec.clockMhz(),
                spec.tiles(),
                spec.filters(),
                spec.lanes(),
                PromotionPattern.parse(pattern, true),
                spec.partition(),
                spec.dataBits(),
                spec.psumBits(),
                spec.idealDenseMultipliers(),
                spec.buffers(),
                spec.dram());
    }
}
