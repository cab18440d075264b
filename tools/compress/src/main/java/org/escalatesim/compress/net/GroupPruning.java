package org.escalatesim.compress.net;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;

/**
 * Pruning of group channels to a FLOPs target (Dynamic Structure Pruning, AAAI 2023). Filters of a layer are in groups;
 * a group channel is one input channel restricted to one group's filters, and is kept or pruned whole.
 */
public final class GroupPruning {
    private record Candidate(int layer, int group, int channel, double share) {}

    private GroupPruning() {}

    /**
     * Removes as few group channels as it takes, smallest first, so that at least {@code target} of the grouped layers'
     * multiply-accumulates are gone once channels that no branch reads any more are removed too ({@link Shrinker}).
     * Group channels are ranked over the whole network by the share of the squared norm of their group that is lost when
     * they and all smaller ones of the group go, so that one bound on the loss holds for all groups, whatever their
     * size; equal ones in the order of layers, groups, channels. The largest channel of a group stays.
     *
     * @param groups group of each filter, by layer: the layers that are pruned
     * @param target above 0 and below 1
     * @throws InputException if the target cannot be reached so
     */
    public static Shrinker.Shrunk prune(Topology net, Params params, Map<String, int[]> groups, double target) {
        List<String> layers = new ArrayList<>(groups.keySet());
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            String layer = layers.get(i);
            candidates.addAll(
                    candidates(i, net.layers().get(layer), params.get(layer, Params.WEIGHT), groups.get(layer)));
        }
        candidates.sort(Comparator.comparingDouble(Candidate::share)
                .thenComparingInt(Candidate::layer)
                .thenComparingInt(Candidate::group)
                .thenComparingInt(Candidate::channel));
        int enough = candidates.size();
        Shrinker.Shrunk best = without(net, params, groups, candidates);
        double most = removed(net, layers, best);
        if (most < target) {
            throw new InputException(String.format(
                    Locale.ROOT,
                    "with one channel left per group at most %.3f of the FLOPs of grouped layers can go",
                    most));
        }
        // Removing one more never brings a multiply-accumulate back, so halving finds the fewest.
        int tooFew = -1;
        while (enough - tooFew > 1) {
            int middle = (enough + tooFew) / 2;
            Shrinker.Shrunk left = without(net, params, groups, candidates.subList(0, middle));
            if (removed(net, layers, left) >= target) {
                enough = middle;
                best = left;
            } else {
                tooFew = middle;
            }
        }
        return best;
    }

    private static Shrinker.Shrunk without(
            Topology net, Params params, Map<String, int[]> groups, List<Candidate> gone) {
        List<String> layers = new ArrayList<>(groups.keySet());
        Params out = params.copy();
        for (Candidate candidate : gone) {
            String layer = layers.get(candidate.layer());
            clear(out.get(layer, Params.WEIGHT), groups.get(layer), candidate.group(), candidate.channel());
        }
        return Shrinker.shrink(net, out);
    }

    /** The fraction of the multiply-accumulates of some layers that is gone, 0 to 1. */
    private static double removed(Topology net, List<String> layers, Shrinker.Shrunk left) {
        long total = 0;
        long stays = 0;
        for (String layer : layers) {
            ConvShape s = net.layers().get(layer);
            total += s.denseMacs();
            stays += (long) s.p()
                    * s.q()
                    * left.params().get(layer, Params.WEIGHT).nonZeros();
        }
        return 1 - (double) stays / total;
    }

    /** All group channels of a layer but the largest of each group. */
    private static List<Candidate> candidates(int index, ConvShape s, Values weights, int[] group) {
        int count = 0;
        for (int g : group) {
            count = Math.max(count, g + 1);
        }
        double[][] energy = new double[count][s.c()];
        int[] filters = new int[count];
        for (int k = 0; k < s.k(); k++) {
            filters[group[k]]++;
            for (int c = 0; c < s.c(); c++) {
                for (int t = 0; t < s.taps(); t++) {
                    double w = weights.data()[(k * s.c() + c) * s.taps() + t];
                    energy[group[k]][c] += w * w;
                }
            }
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int g = 0; g < count; g++) {
            double sum = 0;
            int largest = 0;
            for (int c = 0; c < s.c(); c++) {
                sum += energy[g][c];
                largest = energy[g][c] > energy[g][largest] ? c : largest;
            }
            if (filters[g] == 0) {
                continue;
            }
            double[] of = energy[g];
            double lost = 0;
            for (int c : IntStream.range(0, s.c())
                    .boxed()
                    .sorted(Comparator.comparingDouble(c -> of[c]))
                    .toList()) {
                lost += of[c];
                if (c != largest) {
                    candidates.add(new Candidate(index, g, c, sum == 0 ? 0 : lost / sum));
                }
            }
        }
        return candidates;
    }

    private static void clear(Values weights, int[] group, int which, int channel) {
        int channels = weights.shape()[1];
        int taps = weights.shape()[2] * weights.shape()[3];
        for (int k = 0; k < group.length; k++) {
            if (group[k] == which) {
                int from = (k * channels + channel) * taps;
                for (int t = from; t < from + taps; t++) {
                    weights.data()[t] = 0;
                }
            }
        }
    }
}
