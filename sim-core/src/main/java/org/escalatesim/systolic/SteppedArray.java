package org.escalatesim.systolic;

/**
 * The array itself, cycle by cycle: operands enter at the edges, one row or column later each cycle later, and move on
 * by one PE per cycle; psums stay (os) or move down (ws, is). Nothing here knows how long a fold takes: it ends when the
 * mark that follows the last operands has gone through the array and all results are out.
 *
 * <p>Slow and plain; proves {@link FoldWork#closedForm} and {@link FoldValues#multiply}.
 */
final class SteppedArray {
    private static final byte EMPTY = 0;
    private static final byte OPERAND = 1;
    private static final byte LAST = 2;
    private final int rows;
    private final int columns;
    private final boolean os;
    private final boolean ws;
    private final boolean drain;
    private final int[] moving;
    private final int[] still;
    private final int[] psum;
    /** What lies in the registers of the operand from the left: nothing, an operand, or the mark of the last time step. */
    private final byte[] state;

    private final boolean[] last;
    private final boolean[] full;

    SteppedArray(SystolicSpec spec, SystolicSpec.Dataflow dataflow) {
        rows = spec.array().rows();
        columns = spec.array().columns();
        os = dataflow == SystolicSpec.Dataflow.OS;
        ws = dataflow == SystolicSpec.Dataflow.WS;
        drain = spec.drain();
        moving = new int[rows * columns];
        still = new int[rows * columns];
        psum = new int[rows * columns];
        state = new byte[rows * columns];
        last = new boolean[rows * columns];
        full = new boolean[rows * columns];
    }

    /** Runs a fold on gathered operands; sets {@code work} to what it counted and {@code values.results}. */
    void run(Fold fold, FoldValues values, FoldWork work) {
        clear(work);
        if (os) {
            runOs(fold, values, work);
        } else {
            runStationary(fold, values, work);
        }
    }

    private void clear(FoldWork work) {
        java.util.Arrays.fill(state, EMPTY);
        java.util.Arrays.fill(last, false);
        java.util.Arrays.fill(full, false);
        java.util.Arrays.fill(psum, 0);
        work.fill = 0;
        work.working = 0;
        work.drain = 0;
        work.ifmapReads = 0;
        work.filterReads = 0;
        work.ofmapReads = 0;
        work.ofmapWrites = 0;
        work.products = 0;
        work.operandReads = 0;
        work.operandWrites = 0;
        work.psumReads = 0;
        work.psumWrites = 0;
    }

    private void runOs(Fold fold, FoldValues values, FoldWork work) {
        int corner = rows * columns - 1;
        for (int cycle = 0; !last[corner]; cycle++) {
            boolean worked = false;
            // From the far corner back, so that each PE still sees its neighbours' registers of the cycle before.
            for (int i = rows - 1; i >= 0; i--) {
                for (int j = columns - 1; j >= 0; j--) {
                    int pe = i * columns + j;
                    fromLeft(pe, i, j, cycle - i, fold, values, work);
                    boolean here = state[pe] == OPERAND && j < fold.columns;
                    if (!here) {
                        continue;
                    }
                    if (i == 0) {
                        still[pe] = values.top[(cycle - j) * fold.columns + j];
                        work.filterReads++;
                    } else {
                        still[pe] = still[pe - columns];
                    }
                    work.operandWrites++;
                    psum[pe] += moving[pe] * still[pe];
                    work.products++;
                    work.operandReads += 2;
                    work.psumReads++;
                    work.psumWrites++;
                    worked = true;
                }
            }
            count(worked, work);
        }
        shiftOut(fold, values, work);
    }

