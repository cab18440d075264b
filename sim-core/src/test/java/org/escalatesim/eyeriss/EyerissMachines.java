package org.escalatesim.eyeriss;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.WeightForm;

/** Machines and layers of the Eyeriss tests. */
final class EyerissMachines {
    static final DramSpec IDEAL = new DramSpec(true, 8, 0);
    static final EyerissSpec.RunLength THREE_PAIRS = new EyerissSpec.RunLength(true, 5, 3, 64);

    private EyerissMachines() {}

    /** The chip, one image at a time, searching mappings. */
    static EyerissSpec chip() {
        return new EyerissSpec(
                "chip",
                200,
                1,
                16,
                16,
                168,
                new EyerissSpec.Array(12, 14),
                new EyerissSpec.Spads(224, 12, 24),
                new EyerissSpec.GlobalBuffer(25, 4096, 0, 8192),
                new EyerissSpec.Buses(1, 4, 4),
                THREE_PAIRS,
                IDEAL,
                new EyerissSpec.Mapping(EyerissSpec.Choice.SEARCH, EyerissSpec.Objective.CYCLES),
                List.of());
    }

    /** The machine scaled for comparisons. */
    static EyerissSpec scaled() {
        return new EyerissSpec(
                "scaled",
                800,
                1,
                8,
                24,
                1024,
                new EyerissSpec.Array(32, 32),
                new EyerissSpec.Spads(224, 12, 24),
                new EyerissSpec.GlobalBuffer(152, 4096, 114, 24966),
                new EyerissSpec.Buses(6, 24, 24),
                new EyerissSpec.RunLength(true, 5, 1, 13),
                new DramSpec(false, 32, 100),
                new EyerissSpec.Mapping(EyerissSpec.Choice.BEST, EyerissSpec.Objective.CYCLES),
                List.of());
    }

    /** A small machine of any sizes; some kernels have more rows or columns than it can hold. */
    static EyerissSpec random(long seed) {
        Random random = new Random(seed * 31 + 7);
        int dataBits = random.nextBoolean() ? 8 : 16;
        int runBits = 1 + random.nextInt(5);
        int pairs = 1 + random.nextInt(3);
        int banks = 2 + random.nextInt(30);
        return new EyerissSpec(
                "random",
                100,
                1 + random.nextInt(3),
                dataBits,
                8 + random.nextInt(25),
                64,
                new EyerissSpec.Array(1 + random.nextInt(12), 1 + random.nextInt(12)),
                new EyerissSpec.Spads(2 + random.nextInt(60), 2 + random.nextInt(12), 1 + random.nextInt(8)),
                new EyerissSpec.GlobalBuffer(
                        banks, 256 << random.nextInt(4), random.nextInt(banks), 64 << random.nextInt(5)),
                new EyerissSpec.Buses(1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(4)),
                new EyerissSpec.RunLength(
                        random.nextInt(4) > 0, runBits, pairs, pairs * (runBits + dataBits) + random.nextInt(4)),
                new DramSpec(random.nextInt(3) == 0, 1 + random.nextInt(8), random.nextInt(40)),
                new EyerissSpec.Mapping(EyerissSpec.Choice.SEARCH, EyerissSpec.Objective.values()[random.nextInt(3)]),
                List.of());
    }

    static EyerissSpec with(EyerissSpec spec, EyerissSpec.Buses buses, DramSpec dram, int batch) {
        return new EyerissSpec(
                spec.name(),
                spec.clockMhz(),
                batch,
                spec.dataBits(),
                spec.psumBits(),
                spec.idealDenseMultipliers(),
                spec.array(),
                spec.spads(),
                spec.globalBuffer(),
                buses,
                spec.runLength(),
                dram,
                spec.mapping(),
                spec.published());
    }

    static EyerissSpec with(
            EyerissSpec spec,
            EyerissSpec.Choice choice,
            EyerissSpec.Objective objective,
            PublishedMapping... published) {
        return new EyerissSpec(
                spec.name(),
                spec.clockMhz(),
                spec.batch(),
                spec.dataBits(),
                spec.psumBits(),
                spec.idealDenseMultipliers(),
                spec.array(),
                spec.spads(),
                spec.globalBuffer(),
                spec.buses(),
                spec.runLength(),
                spec.dram(),
                new EyerissSpec.Mapping(choice, objective),
                List.of(published));
    }

    /** A layer of presence bits alone, all ones, from DRAM and to DRAM. */
    static LayerTrace dense(ConvShape shape) {
        long[] input = ones(shape.h() * shape.w() * shape.groups(), shape.cPerGroup());
        return new LayerTrace(
                "dense",
                shape,
                Kernels.ofPresence(
                        WeightForm.DENSE,
                        ones(shape.k() * shape.taps(), shape.cPerGroup()),
                        shape.k(),
                        shape.cPerGroup(),
                        shape.taps()),
                SparseMap.ofPresence(input, shape.h(), shape.w(), shape.c(), shape.groups(), false),
                null,
                PostOps.reluOnly((long) shape.k() * shape.p() * shape.q()),
                0,
                0,
                1);
    }

    private static long[] ones(int vectors, int channels) {
        int words = SparseMap.words(channels);
        long[] bits = new long[vectors * words];
        Arrays.fill(bits, -1);
        for (int i = words - 1; i < bits.length; i += words) {
            bits[i] = -1L >>> (64 * words - channels);
        }
        return bits;
    }

    /** A legal mapping drawn at random, or null if none was found. */
    static RowMapping legal(MappingProblem problem, Random random) {
        for (int attempt = 0; attempt < 300; attempt++) {
            int e = draw(random, problem.p);
            int sets = problem.sets(e);
            if (sets == 0) {
                continue;
            }
            int r = draw(random, Math.min(sets, problem.c));
            int q = draw(random, Math.max(1, problem.mostQ()));
            RowMapping mapping = new RowMapping(
                    draw(random, problem.images),
                    e,
                    draw(random, Math.max(1, problem.mostP(q))),
                    q,
                    r,
                    draw(random, sets / r),
                    draw(random, problem.q));
            if (problem.illegal(mapping) == null) {
                return mapping;
            }
        }
        return null;
    }

    /** 1 to most, the ends more often. */
    private static int draw(Random random, int most) {
        int kind = random.nextInt(4);
        return kind == 0 ? most : kind == 1 ? 1 : 1 + random.nextInt(most);
    }
}
