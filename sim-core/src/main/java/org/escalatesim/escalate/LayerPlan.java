package org.escalatesim.escalate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;

/** How a layer is laid on the machine: partition, passes, bands and strips, and from them each tile's stream. */
final class LayerPlan {
    final boolean byMap;
    final int rowsPerChannel;
    final int channelsPerBlock;
    final int subPasses;
    final MapStorage storage;
    final Dealing dealing;
    final TilePlan[] tiles;
    /** Input rows fetched in each visit of a band, in the order in which they are fetched. */
    final int[][] visitRows;

    private final EscalateSpec spec;
    private final LayerContext context;
    private final ConvShape shape;
    private final Decomposed weights;
    private final CoefficientSet[][] sets;

    LayerPlan(LayerContext context) {
        this.context = context;
        this.spec = context.spec;
        this.shape = context.shape;
        this.weights = context.weights;
        if (shape.h() >= Place.LIMIT || shape.w() >= Place.LIMIT) {
            throw new UnsupportedLayerException(
                    context.layer.name(), "maps are limited to " + (Place.LIMIT - 1) + " rows and columns");
        }
        subPasses = (weights.m() + spec.rows() - 1) / spec.rows();
        rowsPerChannel = Math.min(weights.m(), spec.rows());
        channelsPerBlock = spec.rows() / rowsPerChannel;
        byMap = splitsMap();
        dealing = new Dealing(spec, shape, weights, byMap ? 1 : spec.tiles(), channelsPerBlock);
        sets = coefficientSets();
        storage = new MapStorage(context, byMap, dealing.passes, subPasses, storedBits());
        tiles = new TilePlan[spec.tiles()];
        Region[][] whole = byMap ? null : regions(0);
        List<int[]> rows = new ArrayList<>();
        for (int tile = 0; tile < tiles.length; tile++) {
            tiles[tile] = plan(tile, byMap ? regions(tile) : whole);
        }
        for (int visit = 0; visit < storage.visits(); visit++) {
            rows.add(rowsOfVisit(visit));
        }
        visitRows = rows.toArray(new int[0][]);
    }

    /** One line for people. */
    String describe() {
        StringBuilder text = new StringBuilder(byMap ? "map" : "channels");
        text.append(", ").append(dealing.passes).append(dealing.passes == 1 ? " pass" : " passes");
        if (subPasses > 1) {
            text.append(" of ").append(subPasses).append(" sub-passes");
        }
        if (channelsPerBlock > 1) {
            text.append(", ").append(channelsPerBlock).append(" channels per block");
        }
        if (strips() > 1) {
            text.append(", ").append(strips()).append(" strips");
        }
        return text.append(storage.describe()).toString();
    }

    /** Packed bits of all coefficients, basis kernels and scales of the layer, fetched once. */
    private long storedBits() {
        long bits = 0;
        for (CoefficientSet[] tile : sets) {
            for (CoefficientSet set : tile) {
                bits += set.storedBits;
            }
        }
        return bits;
    }

    /** A set of the first pass comes once; the shared basis kernels come with it. */
    long sharedBasisBits() {
        return weights.basisPerK() || weights.taps() == 1 ? 0 : 8L * weights.m() * weights.taps();
    }

    int strips() {
        return (shape.q() + spec.mac().linePixels() - 1) / spec.mac().linePixels();
    }

    /**
     * Whether tiles split the map. The automatic choice compares streamed pixels times passes, which is what either
     * partition costs when all rows are alike: channels take ceil(K / (T * N * c)) passes over the whole map, the map
     * split takes ceil(K / (N * c)) passes over the tallest band with its halo. On a tie, channels.
     */
    private boolean splitsMap() {
        if (spec.mapping().partition() != EscalateSpec.Partition.AUTO) {
            return spec.mapping().partition() == EscalateSpec.Partition.MAP;
        }
        int perBlock = spec.blocks() * channelsPerBlock;
        long channelPasses = (shape.k() + (long) perBlock * spec.tiles() - 1) / ((long) perBlock * spec.tiles());
        long mapPasses = (shape.k() + perBlock - 1) / perBlock;
        long tallest = 0;
        for (int tile = 0; tile < spec.tiles(); tile++) {
            int first = first(0, shape.p(), tile, spec.tiles());
            int end = first(0, shape.p(), tile + 1, spec.tiles());
            tallest = Math.max(tallest, new Region(shape, first, end - first, 0, shape.q()).ys.length);
        }
        long whole = new Region(shape, 0, shape.p(), 0, shape.q()).ys.length;
        return mapPasses * tallest < channelPasses * whole;
    }

    /** First row of part {@code part} of {@code parts} nearly equal parts of {@code rows} rows from {@code start}. */
    static int first(int start, int rows, int part, int parts) {
        return start + (int) ((long) rows * part / parts);
    }

