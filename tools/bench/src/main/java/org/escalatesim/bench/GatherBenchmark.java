package org.escalatesim.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.escalatesim.escalate.BitGather;
import org.escalatesim.escalate.GatherNetwork;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds to gather one 128-bit chunk under one mask, to prepare one mask, and to count its crossings; masks of
 * density 0.4, 1,024 of them in turn so that no branch is learnt.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class GatherBenchmark {
    private static final int CHUNK = 128;
    private static final int WORDS = CHUNK / 64;
    private static final int MASKS = 1024;

    private final long[] masks = new long[MASKS * WORDS];
    private final long[] words = new long[MASKS * WORDS];
    private final long[] moves = new long[MASKS * WORDS * BitGather.MOVES];
    private final long[] scratch = new long[WORDS * BitGather.MOVES];
    private final long[] out = new long[WORDS];
    private final GatherNetwork network = new GatherNetwork(CHUNK);

    /** Fills the masks and words from a fixed seed. */
    @Setup
    public void fill() {
        Random random = new Random(1);
        for (int i = 0; i < CHUNK * MASKS; i++) {
            if (random.nextDouble() < 0.4) {
                masks[i >>> 6] |= 1L << i;
            }
        }
        for (int i = 0; i < words.length; i++) {
            words[i] = random.nextLong();
        }
        BitGather.prepare(masks, 0, masks.length, moves, 0);
    }

    /** A chunk gathered with move masks already prepared. */
    @Benchmark
    @OperationsPerInvocation(MASKS)
    public long gather128() {
        long sum = 0;
        for (int i = 0; i < MASKS; i++) {
            BitGather.gather128(words, i * WORDS, masks, i * WORDS, moves, i * WORDS * BitGather.MOVES, out, 0);
            sum += out[0] ^ out[1];
        }
        return sum;
    }

    /** The same by the form for any width. */
    @Benchmark
    @OperationsPerInvocation(MASKS)
    public long gatherAnyWidth() {
        long sum = 0;
        for (int i = 0; i < MASKS; i++) {
            BitGather.gather(words, i * WORDS, masks, i * WORDS, WORDS, moves, i * WORDS * BitGather.MOVES, out, 0);
            sum += out[0] ^ out[1];
        }
        return sum;
    }

    /** The move masks of a chunk's mask. */
    @Benchmark
    @OperationsPerInvocation(MASKS)
    public long prepareGather() {
        long sum = 0;
        for (int i = 0; i < MASKS; i++) {
            BitGather.prepare(masks, i * WORDS, WORDS, scratch, 0);
            sum += scratch[0] ^ scratch[scratch.length - 1];
        }
        return sum;
    }

    /** The switches that a chunk's mask sets to cross. */
    @Benchmark
    @OperationsPerInvocation(MASKS)
    public long gatherCrossings() {
        long sum = 0;
        for (int i = 0; i < MASKS; i++) {
            sum += BitGather.crossings(masks, i * WORDS, CHUNK);
        }
        return sum;
    }

    /** Decode and one pass of the network, stage by stage. */
    @Benchmark
    @OperationsPerInvocation(MASKS)
    public long gatherByNetwork() {
        long sum = 0;
        for (int i = 0; i < MASKS; i++) {
            network.decode(masks, i * WORDS);
            network.pass(words, i * WORDS, out, 0);
            sum += out[0] ^ out[1];
        }
        return sum + network.crossings();
    }
}
