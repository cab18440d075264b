package org.escalatesim.report.dram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import org.escalatesim.machine.DramObserver.Region;
import org.escalatesim.report.Staged;
import org.escalatesim.report.dram.LayerTransfers.Transfer;

/**
 * Writes the DRAM requests of a run, layer after layer, one per burst.
 *
 * <p>Each layer has three regions, input map, weights, output map, in this order, each from the next multiple of
 * {@link #PAGE} bytes on. Transfers of a region are streams: the bits that a burst brings beyond its transfer are there
 * for the next one, so a region of b bits in all takes ceil(b / burst bits) requests. Requests of a transfer follow each
 * other at the channel's bandwidth from the cycle in which it begins, never before the request in the line above; layers
 * follow each other without a gap.
 */
public final class DramTraceFile implements AutoCloseable {
    /** Regions begin at multiples of so many bytes. */
    public static final long PAGE = 4096;

    private final Staged staged;
    private final Writer out;
    private final TraceFormat format;
    private final int burst;
    private final int bytesPerCycle;
    private long address;
    private long begin;
    private long latest;
    private long requests;

    /**
     * Opens a file under a temporary name.
     *
     * @param burst bytes of a request, a power of two
     * @param bytesPerCycle bandwidth of the channel in bytes per cycle
     * @throws org.escalatesim.report.ResultException if it cannot be written
     */
    public DramTraceFile(Path file, TraceFormat format, int burst, int bytesPerCycle) {
        staged = new Staged("--dram-trace", file);
        out = staged.writer();
        this.format = format;
        this.burst = burst;
        this.bytesPerCycle = bytesPerCycle;
    }

    /** Writes the requests of the next layer, which takes {@code cycles} cycles. */
    public void layer(LayerTransfers layer, long cycles) {
        Region[] regions = Region.values();
        long[] bytes = new long[regions.length];
        for (Transfer transfer : layer.transfers()) {
            int region = transfer.region().ordinal();
            bytes[region] = Math.max(bytes[region], (transfer.offset() + transfer.bits() + 7) / 8);
        }
        long[] base = new long[regions.length];
        for (int region = 0; region < regions.length; region++) {
            base[region] = address;
            address += (bytes[region] + PAGE - 1) / PAGE * PAGE;
        }
        long[] bits = new long[regions.length];
        long[] sent = new long[regions.length];
        for (Transfer transfer : layer.transfers()) {
            int region = transfer.region().ordinal();
            bits[region] += transfer.bits();
            long due = (bits[region] + 8L * burst - 1) / (8L * burst) - sent[region];
            long last = (transfer.offset() + transfer.bits() - 1) / (8L * burst);
            for (long i = 0; i < due; i++) {
                write(
                        base[region] + (last - due + 1 + i) * burst,
                        transfer.region().written(),
                        begin + transfer.cycle() + i * burst / bytesPerCycle);
            }
            sent[region] += due;
        }
        begin += cycles;
    }

    private void write(long to, boolean write, long cycle) {
        latest = Math.max(latest, cycle);
        try {
            out.write(format.line(to, write, latest));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        requests++;
    }

    /** Requests written so far. */
    public long requests() {
        return requests;
    }

    /** Moves the file to its place. */
    public void commit() {
        staged.commit();
    }

    @Override
    public void close() {
        staged.close();
    }
}
