package org.escalatesim.escalate;

import java.util.List;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.machine.UnitCount;

/** The registers, networks and multiplexers of an ESCALATE machine, component by component as in its activity. */
final class EscalateLogic {
    private static final int SIGN_AND_MASK = 2;
    /** Bits of an element's pixel in the element FIFO. */
    private static final int PIXEL_BITS = 16;

    private EscalateLogic() {}

    static List<UnitCount> of(EscalateSpec spec) {
        EscalateSpec.ChannelAccumulation ca = spec.channelAccumulation();
        EscalateSpec.Mac mac = spec.mac();
        long blocks = (long) spec.tiles() * spec.blocks();
        long rows = blocks * spec.rows();
        int chunk = ca.chunk();
        // A slot: a presence bit and a byte per channel.
        int slot = 9 * chunk;
        int stages = Integer.numberOfTrailingZeros(chunk);
        int beat = ca.lanes() * (8 + SIGN_AND_MASK);
        // The largest kernel that the psum lines are for at stride 1; two sets, the next one is loaded ahead.
        int taps = Math.max(1, (mac.lines() - 1) * (mac.lines() - 1));
        return List.of(
                registers("slot_registers", ca.slotRegisters() * slot, rows),
                // Masks and signs are gathered side by side; the stages carry the slot along.
                new UnitCount("dilution", Action.GATHER_PASS, chunk, 0, 2 * rows),
                new UnitCount("dilution", Action.GATHER_DECODE, chunk, 0, ca.sharedDecode() ? spec.tiles() : rows),
                registers("dilution", stages * (slot + SIGN_AND_MASK * chunk), rows),
                registers("dilution_fifo", ca.fifoBeats() * beat, rows),
                new UnitCount(
                        "concentrator",
                        Action.MUX,
                        9,
                        0,
                        rows * ca.lanes() * Math.max(1, ca.pattern().candidates())),
                // One scatter network per tile, as coefficients come through one port; one encoder, a prefix sum of
                // n lg n adder bits.
                new UnitCount("coefficients", Action.GATHER_PASS, chunk, 0, spec.tiles()),
                new UnitCount("coefficients", Action.GATHER_DECODE, chunk, 0, spec.tiles()),
                new UnitCount("encoder", Action.ADD, chunk * stages, 0, spec.tiles()),
                registers("element_fifo", mac.elementFifo() * (mac.elementBits() + PIXEL_BITS), rows),
                registers("basis_kernels", 2 * 8 * taps, rows),
                registers("output", OutputStage.REQUANT_BITS * spec.rows(), blocks));
    }

    private static UnitCount registers(String component, int bits, long count) {
        return new UnitCount(component, Action.REGISTER_WRITE, bits, 0, count);
    }
}
