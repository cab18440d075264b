package org.escalatesim.sweep;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.escalatesim.config.InputException;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;

/** A network or a trace folder of a sweep. */
interface Work {
    /** How tables call it: the network's name, or the folder's. */
    String label();

    /** Dense MACs of one run; options do not change them. */
    long denseMacs();

    /** Images to run, in order; empty where there are none. */
    List<Integer> images();

    /** Whether there is such an option; {@code workload.} is taken off. */
    boolean has(String option);

    /** Throws {@link InputException}, without a place, unless there is such an option and it takes the value. */
    void check(String option, String value);

    /**
     * What runs with these options.
     *
     * @param image the image, or null where there are none
     * @param seed the seed, or null where there is none
     * @param options values by path, {@code workload.} taken off
     * @param forms the forms of weights that the machine runs, the one that it is meant for first
     * @throws InputException if they do not fit together
     */
    Prepared prepare(Integer image, Long seed, Map<String, String> options, List<WeightForm> forms);

    /**
     * A workload, ready to be made.
     *
     * @param kind {@code network} or {@code trace}
     * @param name the network's name
     * @param seed seed of synthetic data, or null
     * @param options every option, resolved
     * @param images its image, or empty
     * @param content hash of the files that it is made from
     * @param open makes it
     */
    record Prepared(
            String kind,
            String name,
            Long seed,
            Map<String, String> options,
            List<Integer> images,
            String content,
            Supplier<Workload> open) {}
}
