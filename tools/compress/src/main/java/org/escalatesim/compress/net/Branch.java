package org.escalatesim.compress.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One parallel branch of a layer: a small dense convolution from some input channels to some output channels.
 *
 * @param in input channels, rising
 * @param out output channels, rising
 */
public record Branch(List<Integer> in, List<Integer> out) {
    /** Copies the lists. */
    public Branch {
        in = List.copyOf(in);
        out = List.copyOf(out);
    }

    /**
     * Packs a layer whose kernels are partly zero: filters that read the same input channels make one branch, filters
     * that read none are in none. Branches are in the order of their first filters.
     *
     * @param weights [K, C, R, S]
     * @return empty if every kernel is present: the layer is whole
     */
    public static List<Branch> pack(Values weights) {
        int channels = weights.shape()[1];
        int taps = weights.shape()[2] * weights.shape()[3];
        Map<List<Integer>, List<Integer>> filters = new LinkedHashMap<>();
        boolean whole = true;
        for (int k = 0; k < weights.shape()[0]; k++) {
            List<Integer> in = new ArrayList<>();
            for (int c = 0; c < channels; c++) {
                boolean present = false;
                for (int t = 0; t < taps; t++) {
                    present |= weights.data()[(k * channels + c) * taps + t] != 0;
                }
                if (present) {
                    in.add(c);
                }
            }
            whole &= in.size() == channels;
            if (!in.isEmpty()) {
                filters.computeIfAbsent(in, key -> new ArrayList<>()).add(k);
            }
        }
        if (whole) {
            return List.of();
        }
        return filters.entrySet().stream()
                .map(entry -> new Branch(entry.getKey(), entry.getValue()))
                .toList();
    }

    /**
     * The weights of this branch alone.
     *
     * @param weights the layer's, [K, C, R, S]
     * @return [out, in, R, S]
     */
    public Values weights(Values weights) {
        boolean[] filters = new boolean[weights.shape()[0]];
        boolean[] channels = new boolean[weights.shape()[1]];
        out.forEach(k -> filters[k] = true);
        in.forEach(c -> channels[c] = true);
        return weights.select(0, filters).select(1, channels);
    }

    @Override
    public String toString() {
        return "{in: " + Arrays.toString(in.toArray()) + ", out: " + Arrays.toString(out.toArray()) + "}";
    }
}
