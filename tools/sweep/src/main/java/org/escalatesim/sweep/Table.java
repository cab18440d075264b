package org.escalatesim.sweep;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.report.Energy;
import org.escalatesim.report.LayerRecord;
import org.escalatesim.report.LayersCsv;
import org.escalatesim.report.LedgerSums;
import org.escalatesim.report.Numbers;
import org.escalatesim.report.RunRecord;
import org.escalatesim.report.Totals;

/** The rows that a result makes in a merged table: cells by column name. */
final class Table {
    private Table() {}

    /** The row of a point; what tells it apart comes first and is never replaced. */
    static Map<String, String> point(Map<String, String> head, ResultFile result, String key) {
        Map<String, String> row = new LinkedHashMap<>(head);
        put(row, "failure", result.failure() == null ? "" : result.failure());
        if (result.failure() == null) {
            RunRecord run = result.run().run();
            totals(row, run, Totals.of(run), result.total());
            ledger(row, run);
            result.total().components().forEach((name, pj) -> put(row, name + "_pj", Numbers.plain(pj)));
        }
        put(row, "version", result.version());
        put(row, "result", key);
        return row;
    }

    private static void totals(Map<String, String> row, RunRecord run, Totals totals, Energy energy) {
        put(row, "cycles", totals.cycles());
        put(row, "milliseconds", totals.milliseconds());
        put(row, "speedup", totals.speedup());
        put(row, "energy_pj", energy.total());
        put(row, "multiplier_utilisation", totals.utilisation());
        put(row, "dense_macs", totals.denseMacs());
        put(row, "ideal_dense_cycles", totals.idealDenseCycles());
        put(row, "ideal_dense_multipliers", run.machine().idealDenseMultipliers());
        put(row, "dynamic_pj", energy.dynamic());
        put(row, "leakage_pj", energy.leakage());
        put(row, "derived_pj", energy.derived());
        put(row, "extrapolated_pj", energy.extrapolated());
        put(row, "multiplications", totals.multiplications());
        put(row, "bypassed", totals.bypassed());
        put(row, "multiplier_utilisation_with_bypass", totals.utilisationWithBypass());
        put(row, "matched_pairs", totals.matchedPairs());
        put(row, "chunks", totals.chunks());
        put(row, "dram_read_bits", bits(run, Action.DRAM_READ));
        put(row, "dram_write_bits", bits(run, Action.DRAM_WRITE));
        put(row, "activation_density", totals.activationNonZeros() / (double) totals.activations());
        put(row, "weight_density", totals.weightNonZeros() / (double) totals.weightValues());
        if (run.machine().area() != null) {
            put(row, "area_mm2", run.machine().area().mm2());
            put(row, "area_low_mm2", run.machine().area().lowMm2());
            put(row, "area_high_mm2", run.machine().area().highMm2());
        }
        put(
                row,
                "sram_bytes",
                run.machine().memories().stream()
                        .mapToLong(memory -> memory.bytes() * memory.count())
                        .sum());
    }

    private static long bits(RunRecord run, Action action) {
        return run.layers().stream()
                .mapToLong(layer -> layer.activity().bits(action))
                .sum();
    }

    /** Unit-cycles in each state over all unit-cycles of the kind, of the whole run. */
    private static void ledger(Map<String, String> row, RunRecord run) {
        Map<String, long[]> sums = new LinkedHashMap<>();
        for (LayerRecord layer : run.layers()) {
            for (LedgerSums kind : layer.ledger()) {
                long[] sum = sums.computeIfAbsent(kind.kind(), name -> new long[State.values().length]);
                for (State state : State.values()) {
                    sum[state.ordinal()] += kind.cycles(state);
                }
            }
        }
        sums.forEach((kind, sum) -> {
            long all = 0;
            for (long cycles : sum) {
                all += cycles;
            }
            for (State state : State.values()) {
                put(row, kind + "_" + state.word() + "_fraction", all == 0 ? 0 : sum[state.ordinal()] / (double) all);
            }
        });
    }

    /** One row per layer, as {@code layers.csv} has them; none for a point that failed. */
    static List<Map<String, String>> layers(Map<String, String> head, ResultFile result) {
        List<Map<String, String>> rows = new ArrayList<>();
        if (result.failure() == null) {
            try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(LayersCsv.write(result.run()))) {
                csv.forEach(record -> {
                    Map<String, String> row = new LinkedHashMap<>(head);
                    record.getFieldsAsMap().forEach((name, cell) -> put(row, name, cell));
                    rows.add(row);
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return rows;
    }

    private static void put(Map<String, String> row, String name, String cell) {
        row.putIfAbsent(name, cell);
    }

    private static void put(Map<String, String> row, String name, long cell) {
        put(row, name, Long.toString(cell));
    }

    private static void put(Map<String, String> row, String name, double cell) {
        put(row, name, Numbers.plain(cell));
    }
}
