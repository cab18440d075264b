package org.escalatesim.systolic;

/**
 * What a fold takes: cycles by phase, accesses to the buffers and register traffic of the PEs. The fast path in closed
 * form; {@link SteppedArray} counts the same by stepping the array.
 *
 * <p>With R x C PEs, of which r x c are mapped: PE (i, j) multiplies in cycles i + j to i + j + T - 1 after the fill.
 * The fold ends when the last operands could have left PE (R-1, C-1), mapped or not (SCALE-Sim, ISPASS 2020, section
 * III; there without the shift-out of os in the tool, with it in the paper's 2 R + C + T - 2).
 */
final class FoldWork {
    /** Stationary operands enter: R cycles with ws and is. */
    long fill;
    /** At least one PE multiplies: T + r + c - 2. */
    long working;
    /** The rest: results pass what is not mapped, and the shift-out of os. */
    long drain;

    long ifmapReads;
    long filterReads;
    long ofmapWrites;
    long ofmapReads;
    long products;
    /** Writes of operand registers of the PEs; each is read once or more. */
    long operandWrites;

    long operandReads;
    long psumWrites;
    long psumReads;

    long cycles() {
        return fill + working + drain;
    }

    /** Sets all counts to those of a fold, in closed form. */
    void closedForm(SystolicSpec spec, SystolicSpec.Dataflow dataflow, Fold fold) {
        int arrayRows = spec.array().rows();
        int arrayColumns = spec.array().columns();
        long t = fold.t;
        long rows = fold.rows;
        long columns = fold.columns;
        working = t + rows + columns - 2;
        drain = arrayRows - rows + arrayColumns - columns;
        products = rows * columns * t;
        operandWrites = 2 * products;
        operandReads = 2 * products;
        psumWrites = products;
        psumReads = products;
        if (dataflow == SystolicSpec.Dataflow.OS) {
            fill = 0;
            ifmapReads = rows * t;
            filterReads = columns * t;
            ofmapWrites = rows * columns;
            ofmapReads = 0;
            if (spec.drain()) {
                drain += arrayRows;
                // The psum of row i passes R - 1 - i rows below it.
                long shifts = columns * (rows * (arrayRows - 1) - rows * (rows - 1) / 2);
                psumWrites += shifts;
                psumReads += shifts;
            }
            psumReads += rows * columns;
            return;
        }
        fill = arrayRows;
        long stationary = rows * columns;
        long streamed = rows * t;
        ifmapReads = dataflow == SystolicSpec.Dataflow.WS ? streamed : stationary;
        filterReads = dataflow == SystolicSpec.Dataflow.WS ? stationary : streamed;
        ofmapWrites = t * columns;
        ofmapReads = fold.opens ? 0 : ofmapWrites;
        // The stationary operand of row i is written in rows 0 to i, and read where it passes on and at each product.
        long entering = columns * rows * (rows + 1) / 2;
        operandWrites = products + entering;
        operandReads = 2 * products + entering - stationary;
        // Psums pass the rows that are not mapped, too, and are read at the end of their column.
        psumWrites = t * columns * arrayRows;
        psumReads = psumWrites;
    }
}
