package org.escalatesim.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** CPU time of the benchmark's own thread: on a shared machine a thread gets less than a core, in wall time. */
final class CpuClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CpuClock() {}

    /** Nanoseconds of CPU time that the calling thread has used. */
    static long nanos() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
