package org.escalatesim.report.plot;

import java.util.List;
import java.util.Map;
import org.escalatesim.report.ResultException;

/**
 * What a Pareto front is of: two columns of a table or three.
 *
 * @param x along x
 * @param y along y
 * @param z in brackets, or null for two aims
 * @param lacking why there is no third aim although the table has an area, as a note; or null
 */
record Aims(String x, String y, String z, String lacking) {
    /** What {@code --z} says for two aims. */
    private static final String NONE = "none";

    /**
     * The aims asked for. The third one is by default a column of area, unless x or y is one or some rows lack it.
     *
     * @throws ResultException if the table has no such column, or two aims are one
     */
    static Aims of(Request request, PointTable table) {
        String x = request.x() == null ? "cycles" : request.x();
        String y = request.y() == null ? "energy_pj" : request.y();
        String z = request.columns().z();
        table.check(x, "--x");
        table.check(y, "--y");
        differ("--x", x, "--y", y);
        if (NONE.equals(z)) {
            return new Aims(x, y, null, null);
        }
        if (z != null) {
            table.check(z, "--z");
            differ("--x", x, "--z", z);
            differ("--y", y, "--z", z);
            return new Aims(x, y, z, null);
        }
        if (area(x) || area(y)) {
            return new Aims(x, y, null, null);
        }
        // Ends of an estimate's range are no aims of their own.
        String its = table.columns().stream()
                .filter(column -> area(column) && !column.matches("area.*_(low|high)(_.*)?"))
                .findFirst()
                .orElse(null);
        if (its == null) {
            return new Aims(x, y, null, null);
        }
        List<Map<String, String>> rows = table.rows().stream()
                .filter(row -> !Double.isNaN(table.number(row, x)) && !Double.isNaN(table.number(row, y)))
                .toList();
        long without = rows.stream()
                .filter(row -> Double.isNaN(table.number(row, its)))
                .count();
        return without == 0
                ? new Aims(x, y, its, null)
                : new Aims(x, y, null, "No third aim: " + without + " of " + rows.size() + " rows lack " + its + ".");
    }

    private static boolean area(String column) {
        return column.equals("area") || column.startsWith("area_");
    }

    private static void differ(String one, String a, String other, String b) {
        if (a.equals(b)) {
            throw new ResultException(one + " and " + other + " are both " + a + "; a front needs different aims");
        }
    }

    /** All of them. */
    List<String> columns() {
        return z == null ? List.of(x, y) : List.of(x, y, z);
    }
}
