package org.escalatesim.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.tensor.ConvShape;

/**
 * What compression made of a network, per layer and in total.
 *
 * @param network its name
 * @param settings how it was compressed, for people
 * @param decomposition whether layers were decomposed, not pruned
 * @param calibrated images that outputs were fitted on, 0 for none
 * @param heldOut images that only measure
 * @param layers one row per layer
 * @param total one row for all of them; its output errors are means over the layers that have them
 */
public record CompressionReport(
        String network,
        Map<String, String> settings,
        boolean decomposition,
        int calibrated,
        int heldOut,
        List<Row> layers,
        Row total) {

    /**
     * One row. Errors are relative Frobenius norms, NaN where there is none.
     *
     * @param layer the layer's name
     * @param shape its shape, null in total
     * @param m basis kernels M, 0 if it has none
     * @param left why the layer is left as it is, or null
     * @param rankError of M basis kernels with float coefficients
     * @param error of the weights
     * @param outputs errors of the outputs: uncalibrated and calibrated on the images that calibrate, then on the others
     * @param count coefficients, or weights
     * @param nonZeros how many are not zero
     * @param denseBits bits of 32-bit weights
     * @param bits bits as compressed
     * @param denseFlops multiply-accumulates of the dense layer
     * @param penniFlops basis convolutions first
     * @param additions channels first: additions
     * @param multiplications channels first: multiplications
     */
    public record Row(
            String layer,
            ConvShape shape,
            int m,
            String left,
            double rankError,
            double error,
            List<Double> outputs,
            long count,
            long nonZeros,
            long denseBits,
            long bits,
            long denseFlops,
            long penniFlops,
            long additions,
            long multiplications) {}

    /** Copies the lists. */
    public CompressionReport {
        settings = Map.copyOf(new LinkedHashMap<>(settings));
        layers = List.copyOf(layers);
    }

    /** The table for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(network + " compressed, without retraining: " + words());
        lines.add("");
        boolean outputs = calibrated > 0;
        List<String> first = new ArrayList<>(List.of("", ""));
        List<String> second = new ArrayList<>(List.of("layer", "shape"));
        if (decomposition) {
            first.addAll(List.of("", "rank"));
            second.addAll(List.of("M", "error"));
        }
        first.add("");
        second.add("error");
        if (outputs) {
            first.addAll(List.of("output", "error,"));
            second.addAll(List.of("uncal.", "calibr."));
        }
        if (outputs && heldOut > 0) {
            first.addAll(List.of("held", "out,"));
            second.addAll(List.of("uncal.", "calibr."));
        }
        first.addAll(List.of("", "", "ratio,"));
        second.addAll(List.of("density", "kbit", "x"));
        if (decomposition) {
            first.addAll(List.of("FLOPs %,", "FLOPs %,"));
            second.addAll(List.of("basis 1st", "reorg."));
        } else {
            first.add("");
            second.add("FLOPs %");
        }
        TextTable table = new TextTable(
                "ll" + "r".repeat(first.size() - 2), first.toArray(String[]::new), second.toArray(String[]::new));
        for (Row row : layers) {
            table.row(cells(row));
        }
        table.row(cells(total));
        lines.addAll(table.lines());
        lines.add("");
        notes(lines);
        return lines;
    }

    private String[] cells(Row row) {
        List<String> cells = new ArrayList<>();
        cells.add(TextTable.shorten(row.layer(), 24));
        cells.add(row.shape() == null ? "" : row.shape().describe());
        if (decomposition) {
            cells.add(row.left() != null ? "left" : row.m() == 0 ? "" : Integer.toString(row.m()));
            cells.add(error(row.rankError()));
        }
        cells.add(row.left() == null ? error(row.error()) : "");
        if (calibrated > 0) {
            for (int i = 0; i < (heldOut > 0 ? 4 : 2); i++) {
                cells.add(row.outputs().isEmpty() ? "" : error(row.outputs().get(i)));
            }
        }
        cells.add(Numbers.fixed(row.nonZeros() / (double) row.count(), 3));
        cells.add(Numbers.fixed(row.bits() / 1000.0, 1));
        cells.add(Numbers.column(row.denseBits() / (double) row.bits()));
        if (decomposition) {
            cells.add(Numbers.fixed(100.0 * row.penniFlops() / row.denseFlops(), 1));
        }
        cells.add(Numbers.fixed(100.0 * (row.additions() + row.multiplications()) / row.denseFlops(), 1));
        return cells.toArray(String[]::new);
    }

    private static String error(double error) {
        return Double.isNaN(error) ? "" : Numbers.fixed(error, 4);
    }

    private String words() {
        List<String> words = new ArrayList<>();
        settings.keySet().stream().sorted().forEach(key -> words.add(key + " " + settings.get(key)));
        return String.join(", ", words);
    }

    private void notes(List<String> lines) {
        List<String> notes = new ArrayList<>();
        notes.add("Errors are relative Frobenius norms (fractions).");
        if (decomposition) {
            notes.add(
                    "Bits: a presence bit per coefficient, a sign bit per non-zero one, 8 per tap of the basis, 32 per"
                            + " scale; layers left whole 8 per weight and 32 per output channel. Ratio: 32-bit weights over them.");
            notes.add("FLOPs, one per multiply-accumulate, of the dense layer's: basis convolutions first"
                    + " (PENNI), P*Q*(C*M*R*S + non-zeros); reorganised (channels first),"
                    + " H*W*non-zeros + P*Q*R*S*(rows with coefficients). Activation sparsity is not counted.");
        } else {
            notes.add(
                    "Bits: a presence bit per weight, 8 per weight that is left, 32 per output channel's scale. Ratio:"
                            + " 32-bit weights over them. FLOPs, one per multiply-accumulate, of the dense layer's.");
        }
        if (calibrated > 0) {
            notes.add("Output errors: of each layer alone on recorded inputs, " + calibrated + " images"
                    + (heldOut > 0 ? ", held out " + heldOut : "") + "; in total the mean over the layers.");
        }
        for (String note : notes) {
            lines.addAll(TextTable.wrapped(note));
        }
        lines.add("");
    }

    /** {@code compression.csv}: a row per layer, then one for all, by the column {@code scope}. */
    public String csv() {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            for (int i = 0; i <= layers.size(); i++) {
                boolean isTotal = i == layers.size();
                Map<String, String> cells = csvCells(isTotal ? total : layers.get(i), isTotal ? "total" : "layer");
                if (i == 0) {
                    csv.writeRecord(cells.keySet());
                }
                csv.writeRecord(cells.values());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private Map<String, String> csvCells(Row row, String scope) {
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put("scope", scope);
        cells.put("layer", row.shape() == null ? "" : row.layer());
        ConvShape s = row.shape();
        int[] extents =
                s == null ? new int[0] : new int[] {s.k(), s.c(), s.groups(), s.r(), s.s(), s.h(), s.w(), s.p(), s.q()};
        String[] names = {"k", "c", "groups", "r", "s", "h", "w", "p", "q"};
        for (int i = 0; i < names.length; i++) {
            cells.put(names[i], i < extents.length ? Integer.toString(extents[i]) : "");
        }
        cells.put("m", row.m() == 0 ? "" : Integer.toString(row.m()));
        cells.put("left", row.left() == null ? "" : row.left());
        cells.put("rank_error", plain(row.rankError()));
        cells.put("error", plain(row.error()));
        String[] outputs = {
            "output_error_uncalibrated", "output_error", "held_out_output_error_uncalibrated", "held_out_output_error"
        };
        for (int i = 0; i < outputs.length; i++) {
            cells.put(
                    outputs[i],
                    row.outputs().isEmpty() ? "" : plain(row.outputs().get(i)));
        }
        cells.put("values", Long.toString(row.count()));
        cells.put("non_zeros", Long.toString(row.nonZeros()));
        cells.put("density", Numbers.plain(row.nonZeros() / (double) row.count()));
        cells.put("dense_bits", Long.toString(row.denseBits()));
        cells.put("bits", Long.toString(row.bits()));
        cells.put("compression_ratio", Numbers.plain(row.denseBits() / (double) row.bits()));
        cells.put("dense_flops", Long.toString(row.denseFlops()));
        cells.put("basis_first_flops", Long.toString(row.penniFlops()));
        cells.put("reorganised_additions", Long.toString(row.additions()));
        cells.put("reorganised_multiplications", Long.toString(row.multiplications()));
        return cells;
    }

    private static String plain(double value) {
        return Double.isNaN(value) ? "" : Numbers.plain(value);
    }
}
