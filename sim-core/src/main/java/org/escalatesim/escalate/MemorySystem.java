package org.escalatesim.escalate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.escalatesim.machine.DramObserver;
import org.escalatesim.memory.DramChannel;
import org.escalatesim.memory.DramSpec;

/**
 * What tiles share: the DRAM channel and the global buffer's reads. Tiles run apart in windows of latency + 1 cycles;
 * whatever a tile causes in a window can reach a tile only after the window, so that the result is exactly that of
 * running all tiles cycle by cycle.
 *
 * <p>Transfers are issued in this order when in the same cycle: input bands, coefficients (by tile), outputs.
 */
final class MemorySystem {
    /** Cycles of a window when nothing comes from DRAM. */
    private static final int FREE_WINDOW = 1 << 10;

    private record Transfer(long issued, int order, Runnable serve) {}

    private final LayerContext context;
    private final LayerPlan plan;
    private final InputArrival arrival;
    private final DramChannel channel;
    private final long[] rowBits;
    private final double outputBitsPerPixel;
    private Tile[] tiles;
    private int visitsIssued;
    private int[] loadsIssued;
    private long outputBytes;
    /** Told of transfers; null where nobody asked. */
    private final TransferLog log;

    long inputBits;
    long coefficientBits;
    long outputBits;
    long bufferReadBits;
    long bufferRequests;
    long tileRequests;

    MemorySystem(LayerContext context, LayerPlan plan) {
        this(context, plan, null);
    }

    /** @param observer told of every transfer; may be null */
    MemorySystem(LayerContext context, LayerPlan plan, DramObserver observer) {
        this.context = context;
        this.plan = plan;
        DramSpec dram = context.spec.dram();
        this.channel = new DramChannel(dram.bytesPerCycle(), dram.latencyCycles());
        boolean fetch = plan.storage.inputFromDram() && !dram.ideal();
        this.arrival =
                fetch ? InputArrival.fromDram(plan.storage.visits(), context.shape.h()) : InputArrival.resident();
        this.rowBits = plan.storage.inputFromDram() ? context.activations.rowBits() : null;
        this.log = observer == null ? null : new TransferLog(observer, rowBits, plan.sharedBasisBits());
        double kept = context.layer.post().pooledOutputs()
                / ((double) context.shape.k() * context.shape.p() * context.shape.q());
        this.outputBitsPerPixel = plan.storage.outputToDram() ? kept * (1 + 8 * context.layer.outputDensity()) : 0;
    }

    InputArrival arrival() {
        return arrival;
    }

    /** Cycles that tiles run apart. */
    int window() {
        return context.spec.dram().ideal() ? FREE_WINDOW : context.spec.dram().latencyCycles() + 1;
    }

    /** Connects the tiles and issues what can be fetched from the start. */
    void start(Tile[] tiles) {
        this.tiles = tiles;
        this.loadsIssued = new int[tiles.length];
        for (int t = 0; t < tiles.length; t++) {
            if (tiles[t].loads.count() > 0) {
                loadsIssued[t] = 1;
                if (!plan.byMap || firstWithWork() == t) {
                    coefficientBits += loadBits(tiles[t], 0) + (plan.byMap || t == firstWithWork() ? shared() : 0);
                    if (log != null) {
                        log.first(loadSet(tiles[t], 0), plan.byMap || t == firstWithWork());
                    }
                }
            }
        }
        endWindow(0);
    }

    private long shared() {
        return plan.sharedBasisBits();
    }

    private int firstWithWork() {
        for (int t = 0; t < tiles.length; t++) {
            if (tiles[t].loads.count() > 0) {
                return t;
            }
        }
        return -1;
    }

    /** Serves what the tiles caused in the window that ended at {@code end}. */
    void endWindow(long end) {
        countRequests();
        List<Transfer> transfers = new ArrayList<>();
        inputTransfers(transfers);
        if (plan.byMap) {
            sharedCoefficients(transfers);
        } else {
            ownCoefficients(transfers);
        }
        outputTransfers(end, transfers);
        transfers.sort(Comparator.comparingLong(Transfer::issued).thenComparingInt(Transfer::order));
        for (Transfer transfer : transfers) {
            transfer.serve().run();
        }
    }

    /** The cycle from which DRAM is quiet, outputs written back included. */
    long dramEnd() {
        return context.spec.dram().ideal() ? 0 : channel.freeFrom();
    }

    /** The cycle from which nothing that was asked of DRAM is still to come. */
    long dramQuietFrom() {
        return dramEnd() + context.spec.dram().latencyCycles();
    }

    /** Requests for the same slot in the same cycle are one access of the global buffer, delivered to all. */
    private void countRequests() {
        if (tiles.length == 0) {
            return;
        }
        int[] wanted = new int[tiles.length];
        for (int i = 0; i < tiles[0].requests.length; i++) {
            int count = 0;
            for (Tile tile : tiles) {
                if (tile.requests[i] >= 0) {
                    wanted[count++] = tile.requests[i];
                }
            }
            tileRequests += count;
            for (int a = 0; a < count; a++) {
                boolean first = true;
                for (int b = 0; b < a && first; b++) {
                    first = wanted[b] != wanted[a];
                }
                if (first) {
                    bufferRequests++;
                    bufferReadBits += context.activations.bits(wanted[a]);
                }
            }
        }
        for (Tile tile : tiles) {
            Arrays.fill(tile.requests, -1);
        }
    }

