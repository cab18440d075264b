package org.escalatesim.config;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.machine.SpecException;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.sparten.SpartenSpec;

/** The YAML form of {@link SpartenSpec}: the same fields. */
record SpartenFile(
        String name,
        int clockMhz,
        int clusters,
        int units,
        int idealDenseMultipliers,
        int chunk,
        int psumBits,
        SpartenSpec.Sparsity sparsity,
        SpartenSpec.Balance balance,
        SpartenSpec.Barrier barrier,
        SpartenSpec.Assignment assignment,
        SpartenSpec.UnitBuffer unitBuffer,
        SpartenSpec.Collector collector,
        SpartenSpec.Permute permute,
        SpartenSpec.MapBuffer mapBuffer,
        DramSpec dram)
        implements MachineFile {

    /** Checks the ranges; throws {@link SpecException}. */
    SpartenFile {
        Names.checkWord(name);
        new SpartenSpec(
                name,
                clockMhz,
                clusters,
                units,
                idealDenseMultipliers,
                chunk,
                psumBits,
                sparsity,
                balance,
                barrier,
                assignment,
                unitBuffer,
                collector,
                permute,
                mapBuffer,
                dram);
    }

    @Override
    public SpartenSpec spec() {
        return new SpartenSpec(
                name,
                clockMhz,
                clusters,
                units,
                idealDenseMultipliers,
                chunk,
                psumBits,
                sparsity,
                balance,
                barrier,
                assignment,
                unitBuffer,
                collector,
                permute,
                mapBuffer,
                dram);
    }

    /** The YAML form of a specification. */
    static SpartenFile of(SpartenSpec spec) {
        return new SpartenFile(
                spec.name(),
                spec.clockMhz(),
                spec.clusters(),
                spec.units(),
                spec.idealDenseMultipliers(),
                spec.chunk(),
                spec.psumBits(),
                spec.sparsity(),
                spec.balance(),
                spec.barrier(),
                spec.assignment(),
                spec.unitBuffer(),
                spec.collector(),
                spec.permute(),
                spec.mapBuffer(),
                spec.dram());
    }

    @Override
    public List<String> advice() {
        List<String> advice = new ArrayList<>();
        if (mapBuffer.bytes() % mapBuffer.banks() != 0) {
            advice.add("map_buffer.bytes " + mapBuffer.bytes() + " is no multiple of map_buffer.banks "
                    + mapBuffer.banks() + ": banks are rounded up");
        }
        int moved = 2 * units;
        if (balance == SpartenSpec.Balance.GB_H && permute.psumsPerCycle() * 8 < moved) {
            advice.add("permute.psums_per_cycle " + permute.psumsPerCycle() + " holds up the units: " + moved
                    + " partial sums move at every chunk");
        }
        return advice;
    }
}
