package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.report.CompressionReport;
import org.escalatesim.report.CompressionReport.Row;
import org.escalatesim.workloads.compress.LayerCost;
import org.escalatesim.workloads.compress.folder.CompressedLayer;
import org.escalatesim.workloads.compress.folder.Compression;
import org.escalatesim.workloads.compress.folder.CompressionOptions;

/** What compression made, as a report shows it. */
final class CompressionRows {
    private CompressionRows() {}

    /** The report of a compression. */
    static CompressionReport report(Compression made, CompressionOptions options) {
        List<Row> rows = made.layers().stream().map(CompressionRows::row).toList();
        return new CompressionReport(
                made.network(),
                options.describe(),
                options.prune() == null,
                made.calibrated(),
                made.heldOut(),
                rows,
                total(made, rows, options.prune() == null));
    }

    private static Row row(CompressedLayer layer) {
        CompressedLayer.OutputErrors o = layer.outputs();
        List<Double> outputs =
                o == null ? List.of() : List.of(o.before(), o.after(), o.heldOutBefore(), o.heldOutAfter());
        return new Row(
                layer.name(),
                layer.shape(),
                layer.m(),
                layer.left(),
                layer.rankError(),
                layer.error(),
                outputs,
                layer.count(),
                layer.nonZeros(),
                layer.cost().denseBits(),
                layer.cost().bits(),
                layer.cost().denseFlops(),
                layer.cost().penniFlops(),
                layer.cost().reorganisedAdditions(),
                layer.cost().reorganisedMultiplications());
    }

    private static Row total(Compression made, List<Row> rows, boolean decomposition) {
        LayerCost cost = made.cost();
        List<Double> outputs = new ArrayList<>();
        List<Row> measured =
                rows.stream().filter(row -> !row.outputs().isEmpty()).toList();
        for (int i = 0; i < 4 && !measured.isEmpty(); i++) {
            int which = i;
            outputs.add(measured.stream()
                    .mapToDouble(row -> row.outputs().get(which))
                    .average()
                    .orElseThrow());
        }
        return new Row(
                "total",
                null,
                0,
                null,
                decomposition ? made.rankError() : Double.NaN,
                made.error(),
                outputs,
                rows.stream().mapToLong(Row::count).sum(),
                rows.stream().mapToLong(Row::nonZeros).sum(),
                cost.denseBits(),
                cost.bits(),
                cost.denseFlops(),
                cost.penniFlops(),
                cost.reorganisedAdditions(),
                cost.reorganisedMultiplications());
    }
}
