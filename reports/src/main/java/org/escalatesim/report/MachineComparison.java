package org.escalatesim.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several machines on one network, each on its form of it.
 *
 * @param version version of the simulator
 * @param network the network's name
 * @param energyTable the one table that prices all machines
 * @param tableRows what the table holds, as it is to be written
 * @param machines the machines, in the order given, all with the same layers
 * @param over index of the machine that all ratios are over
 * @param asPublished whether clock, DRAM and data width were allowed to differ
 * @param differences where they do differ, one line each
 * @param equalSram the same comparison at equal total SRAM, or null where it was not asked for
 */
public record MachineComparison(
        String version,
        String network,
        String energyTable,
        Map<String, Object> tableRows,
        List<ComparedMachine> machines,
        int over,
        boolean asPublished,
        List<String> differences,
        EqualSram equalSram) {

    /**
     * The comparison at equal total SRAM.
     *
     * @param bytes what every machine may have at most
     * @param machines the machines of the comparison, in its order
     */
    public record EqualSram(long bytes, List<Resized> machines) {
        /** Copies the list. */
        public EqualSram {
            machines = List.copyOf(machines);
        }
    }

    /**
     * A machine at equal total SRAM.
     *
     * @param label as in the comparison
     * @param machine what came out, or null where it cannot be built or cannot run the network
     * @param refusal why it cannot, or null
     */
    public record Resized(String label, ComparedMachine machine, String refusal) {}

    /** Copies; throws {@link IllegalArgumentException} if the machines do not have the same layers. */
    public MachineComparison {
        machines = List.copyOf(machines);
        differences = List.copyOf(differences);
        tableRows = Collections.unmodifiableMap(new LinkedHashMap<>(tableRows));
        List<String> names = layerNames(machines.get(0));
        for (ComparedMachine machine : machines) {
            if (!layerNames(machine).equals(names)) {
                throw new IllegalArgumentException(machine.label() + " did not run the layers of "
                        + machines.get(0).label());
            }
        }
    }

    private static List<String> layerNames(ComparedMachine machine) {
        return machine.run().layers().stream()
                .map(layer -> layer.image() + ":" + layer.layer())
                .toList();
    }

    /** The machine that all ratios are over. */
    public ComparedMachine reference() {
        return machines.get(over);
    }

    /** The same at equal total SRAM, or null where it has no room or equal SRAM was not asked for. */
    public ComparedMachine resizedReference() {
        return equalSram == null ? null : equalSram.machines().get(over).machine();
    }

    /** Whether the machines ran forms from different traces. */
    public boolean manyTraces() {
        return machines.stream().map(ComparedMachine::trace).distinct().count() > 1;
    }

    /**
     * Time of the ideal dense machine for the network that the reference ran, before any pruning / time of the machine: one
     * denominator for all forms.
     */
    public double overIdeal(ComparedMachine machine) {
        double ideal = reference().run().idealDenseCycles()
                / (reference().run().machine().clockMhz() * 1e3);
        return ideal / machine.milliseconds();
    }

    /** Layers of all images. */
    public int layers() {
        return reference().run().layers().size();
    }
}
