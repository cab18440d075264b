package org.escalatesim.report.dram;

import java.util.Locale;

/** Trace formats of DRAM simulators. */
public enum TraceFormat {
    /** Ramulator 2, front end LoadStoreTrace: {@code LD 0x1f40} or {@code ST 0x1f40}. */
    RAMULATOR2 {
        @Override
        String line(long address, boolean write, long cycle) {
            return (write ? "ST 0x" : "LD 0x") + Long.toHexString(address);
        }
    },
    /** DRAMsim3: {@code 0x1f40 READ 120} or {@code 0x1f40 WRITE 120}. */
    DRAMSIM3 {
        @Override
        String line(long address, boolean write, long cycle) {
            return "0x" + Long.toHexString(address) + (write ? " WRITE " : " READ ") + cycle;
        }
    };

    /** The line of a request to a byte address in a cycle. */
    abstract String line(long address, boolean write, long cycle);

    /** The word of the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
