package org.escalatesim.workloads.compress.ternary;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/** Normal equations: minimises {@code x^T A x - 2 b^T x} for a symmetric, positive semidefinite A. */
final class LeastSquares {
    /** Eigenvalues below this share of the largest are rounding noise. */
    private static final double CUTOFF = 1e-10;

    private LeastSquares() {}

    /**
     * Solves for several right-hand sides.
     *
     * @param a [n][n], symmetric, positive semidefinite
     * @param b [n][columns]
     * @return [n][columns]; of several minima that of the least norm
     */
    static double[][] solve(double[][] a, double[][] b) {
        RealMatrix matrix = new Array2DRowRealMatrix(symmetric(a), false);
        RealMatrix right = new Array2DRowRealMatrix(b, false);
        try {
            // Relative to the size of the entries, so that a nearly singular matrix goes the other way.
            double largest = 0;
            for (int i = 0; i < a.length; i++) {
                largest = Math.max(largest, a[i][i]);
            }
            return new CholeskyDecomposition(matrix, 1e-9, CUTOFF * largest)
                    .getSolver()
                    .solve(right)
                    .getData();
        } catch (NonPositiveDefiniteMatrixException e) {
            return pseudoInverse(matrix, right);
        }
    }

    /** Sums in another order leave the two halves a rounding error apart, which the decompositions refuse. */
    private static double[][] symmetric(double[][] a) {
        double[][] even = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                even[i][j] = (a[i][j] + a[j][i]) / 2;
            }
        }
        return even;
    }

    private static double[][] pseudoInverse(RealMatrix matrix, RealMatrix right) {
        EigenDecomposition eigen = new EigenDecomposition(matrix);
        int n = matrix.getRowDimension();
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, eigen.getRealEigenvalue(i));
        }
        RealMatrix result = new Array2DRowRealMatrix(n, right.getColumnDimension());
        for (int i = 0; i < n; i++) {
            double value = eigen.getRealEigenvalue(i);
            if (value > CUTOFF * largest) {
                RealVector vector = eigen.getEigenvector(i);
                RealVector share = right.preMultiply(vector).mapDivide(value);
                result = result.add(vector.outerProduct(new ArrayRealVector(share)));
            }
        }
        return result.getData();
    }
}
