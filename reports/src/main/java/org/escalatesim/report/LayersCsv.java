package org.escalatesim.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.tensor.ConvShape;

/**
 * {@code layers.csv}: one row per layer and no total row. When several images ran, one row per image and layer, and a
 * first column {@code image}. Units are in the column names; fractions are 0 to 1.
 */
public final class LayersCsv {
    private LayersCsv() {}

    /** The file's text. */
    public static String write(PricedRun priced) {
        RunRecord run = priced.run();
        Set<String> kinds = new LinkedHashSet<>();
        Set<String> counters = new LinkedHashSet<>();
        for (LayerRecord layer : run.layers()) {
            layer.ledger().forEach(sums -> kinds.add(sums.kind()));
            counters.addAll(layer.counters().keySet());
        }
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(header(run.manyImages(), kinds, counters));
            for (int i = 0; i < run.layers().size(); i++) {
                csv.writeRecord(row(priced, i, kinds, counters));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static List<String> header(boolean images, Set<String> kinds, Set<String> counters) {
        List<String> names = new ArrayList<>();
        if (images) {
            names.add("image");
        }
        names.addAll(List.of(
                "layer",
                "cycles",
                "dense_macs",
                "multiplier_utilisation",
                "energy_pj",
                "ideal_dense_cycles",
                "speedup",
                "multiplications",
                "bypassed",
                "multiplier_utilisation_with_bypass",
                "matched_pairs",
                "chunks",
                "dynamic_pj",
                "leakage_pj",
                "dram_read_bits",
                "dram_write_bits",
                "activation_density",
                "weight_density",
                "k",
                "c",
                "groups",
                "r",
                "s",
                "stride_h",
                "stride_w",
                "h",
                "w",
                "p",
                "q",
                "weight_form",
                "weights",
                "mapping"));
        for (String kind : kinds) {
            for (State state : State.values()) {
                names.add(kind + "_" + state.word() + "_fraction");
            }
        }
        names.addAll(counters);
        return names;
    }

    private static List<String> row(PricedRun priced, int i, Set<String> kinds, Set<String> counters) {
        RunRecord run = priced.run();
        LayerRecord layer = run.layers().get(i);
        Energy energy = priced.energy().get(i);
        ConvShape shape = layer.shape();
        long ideal = layer.idealDenseCycles(run.machine().idealDenseMultipliers());
        List<String> cells = new ArrayList<>();
        if (run.manyImages()) {
            cells.add(Integer.toString(layer.image()));
        }
        cells.add(layer.layer());
        cells.add(Long.toString(layer.cycles()));
        cells.add(Long.toString(layer.denseMacs()));
        cells.add(Numbers.plain(priced.utilisation(i)));
        cells.add(Numbers.plain(energy.total()));
        cells.add(Long.toString(ideal));
        cells.add(Numbers.plain(ideal / (double) layer.cycles()));
        cells.add(Long.toString(layer.multiplications()));
        cells.add(Long.toString(layer.bypassed()));
        cells.add(Numbers.plain(priced.utilisationWithBypass(i)));
        cells.add(Long.toString(layer.matchedPairs()));
        cells.add(Long.toString(layer.chunks()));
        cells.add(Numbers.plain(energy.dynamic()));
        cells.add(Numbers.plain(energy.leakage()));
        cells.add(Long.toString(layer.activity().bits(Action.DRAM_READ)));
        cells.add(Long.toString(layer.activity().bits(Action.DRAM_WRITE)));
        cells.add(Numbers.plain(layer.activationDensity()));
        cells.add(Numbers.plain(layer.weightDensity()));
        int[] numbers = {
            shape.k(),
            shape.c(),
            shape.groups(),
            shape.r(),
            shape.s(),
            shape.strideH(),
            shape.strideW(),
            shape.h(),
            shape.w(),
            shape.p(),
            shape.q()
        };
        for (int number : numbers) {
            cells.add(Integer.toString(number));
        }
        cells.add(layer.form().word());
        cells.add(layer.weights());
        cells.add(layer.mapping());
        for (String kind : kinds) {
            LedgerSums sums = layer.ledger(kind);
            for (State state : State.values()) {
                cells.add(sums == null ? "" : Numbers.plain(sums.fraction(state)));
            }
        }
        for (String counter : counters) {
            Long value = layer.counters().get(counter);
            cells.add(value == null ? "" : value.toString());
        }
        return cells;
    }
}
