package org.escalatesim.second;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escalatesim.escalate.EscalateSpec;

/** One tile: its stream of slots, the ring with its writer, and the blocks. Tiles never wait for one another. */
final class TileModel {
    /** No layer of a test comes near; a machine that never ends fails here. */
    private static final int NO_END = 3_000_000;

    private final EscalateSpec spec;
    private final PlainLayer layer;
    private final int passes;
    private final List<BlockModel> blocks = new ArrayList<>();
    private final List<RowModel> rows = new ArrayList<>();
    private final List<Slot> stream = new ArrayList<>();
    /** Slots of the stream that have been written into the ring. */
    private int written;
    /** The cycle in which the writer could begin with the next slot. */
    private int writerFree;

    TileModel(EscalateSpec spec, PlainLayer layer, int tile) {
        this.spec = spec;
        this.layer = layer;
        int places = spec.rows() / layer.m;
        int perPass = spec.tiles() * spec.blocks() * places;
        passes = (layer.shape.k() + perPass - 1) / perPass;
        for (int b = 0; b < spec.blocks(); b++) {
            BlockModel block = new BlockModel(layer, spec.output().pixelsPerCycle());
            blocks.add(block);
            for (int i = 0; i < places; i++) {
                int[] channelOfPass = new int[passes];
                for (int pass = 0; pass < passes; pass++) {
                    int k = pass * perPass + (i * spec.tiles() + tile) * spec.blocks() + b;
                    channelOfPass[pass] = k < layer.shape.k() ? k : -1;
                }
                BlockModel.Place place = new BlockModel.Place(channelOfPass);
                block.places.add(place);
                for (int m = 0; m < layer.m; m++) {
                    RowModel row = new RowModel(spec, layer, place, m);
                    place.rows.add(row);
                    rows.add(row);
                }
            }
        }
        fillStream();
    }

    private void fillStream() {
        for (int pass = 0; pass < passes; pass++) {
            int readers = 0;
            for (RowModel row : rows) {
                readers += row.active(pass) ? 1 : 0;
            }
            for (int y = 0; y < layer.shape.h(); y++) {
                for (int x = 0; x < layer.shape.w(); x++) {
                    if (layer.rowTaps[y] > 0 && layer.columnTaps[x] > 0) {
                        addPixel(pass, y, x, readers);
                    }
                }
            }
        }
    }

    private void addPixel(int pass, int y, int x, int readers) {
        int n = spec.channelAccumulation().chunk();
        for (int from = 0; from < layer.shape.c(); from += n) {
            int chunk = from / n;
            if (rows.stream().anyMatch(row -> row.hasCoefficient(pass, chunk))) {
                int to = Math.min(layer.shape.c(), from + n);
                int bytes = (to - from + 7) / 8;
                for (int c = from; c < to; c++) {
                    bytes += layer.activation[y][x][c] ? 1 : 0;
                }
                int port = spec.globalBuffer().readPortBytes();
                stream.add(new Slot(pass, y, x, chunk, Math.max(1, (bytes + port - 1) / port), readers));
            }
        }
    }

    /** Runs to the last pixel; returns the cycles up to and including its own. */
    int run() {
        int cycles = 0;
        for (int t = 0; !blocks.stream().allMatch(BlockModel::done); t++) {
            if (t > NO_END) {
                throw new IllegalStateException("no end after " + NO_END + " cycles");
            }
            if (step(t)) {
                cycles = t + 1;
            }
        }
        return cycles;
    }

    /** One cycle, from the outputs back to the writer, so that each unit sees the one before it as it was. */
    private boolean step(int t) {
        boolean ringHasRoom = written < spec.ring().slots()
                || written < stream.size() && stream.get(written - spec.ring().slots()).readersLeft == 0;
        for (RowModel row : rows) {
            row.startCycle();
        }
        boolean output = false;
        for (BlockModel block : blocks) {
            for (BlockModel.Place place : block.places) {
                place.drainedBefore = place.drained;
            }
            output |= block.drain();
        }
        for (RowModel row : rows) {
            row.multiply(t);
            row.concentrate();
            row.dilute();
        }
        readRing();
        if (written < stream.size() && ringHasRoom && t >= writerFree + stream.get(written).writeCycles - 1) {
            written++;
            writerFree = t + 1;
        }
        return output;
    }

    /** Each row marks or asks for one slot; a bank serves the oldest slot asked of it, to all that ask for it. */
    private void readRing() {
        int slots = spec.ring().slots();
        int banks = spec.ring().banks();
        int[] oldest = new int[banks];
        Arrays.fill(oldest, Integer.MAX_VALUE);
        List<RowModel> asking = new ArrayList<>();
        for (RowModel row : rows) {
            while (row.cursor < stream.size() && !row.active(stream.get(row.cursor).pass)) {
                row.cursor++;
            }
            if (row.cursor >= written) {
                continue;
            }
            Slot slot = stream.get(row.cursor);
            if (!row.hasCoefficient(slot.pass, slot.chunk)) {
                slot.readersLeft--;
                row.cursor++;
            } else if (row.hasFreeRegister()) {
                asking.add(row);
                int bank = row.cursor % slots % banks;
                oldest[bank] = Math.min(oldest[bank], row.cursor);
            }
        }
        for (RowModel row : asking) {
            if (oldest[row.cursor % slots % banks] == row.cursor) {
                Slot slot = stream.get(row.cursor);
                row.take(slot);
                slot.readersLeft--;
                row.cursor++;
            }
        }
    }
}
