/**
 * A dense systolic array, output, weight or input stationary, after SCALE-Sim (ISPASS 2020; v3): matrix multiplications
 * of M pixels, K products and N filters in serial folds. See docs/machine-systolic.md.
 */
package org.escalatesim.systolic;