    /**
     * The register of the operand from the left takes what its neighbour had, or what enters; where a column is not
     * mapped only the mark goes on.
     */
    private void fromLeft(int pe, int i, int j, int time, Fold fold, FoldValues values, FoldWork work) {
        if (j > 0) {
            state[pe] = state[pe - 1];
            moving[pe] = moving[pe - 1];
            last[pe] = last[pe - 1];
        } else {
            boolean there = time >= 0 && time < fold.t;
            state[pe] = there ? (i < fold.rows ? OPERAND : LAST) : EMPTY;
            last[pe] = there && time == fold.t - 1;
            if (state[pe] == OPERAND) {
                moving[pe] = values.left[time * fold.rows + i];
                if (os || ws) {
                    work.ifmapReads++;
                } else {
                    work.filterReads++;
                }
            }
        }
        if (state[pe] == OPERAND && j < fold.columns) {
            work.operandWrites++;
        }
    }

    private static void count(boolean worked, FoldWork work) {
        if (worked) {
            work.working++;
        } else {
            work.drain++;
        }
    }

    /** Results leave at the bottom, one row per cycle; without the drain option they leave at no cost. */
    private void shiftOut(Fold fold, FoldValues values, FoldWork work) {
        for (int step = 0; step < rows; step++) {
            for (int j = 0; j < fold.columns; j++) {
                int row = rows - 1 - step;
                if (row < fold.rows) {
                    values.results[row * fold.columns + j] = psum[(drain ? rows - 1 : row) * columns + j];
                    work.ofmapWrites++;
                    work.psumReads++;
                }
                if (drain) {
                    shiftDown(j, step, fold, work);
                }
            }
            work.drain += drain ? 1 : 0;
        }
    }

    private void shiftDown(int j, int step, Fold fold, FoldWork work) {
        for (int i = rows - 1; i > 0; i--) {
            psum[i * columns + j] = psum[(i - 1) * columns + j];
            // Row i now holds what began in row i - 1 - step.
            if (i - 1 - step >= 0 && i - 1 - step < fold.rows) {
                work.psumReads++;
                work.psumWrites++;
            }
        }
    }

    private void runStationary(Fold fold, FoldValues values, FoldWork work) {
        for (int step = 0; step < rows; step++) {
            enter(rows - 1 - step, fold, values, work);
            work.fill++;
        }
        int corner = rows * columns - 1;
        for (int cycle = 0; !last[corner]; cycle++) {
            boolean worked = false;
            for (int i = rows - 1; i >= 0; i--) {
                for (int j = columns - 1; j >= 0; j--) {
                    int pe = i * columns + j;
                    fromLeft(pe, i, j, cycle - i, fold, values, work);
                    if (state[pe] == EMPTY || j >= fold.columns) {
                        continue;
                    }
                    int from = i == 0 ? 0 : psum[pe - columns];
                    if (i > 0) {
                        work.psumReads++;
                    }
                    if (state[pe] == OPERAND) {
                        from += moving[pe] * still[pe];
                        work.products++;
                        work.operandReads += 2;
                        worked = true;
                    }
                    psum[pe] = from;
                    work.psumWrites++;
                    if (i == rows - 1) {
                        leave(cycle - i - j, j, from, fold, values, work);
                    }
                }
            }
            count(worked, work);
        }
    }

    /** A row of stationary operands (the last one first) enters at the top, all others move down. */
    private void enter(int row, Fold fold, FoldValues values, FoldWork work) {
        for (int j = 0; j < fold.columns; j++) {
            for (int i = rows - 1; i > 0; i--) {
                int pe = i * columns + j;
                still[pe] = still[pe - columns];
                full[pe] = full[pe - columns];
                if (full[pe]) {
                    work.operandReads++;
                    work.operandWrites++;
                }
            }
            full[j] = row < fold.rows;
            if (full[j]) {
                still[j] = values.top[row * fold.columns + j];
                work.operandWrites++;
                if (ws) {
                    work.filterReads++;
                } else {
                    work.ifmapReads++;
                }
            }
        }
    }

    private static void leave(int time, int j, int sum, Fold fold, FoldValues values, FoldWork work) {
        values.results[time * fold.columns + j] = sum;
        work.psumReads++;
        work.ofmapWrites++;
        if (!fold.opens) {
            work.ofmapReads++;
        }
    }
}