    private CoefficientSet[][] coefficientSets() {
        int owners = byMap ? 1 : spec.tiles();
        CoefficientSet[][] made = new CoefficientSet[owners][dealing.passes * subPasses];
        for (int tile = 0; tile < owners; tile++) {
            for (int pass = 0; pass < dealing.passes; pass++) {
                for (int sub = 0; sub < subPasses; sub++) {
                    made[tile][pass * subPasses + sub] = coefficientSet(tile, pass, sub);
                }
            }
        }
        return made;
    }

    private CoefficientSet coefficientSet(int tile, int pass, int sub) {
        int rows = spec.blocks() * spec.rows();
        int[] k = new int[rows];
        int[] m = new int[rows];
        Arrays.fill(k, -1);
        long bits = 0;
        for (int block = 0; block < spec.blocks(); block++) {
            for (int channel = 0; channel < channelsPerBlock; channel++) {
                int output = dealing.k(pass, tile, block, channel);
                if (output < 0) {
                    continue;
                }
                for (int r = 0; r < rowsPerChannel && sub * spec.rows() + r < weights.m(); r++) {
                    int row = block * spec.rows() + channel * rowsPerChannel + r;
                    k[row] = output;
                    m[row] = sub * spec.rows() + r;
                    bits += StoredBits.row(weights, output, m[row]);
                }
                bits += sub + 1 == subPasses ? OutputStage.REQUANT_BITS : 0;
            }
        }
        return new CoefficientSet(k, m, sub + 1 == subPasses, context.coefficients, shape.kPerGroup(), bits);
    }

    private TilePlan plan(int tile, Region[][] regions) {
        List<Segment> segments = new ArrayList<>();
        List<Integer> activeRows = new ArrayList<>();
        CoefficientSet[] own = sets[byMap ? 0 : tile];
        CoefficientSet previous = null;
        int line = 0;
        long slot = 0;
        int visits = storage.visits();
        int strips = strips();
        for (int visit = 0; visit < visits; visit++) {
            int band = storage.band(visit);
            int from = storage.coefficientsAgain() ? 0 : visit / storage.bands();
            int to = storage.coefficientsAgain() ? own.length : from + 1;
            if (storage.bands() == 1) {
                from = 0;
                to = own.length;
            }
            for (int number = from; number < to; number++) {
                CoefficientSet set = own[number];
                if (!mapped(set)) {
                    continue;
                }
                if (set != previous) {
                    // Counted also where the tile has no rows of the band: tiles that share loads number them alike.
                    activeRows.add(0);
                    previous = set;
                }
                for (int strip = 0; strip < strips; strip++) {
                    Region region = regions[band][strip];
                    if (region.rows == 0) {
                        continue;
                    }
                    activeRows.set(activeRows.size() - 1, set.activeRows);
                    Segment segment = new Segment(region, set, activeRows.size() - 1, visit, line, slot, subPasses > 1);
                    segments.add(segment);
                    line += region.rows;
                    slot += segment.slots();
                }
            }
        }
        return new TilePlan(
                tile,
                segments.toArray(new Segment[0]),
                activeRows.stream().mapToInt(Integer::intValue).toArray(),
                visits,
                rowsPerChannel,
                channelsPerBlock);
    }

    private static boolean mapped(CoefficientSet set) {
        for (int k : set.k) {
            if (k >= 0) {
                return true;
            }
        }
        return false;
    }

    private Region[][] regions(int tile) {
        Region[][] regions = new Region[storage.bands()][strips()];
        for (int band = 0; band < regions.length; band++) {
            int first = first(0, shape.p(), band, regions.length);
            int rows = first(0, shape.p(), band + 1, regions.length) - first;
            if (byMap) {
                int from = first(first, rows, tile, spec.tiles());
                rows = first(first, rows, tile + 1, spec.tiles()) - from;
                first = from;
            }
            for (int strip = 0; strip < regions[band].length; strip++) {
                int column = strip * spec.mac().linePixels();
                int columns = Math.min(spec.mac().linePixels(), shape.q() - column);
                regions[band][strip] = new Region(shape, first, rows, column, columns);
            }
        }
        return regions;
    }

    /** Input rows of a visit; under a map split the tiles' bands take turns, so that all tiles can begin. */
    private int[] rowsOfVisit(int visit) {
        boolean[] fetched = new boolean[shape.h()];
        int[] order = new int[shape.h()];
        int count = 0;
        List<int[]> perTile = new ArrayList<>();
        for (TilePlan tile : tiles) {
            for (Segment segment : tile.segments()) {
                if (segment.visit == visit) {
                    perTile.add(segment.region.ys);
                    break;
                }
            }
        }
        for (int i = 0; count < fetched.length && i < fetched.length; i++) {
            for (int[] ys : perTile) {
                if (i < ys.length && !fetched[ys[i]]) {
                    fetched[ys[i]] = true;
                    order[count++] = ys[i];
                }
            }
        }
        return Arrays.copyOf(order, count);
    }
}
