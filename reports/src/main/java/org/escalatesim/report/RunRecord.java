package org.escalatesim.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.area.AreaEstimate;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.MemoryInstance;

/**
 * A finished run: what ran, on what, and what came out. Energy is not part of it; it is computed from the activity and
 * whatever table is asked for.
 *
 * @param version version of the simulator
 * @param machine the machine
 * @param workload what ran
 * @param layers one per layer, image by image, in network order
 */
public record RunRecord(String version, Machine machine, Work workload, List<LayerRecord> layers) {
    /** Copies the list. */
    public RunRecord {
        layers = List.copyOf(layers);
    }

    /**
     * The machine that a run used.
     *
     * @param name its name
     * @param clockMhz clock in MHz
     * @param multipliers its own multipliers
     * @param idealDenseMultipliers multipliers of the ideal dense machine that speedups are given over
     * @param memories its SRAMs
     * @param configuration every field of its configuration, resolved, in the order of the configuration file
     * @param warnings what is odd about it, one line each
     * @param area its estimated area, or null where a file does not tell
     */
    public record Machine(
            String name,
            int clockMhz,
            int multipliers,
            int idealDenseMultipliers,
            List<MemoryInstance> memories,
            Map<String, Object> configuration,
            List<String> warnings,
            MachineArea area) {
        /** Copies, keeping the order. */
        public Machine {
            memories = List.copyOf(memories);
            warnings = List.copyOf(warnings);
            configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
        }

        /** What is recorded of a machine; {@code configuration} and {@code warnings} as above. */
        public static Machine of(
                MachineSpec spec, Map<String, Object> configuration, List<String> warnings, AreaEstimate area) {
            return new Machine(
                    spec.name(),
                    spec.clockMhz(),
                    spec.multipliers(),
                    spec.idealDenseMultipliers(),
                    spec.memories(),
                    configuration,
                    warnings,
                    MachineArea.of(area));
        }
    }

    /**
     * What a run executed.
     *
     * @param kind {@code network} (synthetic trace) or {@code trace} (recorded data)
     * @param name the network's name
     * @param seed seed of synthetic data, or null for recorded data
     * @param options every workload option, resolved, in a fixed order
     * @param images images run, in order; empty where the workload has none
     * @param valuesVerified whether sums and outputs were compared with the reference, and equal
     * @param notes what a reader must know: assumed numbers, sources, accuracy
     */
    public record Work(
            String kind,
            String name,
            Long seed,
            Map<String, String> options,
            List<Integer> images,
            boolean valuesVerified,
            List<String> notes) {
        /** Copies, keeping the order. */
        public Work {
            images = List.copyOf(images);
            notes = List.copyOf(notes);
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }
    }

    /** Whether rows need an image number to be told apart. */
    public boolean manyImages() {
        return workload.images().size() > 1;
    }

    /** Images run, at least 1. */
    public int imageCount() {
        return Math.max(1, workload.images().size());
    }

    /** Cycles of all layers and images. */
    public long cycles() {
        return layers.stream().mapToLong(LayerRecord::cycles).sum();
    }

    /** Cycles of one image. */
    public long cyclesOfImage(int image) {
        return layers.stream()
                .filter(layer -> layer.image() == image)
                .mapToLong(LayerRecord::cycles)
                .sum();
    }

    /** Cycles that the ideal dense machine takes for the same layers. */
    public long idealDenseCycles() {
        return layers.stream()
                .mapToLong(layer -> layer.idealDenseCycles(machine.idealDenseMultipliers()))
                .sum();
    }
}
