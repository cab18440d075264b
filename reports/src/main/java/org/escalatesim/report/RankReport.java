package org.escalatesim.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.escalatesim.tensor.ConvShape;

/**
 * How well M basis kernels approximate the layers of a network.
 *
 * @param network the network's name
 * @param layers one per layer with more than one tap
 */
public record RankReport(String network, List<Layer> layers) {
    private static final int MOST_COLUMNS = 9;

    /**
     * One layer.
     *
     * @param layer its name
     * @param shape its shape
     * @param errors relative Frobenius errors for M = 1 to R x S
     */
    public record Layer(String layer, ConvShape shape, List<Double> errors) {
        /** Copies the list. */
        public Layer {
            errors = List.copyOf(errors);
        }
    }

    /** Copies the list. */
    public RankReport {
        layers = List.copyOf(layers);
    }

    /** The table for people, M = 1 to 9; the file has all M. */
    public List<String> lines() {
        int most =
                layers.stream().mapToInt(layer -> layer.errors().size()).max().orElse(0);
        int columns = Math.min(MOST_COLUMNS, most);
        List<String> header = new ArrayList<>(List.of("layer", "shape"));
        for (int m = 1; m <= columns; m++) {
            header.add("M=" + m);
        }
        TextTable table = new TextTable("ll" + "r".repeat(columns), header.toArray(String[]::new));
        for (Layer layer : layers) {
            List<String> cells = new ArrayList<>(
                    List.of(TextTable.shorten(layer.layer(), 30), layer.shape().describe()));
            for (int m = 0; m < columns; m++) {
                cells.add(
                        m < layer.errors().size() ? Numbers.fixed(layer.errors().get(m), 4) : "");
            }
            table.row(cells.toArray(String[]::new));
        }
        List<String> lines = new ArrayList<>();
        lines.add(network
                + ": relative error (Frobenius norm, a fraction) of the best M basis kernels, before quantisation");
        lines.add("");
        lines.addAll(table.lines());
        if (most > columns) {
            lines.add("M = " + (columns + 1) + " to " + most + " are in the file");
        }
        lines.add("");
        return lines;
    }

    /** One row per layer and M. */
    public String csv() {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord("layer", "k", "c", "groups", "r", "s", "m", "relative_error");
            for (Layer layer : layers) {
                ConvShape shape = layer.shape();
                for (int m = 1; m <= layer.errors().size(); m++) {
                    csv.writeRecord(
                            layer.layer(),
                            Integer.toString(shape.k()),
                            Integer.toString(shape.c()),
                            Integer.toString(shape.groups()),
                            Integer.toString(shape.r()),
                            Integer.toString(shape.s()),
                            Integer.toString(m),
                            Numbers.plain(layer.errors().get(m - 1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
