package org.escalatesim.config;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.escalate.EscalateSpec;
import org.escalatesim.machine.PromotionPattern;
import org.escalatesim.machine.SpecException;
import org.escalatesim.memory.DramSpec;

/** The YAML form of {@link EscalateSpec}: the same sections, the promotion pattern as its name and one flag. */
record EscalateFile(
        String name,
        int clockMhz,
        int tiles,
        int blocks,
        int rows,
        int idealDenseMultipliers,
        ChannelAccumulation channelAccumulation,
        EscalateSpec.Mac mac,
        EscalateSpec.Ring ring,
        EscalateSpec.Output output,
        EscalateSpec.GlobalBuffer globalBuffer,
        DramSpec dram,
        EscalateSpec.Mapping mapping)
        implements MachineFile {

    /** The YAML form of {@link EscalateSpec.ChannelAccumulation}. */
    record ChannelAccumulation(
            int lanes,
            int chunk,
            String pattern,
            boolean sameLane,
            EscalateSpec.Policy policy,
            int fifoBeats,
            int slotRegisters,
            int coefficientBytes,
            boolean sharedDecode) {
        /** Checks the ranges; throws {@link SpecException}. */
        ChannelAccumulation {
            make(lanes, chunk, pattern, sameLane, policy, fifoBeats, slotRegisters, coefficientBytes, sharedDecode);
        }

        EscalateSpec.ChannelAccumulation spec() {
            return make(
                    lanes, chunk, pattern, sameLane, policy, fifoBeats, slotRegisters, coefficientBytes, sharedDecode);
        }

        private static EscalateSpec.ChannelAccumulation make(
                int lanes,
                int chunk,
                String pattern,
                boolean sameLane,
                EscalateSpec.Policy policy,
                int fifoBeats,
                int slotRegisters,
                int coefficientBytes,
                boolean sharedDecode) {
            PromotionPattern parsed;
            try {
                parsed = PromotionPattern.parse(pattern, sameLane);
            } catch (IllegalArgumentException e) {
                throw new SpecException("channel_accumulation.pattern", e.getMessage());
            }
            return new EscalateSpec.ChannelAccumulation(
                    lanes, chunk, parsed, policy, fifoBeats, slotRegisters, coefficientBytes, sharedDecode);
        }
    }

    /** Checks the ranges; throws {@link SpecException}. */
    EscalateFile {
        Names.checkWord(name);
        make(
                name,
                clockMhz,
                tiles,
                blocks,
                rows,
                idealDenseMultipliers,
                channelAccumulation,
                mac,
                ring,
                output,
                globalBuffer,
                dram,
                mapping);
    }

    @Override
    public EscalateSpec spec() {
        return make(
                name,
                clockMhz,
                tiles,
                blocks,
                rows,
                idealDenseMultipliers,
                channelAccumulation,
                mac,
                ring,
                output,
                globalBuffer,
                dram,
                mapping);
    }

    private static EscalateSpec make(
            String name,
            int clockMhz,
            int tiles,
            int blocks,
            int rows,
            int idealDenseMultipliers,
            ChannelAccumulation channelAccumulation,
            EscalateSpec.Mac mac,
            EscalateSpec.Ring ring,
            EscalateSpec.Output output,
            EscalateSpec.GlobalBuffer globalBuffer,
            DramSpec dram,
            EscalateSpec.Mapping mapping) {
        return new EscalateSpec(
                name,
                clockMhz,
                tiles,
                blocks,
                rows,
                idealDenseMultipliers,
                channelAccumulation.spec(),
                mac,
                ring,
                output,
                globalBuffer,
                dram,
                mapping);
    }

    /** The YAML form of a specification. */
    static EscalateFile of(EscalateSpec spec) {
        EscalateSpec.ChannelAccumulation ca = spec.channelAccumulation();
        return new EscalateFile(
                spec.name(),
                spec.clockMhz(),
                spec.tiles(),
                spec.blocks(),
                spec.rows(),
                spec.idealDenseMultipliers(),
                new ChannelAccumulation(
                        ca.lanes(),
                        ca.chunk(),
                        ca.pattern().name(),
                        sameLane(ca.pattern()),
                        ca.policy(),
                        ca.fifoBeats(),
                        ca.slotRegisters(),
                        ca.coefficientBytes(),
                        ca.sharedDecode()),
                spec.mac(),
                spec.ring(),
                spec.output(),
                spec.globalBuffer(),
                spec.dram(),
                spec.mapping());
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
        List<String> advice = new ArrayList<>();
        int window = 1 + spec().channelAccumulation().pattern().lookAhead();
        if (channelAccumulation.fifoBeats() < 2 * window) {
            advice.add("channel_accumulation.fifo_beats " + channelAccumulation.fifoBeats()
                    + " starves the concentrator: pattern " + channelAccumulation.pattern() + " looks at " + window
                    + " beats, at least " + 2 * window + " are needed to refill behind them");
        }
        if (ring.banks() > ring.slots()) {
            advice.add("ring.banks " + ring.banks() + " exceeds ring.slots " + ring.slots() + ": "
                    + (ring.banks() - ring.slots()) + " banks are never used");
        }
        if (mac.psumBits() < mac.elementBits()) {
            advice.add("mac.psum_bits " + mac.psumBits() + " is narrower than mac.element_bits " + mac.elementBits()
                    + ": partial sums saturate before elements do");
        }
        return advice;
    }
}
