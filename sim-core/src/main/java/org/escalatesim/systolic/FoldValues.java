package org.escalatesim.systolic;

import java.util.Arrays;
import org.escalatesim.tensor.ConvShape;

/**
 * What the array computes: operands of one fold at a time, in the layout in which they enter, and psums accumulated fold
 * by fold in the order of the dataflow.
 */
final class FoldValues {
    private final SystolicSpec.Dataflow dataflow;
    private final Gemm gemm;
    private final Operands operands;
    /** [K][P][Q]. */
    final int[] sums;
    /** From the left, by time: [T][rows]. */
    int[] left = {};
    /** From the top, by time [T][columns] (os), or stationary [rows][columns]. */
    int[] top = {};
    /** [rows][columns] (os) or [T][columns]. */
    int[] results = {};

    /**
     * @param operands where operands come from, or null: all are zero, only cycles count
     */
    FoldValues(FoldPlan plan, Operands operands) {
        this.dataflow = plan.dataflow;
        this.gemm = plan.gemm;
        this.operands = operands;
        ConvShape shape = gemm.shape();
        sums = operands == null ? null : new int[Math.toIntExact((long) shape.k() * shape.p() * shape.q())];
    }

    /** Gathers the operands of a fold and clears its results. */
    void gather(Fold fold) {
        boolean os = dataflow == SystolicSpec.Dataflow.OS;
        int topRows = os ? fold.t : fold.rows;
        left = room(left, fold.t * fold.rows);
        top = room(top, topRows * fold.columns);
        results = room(results, (os ? fold.rows : fold.t) * fold.columns);
        Arrays.fill(results, 0);
        if (operands == null) {
            return;
        }
        switch (dataflow) {
            case OS -> {
                for (int i = 0; i < fold.rows; i++) {
                    operands.activations(fold.group, fold.row + i, 0, fold.t, left, i, fold.rows);
                }
                for (int k = 0; k < fold.t; k++) {
                    operands.weights(fold.group, k, fold.column, fold.columns, top, k * fold.columns, 1);
                }
            }
            case WS -> {
                for (int i = 0; i < fold.t; i++) {
                    operands.activations(fold.group, fold.firstT + i, fold.row, fold.rows, left, i * fold.rows, 1);
                }
                for (int k = 0; k < fold.rows; k++) {
                    operands.weights(fold.group, fold.row + k, fold.column, fold.columns, top, k * fold.columns, 1);
                }
            }
            default -> {
                for (int k = 0; k < fold.rows; k++) {
                    operands.weights(fold.group, fold.row + k, fold.firstT, fold.t, left, k, fold.rows);
                }
                for (int i = 0; i < fold.columns; i++) {
                    operands.activations(fold.group, fold.column + i, fold.row, fold.rows, top, i, fold.columns);
                }
            }
        }
    }

    private static int[] room(int[] array, int size) {
        return array.length >= size ? array : new int[size];
    }

    /** The products of a fold, added up as they meet in the array: by time in a PE (os), down a column (ws, is). */
    void multiply(Fold fold) {
        boolean os = dataflow == SystolicSpec.Dataflow.OS;
        int columns = fold.columns;
        for (int time = 0; time < fold.t; time++) {
            for (int i = 0; i < fold.rows; i++) {
                int value = left[time * fold.rows + i];
                if (value != 0) {
                    int from = (os ? time : i) * columns;
                    int to = (os ? i : time) * columns;
                    for (int j = 0; j < columns; j++) {
                        results[to + j] += value * top[from + j];
                    }
                }
            }
        }
    }

    /** Adds the results of a fold to the psums; ragged pixels are dropped. */
    void accumulate(Fold fold) {
        if (operands == null) {
            return;
        }
        boolean os = dataflow == SystolicSpec.Dataflow.OS;
        int lines = os ? fold.rows : fold.t;
        int firstLine = os ? fold.row : fold.firstT;
        int pixels = gemm.shape().p() * gemm.shape().q();
        boolean is = dataflow == SystolicSpec.Dataflow.IS;
        for (int i = 0; i < lines; i++) {
            for (int j = 0; j < fold.columns; j++) {
                int pixel = is ? fold.column + j : firstLine + i;
                int filter = is ? firstLine + i : fold.column + j;
                int row = pixel / gemm.columns();
                int column = pixel % gemm.columns();
                if (row < gemm.shape().p() && column < gemm.shape().q()) {
                    sums[
                            (fold.group * gemm.n() + filter) * pixels
                                    + row * gemm.shape().q()
                                    + column] += results[i * fold.columns + j];
                }
            }
        }
    }
}
