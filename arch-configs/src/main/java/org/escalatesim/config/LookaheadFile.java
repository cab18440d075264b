package org.escalatesim.config;

import java.util.List;
import org.escalatesim.lookahead.LookaheadSpec;
import org.escalatesim.machine.PromotionPattern;
import org.escalatesim.machine.SpecException;
import org.escalatesim.memory.DramSpec;

/** The YAML form of {@link LookaheadSpec}: the same sections, the promotion pattern as its name and one flag. */
record LookaheadFile(
        String name,
        int clockMhz,
        int tiles,
        int filters,
        int lanes,
        String pattern,
        boolean sameLane,
        LookaheadSpec.Partition partition,
        int dataBits,
        int psumBits,
        int idealDenseMultipliers,
        LookaheadSpec.Buffers buffers,
        DramSpec dram)
        implements MachineFile {

    /** Checks the ranges; throws {@link SpecException}. */
    LookaheadFile {
        Names.checkWord(name);
        new LookaheadSpec(
                name,
                clockMhz,
                tiles,
                filters,
                lanes,
                parse(pattern, sameLane),
                partition,
                dataBits,
                psumBits,
                idealDenseMultipliers,
                buffers,
                dram);
    }

    @Override
    public LookaheadSpec spec() {
        return new LookaheadSpec(
                name,
                clockMhz,
                tiles,
                filters,
                lanes,
                parse(pattern, sameLane),
                partition,
                dataBits,
                psumBits,
                idealDenseMultipliers,
                buffers,
                dram);
    }

    private static PromotionPattern parse(String pattern, boolean sameLane) {
        try {
            return PromotionPattern.parse(pattern, sameLane);
        } catch (IllegalArgumentException e) {
            throw new SpecException("pattern", e.getMessage());
        }
    }

    /** The YAML form of a specification. */
    static LookaheadFile of(LookaheadSpec spec) {
        return new LookaheadFile(
                spec.name(),
                spec.clockMhz(),
                spec.tiles(),
                spec.filters(),
                spec.lanes(),
                spec.pattern().name(),
                sameLane(spec.pattern()),
                spec.partition(),
                spec.dataBits(),
                spec.psumBits(),
                spec.idealDenseMultipliers(),
                spec.buffers(),
                spec.dram());
    }

    /** Without look-ahead there are no same-lane candidates and the flag changes nothing. */
    private static boolean sameLane(PromotionPattern pattern) {
        boolean found = pattern.lookAhead() == 0;
        for (int j = 0; j < pattern.candidates(); j++) {
            found |= pattern.side(j) == 0;
        }
        return found;
    }

    @Override
    public List<String> advice() {
        return List.of();
    }
}
