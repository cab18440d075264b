package org.escalatesim.eyeriss;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Pairs;

/**
 * Runs layers with dense or unstructured weights on an Eyeriss machine, pass by pass. Zero weights save nothing. With a
 * batch, the layer's one image runs that many times; cycles, activity and counters are those of the whole batch.
 */
public final class EyerissAccelerator implements Accelerator {
    private final EyerissSpec spec;
    /** Results of the search, a function of the key alone: networks repeat their shapes. */
    private final Map<SearchKey, Optional<MappingCost>> searched = new ConcurrentHashMap<>();

    private record SearchKey(
            ConvShape shape, boolean resident, boolean inputFromDram, boolean outputToDram, long pooledOutputs) {}

    /** A mapping and where it comes from. */
    private record Chosen(RowMapping mapping, String source) {}

    /** Makes the machine. */
    public EyerissAccelerator(EyerissSpec spec) {
        this.spec = spec;
    }

    @Override
    public MachineSpec spec() {
        return spec;
    }

    @Override
    public LayerRun run(LayerTrace layer, boolean values) {
        if (!(layer.weights() instanceof Kernels kernels)) {
            throw new UnsupportedLayerException(layer.name(), "Eyeriss runs dense or unstructured weights");
        }
        if (values && !(layer.input().hasValues() && kernels.hasValues())) {
            throw new UnsupportedLayerException(layer.name(), "its trace has no values to compute with");
        }
        MappingProblem problem = new MappingProblem(spec, layer);
        Activations activations = new Activations(layer.shape(), layer.input());
        RunLengthMap stored = problem.inputFromDram ? new RunLengthMap(spec, layer.input()) : null;
        Chosen chosen = choose(problem, layer, activations, stored);
        RowPrimitives computed = values ? new RowPrimitives(layer, kernels) : null;
        RowStationaryArray array =
                new RowStationaryArray(problem, chosen.mapping(), activations, stored, computed, layer.outputDensity());
        CycleLedger ledger = PeLedger.of(problem, chosen.mapping(), array);
        Pairs pairs = Pairs.of(layer);
        EyerissLaws.check(problem, chosen.mapping(), array, pairs, ledger);
        LayerRun.Values results =
                values ? new LayerRun.Values(computed.sums, OutputStage.requantise(layer, computed.sums), 0, 0) : null;
        return new LayerRun(
                layer.name(),
                layer.shape(),
                describe(problem, chosen, array),
                array.cycles,
                array.multiplications,
                0,
                pairs.both() * problem.images,
                0,
                ledger,
                EyerissActivity.of(problem, layer, array, stored != null && stored.compressed()),
                counters(array),
                results);
    }

    private Chosen choose(MappingProblem problem, LayerTrace layer, Activations activations, RunLengthMap stored) {
        EyerissSpec.Choice choice = spec.mapping().choice();
        Chosen published = choice == EyerissSpec.Choice.SEARCH ? null : published(problem);
        if (published != null && choice != EyerissSpec.Choice.BEST) {
            return published;
        }
        SearchKey key = new SearchKey(
                problem.shape, problem.resident, problem.inputFromDram, problem.outputToDram, problem.pooledOutputs);
        MappingCost best = searched.computeIfAbsent(key, unused -> Optional.ofNullable(MappingSearch.best(problem)))
                .orElseThrow(() -> new UnsupportedLayerException(
                        layer.name(),
                        "no mapping of it fits; one output row, column, filter and channel at a time: "
                                + problem.illegal(new RowMapping(1, 1, 1, 1, 1, 1, 1))));
        Chosen found = new Chosen(best.mapping(), "searched");
        if (published == null) {
            return found;
        }
        long theirs = measured(problem, published, activations, stored, layer);
        return theirs < measured(problem, found, activations, stored, layer) ? published : found;
    }

    private Chosen published(MappingProblem problem) {
        for (PublishedMapping candidate : spec.published()) {
            RowMapping mapping = candidate.mapping().limitedTo(problem.images);
            if (candidate.matches(problem.shape) && problem.illegal(mapping) == null) {
                return new Chosen(mapping, "published for " + candidate.layer());
            }
        }
        return null;
    }

    /** The objective's figure of a mapping when it is run. */
    private long measured(
            MappingProblem problem, Chosen chosen, Activations activations, RunLengthMap stored, LayerTrace layer) {
        RowStationaryArray array =
                new RowStationaryArray(problem, chosen.mapping(), activations, stored, null, layer.outputDensity());
        long dram = array.inputBits + array.weightValues * spec.dataBits() + array.outputBits;
        return switch (spec.mapping().objective()) {
            case CYCLES -> array.cycles;
            case DRAM -> dram;
            case ENERGY ->
                MappingCost.primary(
                        spec,
                        array.cycles,
                        dram,
                        2 * array.psumWords + array.ifmapWords,
                        MappingCost.HOP * array.hops + array.ifmapSpadWrites + array.filterSpadWrites);
        };
    }

    private String describe(MappingProblem problem, Chosen chosen, RowStationaryArray array) {
        StringBuilder text = new StringBuilder(chosen.mapping().describe());
        text.append(" (").append(chosen.source()).append("), ");
        text.append(array.activePes).append(" of ").append(spec.multipliers()).append(" PEs");
        int tiles = problem.rowTiles.length * problem.columnTiles.length;
        if (tiles > 1) {
            text.append(", kernel in ").append(tiles).append(" tiles");
        }
        if (problem.images > 1) {
            text.append(", batch ").append(problem.images);
        }
        return text.toString();
    }

    private Map<String, Long> counters(RowStationaryArray array) {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("images", (long) spec.batch());
        counters.put("passes", array.passes);
        counters.put("active_pes", (long) array.activePes);
        counters.put("pass_cycles", array.passCycles);
        counters.put("compute_cycles", array.computeCycles);
        counters.put("psum_bus_cycles", array.psumBusCycles);
        counters.put("ifmap_bus_cycles", array.ifmapBusCycles);
        counters.put("ramp_cycles", array.rampCycles);
        counters.put("dram_wait_cycles", array.waited());
        counters.put("psum_words_in", array.psumWords);
        counters.put("psum_words_out", array.psumWords);
        counters.put("ifmap_words", array.ifmapWords);
        counters.put("filter_words", array.filterWords);
        counters.put(
                "global_buffer_bytes",
                Pass.ceil(2 * array.psumWords * spec.psumBits() + array.ifmapWords * spec.dataBits(), 8));
        counters.put("gated_multiplications", array.multiplications - array.ungated);
        counters.put("dram_input_bits", array.inputBits);
        counters.put("dram_weight_bits", array.weightValues * spec.dataBits());
        counters.put("dram_output_bits", array.outputBits);
        return Collections.unmodifiableMap(counters);
    }
}
