package org.escalatesim.report.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.report.ResultException;

/**
 * A point of a figure.
 *
 * @param name what it is called
 * @param series the value of the column that tells series apart, or empty
 * @param x mean over seeds and images
 * @param y likewise
 * @param z likewise, NaN without a third aim
 * @param error of y
 * @param samples how many seeds and images
 * @param over the machine that one of them is compared with and not at the accuracy of, or null
 */
record NamedPoint(String name, String series, double x, double y, double z, double error, int samples, String over) {
    /** A value of a row, or NaN where it has none. */
    interface Value {
        /** The value. */
        double of(Map<String, String> row);
    }

    /**
     * The points of a table, in its order; rows of equal name and series are samples of one point if they differ in seed or
     * image. Rows without x, y or z are left out.
     *
     * @param z or null where there is no third aim
     * @throws ResultException if two rows are the same point
     */
    static List<NamedPoint> of(PointTable table, Request request, Value x, Value y, Value z) {
        List<String> names = table.nameColumns();
        Map<List<String>, List<Map<String, String>>> groups = new LinkedHashMap<>();
        for (Map<String, String> row : table.rows()) {
            boolean third = z == null || !Double.isNaN(z.of(row));
            if (Double.isNaN(x.of(row)) || Double.isNaN(y.of(row)) || !third) {
                continue;
            }
            String series = request.series() == null ? "" : row.getOrDefault(request.series(), "");
            List<String> parts = new ArrayList<>();
            for (String column : names) {
                if (!column.equals(request.series())) {
                    parts.add(row.getOrDefault(column, ""));
                }
            }
            groups.computeIfAbsent(List.of(String.join(" ", parts), series), key -> new ArrayList<>())
                    .add(row);
        }
        List<NamedPoint> points = new ArrayList<>();
        groups.forEach((key, rows) -> {
            long distinct = rows.stream()
                    .map(row -> row.getOrDefault("seed", "") + "/" + row.getOrDefault("image", ""))
                    .distinct()
                    .count();
            if (distinct < rows.size()) {
                throw new ResultException("point '" + key.get(0) + "' comes " + rows.size()
                        + " times; tell points apart with --label COLUMN, or choose with --where");
            }
            Spread spread = Spread.of(rows.stream().map(y::of).toList(), request.confidence());
            String over = rows.stream()
                    .filter(IsoAccuracy::marked)
                    .map(row -> row.getOrDefault("over", "the reference"))
                    .findFirst()
                    .orElse(null);
            points.add(new NamedPoint(
                    key.get(0),
                    key.get(1),
                    mean(rows, x),
                    spread.mean(),
                    z == null ? Double.NaN : mean(rows, z),
                    spread.error(),
                    rows.size(),
                    over));
        });
        return points;
    }

    private static double mean(List<Map<String, String>> rows, Value value) {
        return rows.stream().mapToDouble(value::of).average().orElse(Double.NaN);
    }
}
