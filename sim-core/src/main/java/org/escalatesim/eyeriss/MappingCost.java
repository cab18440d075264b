package org.escalatesim.eyeriss;

/**
 * What a mapping costs, by its loop counts alone: exact for the passes, uncompressed for DRAM.
 *
 * @param primary what the objective makes least
 * @param cycles cycles of all passes
 * @param dramBits bits from and to DRAM, maps uncompressed
 * @param bufferWords psums in and out and ifmap words
 * @param mapping the mapping
 */
record MappingCost(long primary, long cycles, long dramBits, long bufferWords, RowMapping mapping)
        implements Comparable<MappingCost> {
    /** Energy of a word relative to a MAC (JSSC 2017): spad 1, neighbouring PE 2, global buffer 6, DRAM 200. */
    static final int HOP = 2;

    static final int BUFFER = 6;
    static final int DRAM = 200;

    /** The cost of a legal mapping. */
    static MappingCost of(MappingProblem problem, RowMapping mapping) {
        Pass pass = new Pass(problem.spec.buses(), problem.shape, mapping);
        int filters = problem.filters(mapping);
        int channels = problem.channels(mapping);
        long cycles = 0;
        long words = 0;
        long others = 0;
        for (int part = 0; part < 32; part++) {
            int n = size(problem.images, mapping.n(), part & 1);
            int m = size(problem.m, filters, part >> 1 & 1);
            int ch = size(problem.c, channels, part >> 2 & 1);
            int e = size(problem.p, mapping.e(), part >> 3 & 1);
            int f = size(problem.q, mapping.ft(), part >> 4 & 1);
            if (n == 0 || m == 0 || ch == 0 || e == 0 || f == 0) {
                continue;
            }
            long passes = count(problem.images, mapping.n(), part & 1)
                    * count(problem.m, filters, part >> 1 & 1)
                    * count(problem.c, channels, part >> 2 & 1)
                    * count(problem.p, mapping.e(), part >> 3 & 1)
                    * count(problem.q, mapping.ft(), part >> 4 & 1);
            for (int kernelRows : problem.rowTiles) {
                for (int kernelColumns : problem.columnTiles) {
                    pass.set(n, m, ch, e, f, kernelRows, kernelColumns);
                    cycles += passes * pass.cycles();
                    words += passes * (2 * pass.psums + pass.ifmap);
                    others += passes * (HOP * pass.hops() + pass.ifmapSpadWrites() + pass.filterSpadWrites());
                }
            }
        }
        cycles *= problem.groups;
        words *= problem.groups;
        others *= problem.groups;
        long dram = problem.spec.dataBits()
                * (inputWords(problem, mapping) + weightWords(problem, mapping) + outputWords(problem));
        return new MappingCost(primary(problem.spec, cycles, dram, words, others), cycles, dram, words, mapping);
    }

    /** The objective's figure; {@code others} is spad writes and weighted hops. */
    static long primary(EyerissSpec spec, long cycles, long dramBits, long bufferWords, long others) {
        return switch (spec.mapping().objective()) {
            case CYCLES ->
                spec.dram().ideal()
                        ? cycles
                        : Math.max(cycles, dramBits / (8L * spec.dram().bytesPerCycle()));
            case ENERGY -> DRAM * (dramBits / spec.dataBits()) + BUFFER * bufferWords + others;
            case DRAM -> dramBits;
        };
    }

    /** Input values fetched, over all groups and images. */
    private static long inputWords(MappingProblem problem, RowMapping mapping) {
        if (!problem.inputFromDram) {
            return 0;
        }
        long rows = fetched(problem, mapping.e(), true);
        long columns = fetched(problem, mapping.ft(), false);
        long times = problem.inputKept(mapping) ? 1 : Pass.ceil(problem.m, problem.filters(mapping));
        return rows * columns * problem.shape.c() * problem.images * times;
    }

    /** Rows or columns of the map fetched over all strips: those that two strips need are fetched twice, unless resident. */
    static long fetched(MappingProblem problem, int step, boolean rows) {
        long sum = 0;
        int outputs = rows ? problem.p : problem.q;
        int before = 0;
        for (int first = 0; first < outputs; first += step) {
            int last = Math.min(first + step, outputs) - 1;
            int from = rows ? problem.firstRow(first) : problem.firstColumn(first);
            int to = rows ? problem.endRow(last) : problem.endColumn(last);
            sum += Math.max(0, to - (problem.resident ? Math.max(from, before) : from));
            before = to;
        }
        return sum;
    }

    private static long weightWords(MappingProblem problem, RowMapping mapping) {
        long again = problem.filtersKept()
                ? 1
                : Pass.ceil(problem.images, mapping.n())
                        * Pass.ceil(problem.p, mapping.e())
                        * Pass.ceil(problem.q, mapping.ft());
        return problem.shape.parameters() * again;
    }

    static long outputWords(MappingProblem problem) {
        return problem.outputToDram ? problem.pooledOutputs * problem.images : 0;
    }

    private static int size(int whole, int step, int last) {
        return last == 0 ? (whole >= step ? step : 0) : whole % step;
    }

    private static long count(int whole, int step, int last) {
        return last == 0 ? whole / step : 1;
    }

    /** By the objective, then cycles, DRAM traffic, buffer traffic, then the mapping itself: never equal by chance. */
    @Override
    public int compareTo(MappingCost other) {
        int order = Long.compare(primary, other.primary);
        if (order == 0) {
            order = Long.compare(cycles, other.cycles);
        }
        if (order == 0) {
            order = Long.compare(dramBits, other.dramBits);
        }
        if (order == 0) {
            order = Long.compare(bufferWords, other.bufferWords);
        }
        return order != 0 ? order : mapping.compareTo(other.mapping);
    }
}
