package org.escalatesim.machine;

import java.util.List;
import org.escalatesim.trace.WeightForm;

/** What every machine's specification says of itself; each machine's record lives in its own package. */
public interface MachineSpec {
    /** The machine's name. */
    String name();

    /** Clock frequency in MHz. */
    int clockMhz();

    /** Multipliers of the whole machine. */
    int multipliers();

    /** Multipliers of the ideal dense machine that speedups are given over. */
    int idealDenseMultipliers();

    /** Every SRAM of the machine, for leakage and the total of on-chip memory; the one that holds its maps is first. */
    List<MemoryInstance> memories();

    /**
     * Register files of a data path, at most 128 bytes each, that are priced by access alone: not among
     * {@link #memories}, but with the area of one of their size.
     */
    default List<MemoryInstance> registerFiles() {
        return List.of();
    }

    /** Bits of a value of a map. */
    default int dataBits() {
        return 8;
    }

    /** Images that run back to back; cycles, activity and counters are those of all. */
    default int batch() {
        return 1;
    }

    /** Every multiplier and adder of the machine's data path. */
    List<UnitCount> arithmetic();

    /**
     * The rest of what counts for its area: registers (those that stand in neither {@link #memories} nor {@link #registerFiles}), multiplexers of
     * crossbars, gather networks, decoders, comparators. Sizes that no field gives are told where they are made.
     */
    List<UnitCount> logic();

    /**
     * The same machine with the buffer that holds its maps resized, so that all its SRAMs together have at most
     * {@code bytes} and as nearly so as its banks allow; for comparisons at equal total SRAM.
     *
     * @throws SpecException if its other memories leave no room for a map
     */
    MachineSpec withTotalSram(long bytes);

    /** Bytes of all SRAMs together. */
    default long totalSram() {
        return memories().stream()
                .mapToLong(memory -> memory.bytes() * memory.count())
                .sum();
    }

    /** The forms of weights that the machine runs, the one that it is meant for first. */
    List<WeightForm> weightForms();

    /** Makes the machine itself, which knows nothing of branches and of steps between layers. */
    Accelerator build();

    /** Makes the machine, with layers of branches ({@link BranchedLayers}) taken branch by branch, and {@link MapSteps} behind layers. */
    default Accelerator accelerator() {
        return new MapSteps(new BranchedLayers(build()));
    }
}
