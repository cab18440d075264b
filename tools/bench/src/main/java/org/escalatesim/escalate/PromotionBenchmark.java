package org.escalatesim.escalate;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.escalatesim.machine.PromotionPattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The concentrator's choice: nanoseconds per window of three beats of 16 lanes under T&lt;2,5&gt;, refilling the window
 * included (a window is used up by the choice). 1,536 windows of one density in turn, so that no branch is learnt; sliced
 * ones 48 at a time, as two tiles of the reference design have them, packed ones 24 at a time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class PromotionBenchmark {
    private static final int LANES = 16;
    private static final int BEATS = 3;
    private static final int BATCH = 24;
    private static final int WINDOWS = 64 * BATCH;
    private static final int ROWS = 48;
    private static final long ALL = (1L << ROWS) - 1;

    /** Density of the windows: the fraction of lanes that hold a value. */
    @Param({"0.1", "0.3", "0.5"})
    public double density = 0.3;

    private final Promotion oneShot = promotion(EscalateSpec.Policy.ONE_SHOT);
    private final Promotion fewestFirst = promotion(EscalateSpec.Policy.FEWEST_FIRST);
    private final long[] packed = new long[WINDOWS];
    private final int[] beats = new int[WINDOWS * BEATS];
    private final long[] batch = new long[BATCH];
    private final int[] window = new int[BEATS];
    private final SlicedPromotion rows = new SlicedPromotion(PromotionPattern.parse("T<2,5>", true), LANES);
    /** [windows / 48][beat][lane]: a bit for each of 48 windows. */
    private final long[][] slices = new long[WINDOWS / ROWS][BEATS * LANES];

    private final long[] slice = new long[BEATS * LANES];
    private final long[] inWindow = {ALL, ALL, ALL};

    private static Promotion promotion(EscalateSpec.Policy policy) {
        return new Promotion(PromotionPattern.parse("T<2,5>", true), LANES, policy);
    }

    /** Fills the windows from a fixed seed. */
    @Setup
    public void fill() {
        Random random = new Random(1);
        for (int i = 0; i < WINDOWS; i++) {
            packed[i] = 0;
            for (int bit = 0; bit < LANES * BEATS; bit++) {
                long there = random.nextDouble() < density ? 1 : 0;
                packed[i] |= there << bit;
                long[] of = slices[i / ROWS];
                of[bit] = of[bit] & ~(1L << i % ROWS) | there << i % ROWS;
            }
            for (int beat = 0; beat < BEATS; beat++) {
                beats[i * BEATS + beat] = (int) (packed[i] >>> (beat * LANES)) & ((1 << LANES) - 1);
            }
        }
    }

    /** Bit-sliced windows: what runs without values use. The result is the sum of what is left of the windows. */
    @Benchmark
    @OperationsPerInvocation(WINDOWS)
    public long slicedWindows() {
        long sum = 0;
        for (long[] of : slices) {
            System.arraycopy(of, 0, slice, 0, BEATS * LANES);
            rows.take(slice, inWindow);
            rows.putBack(slice, ALL);
            for (int bit = LANES; bit < BEATS * LANES; bit++) {
                sum += (long) Long.bitCount(slice[bit]) << bit;
            }
        }
        return sum;
    }

    /** Packed windows, by table: what runs with values use, with the same result. */
    @Benchmark
    @OperationsPerInvocation(WINDOWS)
    public long packedWindows() {
        long sum = 0;
        for (int from = 0; from < WINDOWS; from += BATCH) {
            System.arraycopy(packed, from, batch, 0, BATCH);
            oneShot.take(batch, BATCH);
            for (long left : batch) {
                sum += left;
            }
        }
        return sum;
    }

    /** The rule as it is stated, lane after lane, with the same result. */
    @Benchmark
    @OperationsPerInvocation(WINDOWS)
    public long plainRule() {
        return oneByOne(oneShot);
    }

    /** The upper bound, the lane with the fewest candidates first. */
    @Benchmark
    @OperationsPerInvocation(WINDOWS)
    public long fewestFirst() {
        return oneByOne(fewestFirst);
    }

    private long oneByOne(Promotion promotion) {
        long sum = 0;
        for (int i = 0; i < WINDOWS; i++) {
            System.arraycopy(beats, i * BEATS, window, 0, BEATS);
            promotion.take(window, BEATS);
            sum += window[0] | (long) window[1] << LANES | (long) window[2] << 2 * LANES;
        }
        return sum;
    }
}
