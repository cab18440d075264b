package org.escalatesim.report.plot;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.escalatesim.report.ResultException;

/** The kinds of figures, one line each. */
public final class Plots {
    private static final Map<String, Function<Request, Figure>> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("speedup", RatioFigure::speedup);
        KINDS.put("efficiency", RatioFigure::efficiency);
        KINDS.put("energy", EnergyFigure::of);
        KINDS.put("cycles", LedgerFigures::cycles);
        KINDS.put("utilisation", LedgerFigures::utilisation);
        KINDS.put("roofline", Roofline::of);
        KINDS.put("sensitivity", SweepFigures::sensitivity);
        KINDS.put("pareto", PointFigures::pareto);
        KINDS.put("density", Densities::of);
        KINDS.put("accuracy", PointFigures::accuracy);
    }

    private Plots() {}

    /** Names of all kinds. */
    public static List<String> kinds() {
        return List.copyOf(KINDS.keySet());
    }

    /**
     * Checks the name of a kind.
     *
     * @param didYouMean words for the message that end in the nearest of some names, or nothing
     * @throws ResultException if there is no such kind
     */
    public static void check(String kind, BiFunction<String, Collection<String>, String> didYouMean) {
        if (!KINDS.containsKey(kind)) {
            throw new ResultException("no kind of figure '" + kind + "'" + didYouMean.apply(kind, kinds()) + " (kinds: "
                    + String.join(", ", kinds()) + ")");
        }
    }

    /**
     * The figure of a kind.
     *
     * @throws ResultException if there is no such kind, or the input does not make one
     */
    public static Figure figure(String kind, Request request) {
        check(kind, request.didYouMean());
        return KINDS.get(kind).apply(request);
    }
}