    /** Band v is fetched when all tiles have streamed band v - 2, in whose place it goes. */
    private void inputTransfers(List<Transfer> transfers) {
        if (!plan.storage.inputFromDram()) {
            return;
        }
        while (visitsIssued < plan.storage.visits()) {
            long issued = visitsIssued < 2 ? 0 : allStreamed(visitsIssued - 2);
            if (issued < 0) {
                return;
            }
            int visit = visitsIssued++;
            for (int row : plan.visitRows[visit]) {
                inputBits += rowBits[row];
            }
            if (!context.spec.dram().ideal()) {
                transfers.add(new Transfer(issued, 0, () -> {
                    for (int row : plan.visitRows[visit]) {
                        if (log != null) {
                            log.input(channel.startOf(issued), row);
                        }
                        arrival.arrives(visit, row, channel.transfer(issued, bytes(rowBits[row])));
                    }
                }));
            }
        }
    }

    /** The cycle after the last tile streamed a visit, -1 while one has not. */
    private long allStreamed(int visit) {
        long last = 0;
        for (Tile tile : tiles) {
            long ended = tile.writer.visitEnd[visit];
            if (ended < 0) {
                return -1;
            }
            last = Math.max(last, ended + 1);
        }
        return last;
    }

    private void ownCoefficients(List<Transfer> transfers) {
        for (int t = 0; t < tiles.length; t++) {
            Tile tile = tiles[t];
            int order = 1 + t;
            while (loadsIssued[t] < tile.loads.count() && tile.loads.enteredLoads() >= loadsIssued[t]) {
                int load = loadsIssued[t]++;
                long issued = tile.loads.entered(load - 1) + 1;
                long bits = loadBits(tile, load);
                coefficientBits += bits;
                if (!context.spec.dram().ideal()) {
                    transfers.add(new Transfer(issued, order, () -> {
                        if (log != null) {
                            log.coefficients(channel.startOf(issued), loadSet(tile, load));
                        }
                        tile.loads.arrives(load, channel.transfer(issued, bytes(bits)));
                    }));
                }
            }
        }
    }

    /** Under a map split all tiles take the same coefficients: fetched once, when all have room. */
    private void sharedCoefficients(List<Transfer> transfers) {
        int leader = firstWithWork();
        if (leader < 0) {
            return;
        }
        while (loadsIssued[leader] < tiles[leader].loads.count()) {
            int load = loadsIssued[leader];
            long issued = 0;
            for (Tile tile : tiles) {
                if (tile.loads.count() > 0) {
                    if (tile.loads.enteredLoads() < load) {
                        return;
                    }
                    issued = Math.max(issued, tile.loads.entered(load - 1) + 1);
                }
            }
            loadsIssued[leader]++;
            long bits = loadBits(tiles[leader], load);
            coefficientBits += bits;
            long from = issued;
            if (!context.spec.dram().ideal()) {
                transfers.add(new Transfer(from, 1, () -> {
                    if (log != null) {
                        log.coefficients(channel.startOf(from), loadSet(tiles[leader], load));
                    }
                    long ready = channel.transfer(from, bytes(bits));
                    for (Tile tile : tiles) {
                        if (tile.loads.count() > 0) {
                            tile.loads.arrives(load, ready);
                        }
                    }
                }));
            }
        }
    }

    /** Outputs written back at the end of each window, packed as the output density says. */
    private void outputTransfers(long end, List<Transfer> transfers) {
        if (!plan.storage.outputToDram()) {
            return;
        }
        long pixels = 0;
        for (Tile tile : tiles) {
            pixels += tile.pixels();
        }
        outputBits = (long) Math.ceil(pixels * outputBitsPerPixel);
        long total = bytes(outputBits);
        long now = total - outputBytes;
        outputBytes = total;
        if (now > 0 && !context.spec.dram().ideal()) {
            long written = outputBits;
            transfers.add(new Transfer(end, Integer.MAX_VALUE, () -> {
                if (log != null) {
                    log.output(channel.startOf(end), written);
                }
                channel.transfer(end, now);
            }));
        }
    }

    /** Bits of a load. */
    private long loadBits(Tile tile, int load) {
        return loadSet(tile, load).storedBits;
    }

    /** The coefficients of a load; under a map split any tile that streams for it knows them. */
    private CoefficientSet loadSet(Tile tile, int load) {
        for (Tile asked : plan.byMap ? tiles : new Tile[] {tile}) {
            for (Segment segment : asked.segments) {
                if (segment.load == load) {
                    return segment.set;
                }
            }
        }
        throw new IllegalStateException("no segment for load " + load);
    }

    private static long bytes(long bits) {
        return (bits + 7) / 8;
    }
}
