package org.escalatesim.workloads.folder;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.escalatesim.machine.SpecException;

/**
 * A {@code manifest.yaml}, key by key; docs/trace-format.md says what each means. Lengths are those of the file, nothing
 * is checked against arrays here.
 *
 * @param format {@code numpy-trace}
 * @param version 1
 * @param network the network's name
 * @param form {@code dense} or {@code decomposed}
 * @param source free-form: where the data comes from
 * @param preprocess free-form: how images were prepared
 * @param formula free-form: what the arrays stand for
 * @param layers the layers in the order in which they run
 * @param nodes the graph, or empty
 * @param image how the image is held in 8 bits, or empty to find a scale
 * @param notes free-form, not read
 */
record Manifest(
        String format,
        int version,
        String network,
        String form,
        Object source,
        Object preprocess,
        Object formula,
        List<Layer> layers,
        Optional<List<Node>> nodes,
        Optional<Image> image,
        Object notes) {

    /** Checks format, version and form. */
    Manifest {
        if (!"numpy-trace".equals(format)) {
            throw new SpecException("format", "must be numpy-trace, not " + format);
        }
        if (version != 1) {
            throw new SpecException("version", "must be 1, not " + version);
        }
        if (!"dense".equals(form) && !"decomposed".equals(form)) {
            throw new SpecException("form", "must be dense or decomposed, not " + form);
        }
        if (network == null || network.isBlank()) {
            throw new SpecException("network", "must be a name");
        }
        if (layers == null || layers.isEmpty()) {
            throw new SpecException("layers", "must not be empty");
        }
    }

    /** One layer; arrays are file names or {@code archive.npz:member}. */
    record Layer(
            String name,
            String op,
            List<Integer> in,
            List<Integer> out,
            Optional<List<Integer>> kernel,
            Object stride,
            Object pad,
            Object dilation,
            Integer groups,
            Optional<String> weights,
            @JsonProperty("weight_scale") Optional<String> weightScale,
            Optional<String> bias,
            Optional<String> coefficients,
            Optional<String> basis,
            @JsonProperty("basis_scale") Double basisScale,
            Optional<String> scale,
            @JsonProperty("batch_norm") Optional<String> batchNorm,
            Optional<List<String>> activations,
            Optional<List<Branch>> branches,
            Optional<List<Integer>> unpruned,
            Object notes) {
        /** In place of an array of scales: integers that stand for themselves, with a scale of 1. */
        static final String AS_THEY_ARE = "none";

        /** A convolution in a folder without a manifest; one padding and one stride for all sides. */
        static Layer conv(
                String name,
                List<Integer> in,
                List<Integer> out,
                List<Integer> kernel,
                Object stride,
                Object pad,
                int groups,
                String weights,
                boolean integers,
                List<String> activations) {
            return made(
                    name, "conv", in, out, Optional.of(kernel), stride, pad, groups, weights, integers, activations);
        }

        /** A fully connected layer in a folder without a manifest. */
        static Layer fc(String name, int c, int k, String weights, boolean integers, List<String> activations) {
            return made(
                    name,
                    "fc",
                    List.of(c),
                    List.of(k),
                    Optional.empty(),
                    null,
                    null,
                    null,
                    weights,
                    integers,
                    activations);
        }

        private static Layer made(
                String name,
                String op,
                List<Integer> in,
                List<Integer> out,
                Optional<List<Integer>> kernel,
                Object stride,
                Object pad,
                Integer groups,
                String weights,
                boolean integers,
                List<String> activations) {
            return new Layer(
                    name,
                    op,
                    in,
                    out,
                    kernel,
                    stride,
                    pad,
                    null,
                    groups,
                    Optional.of(weights),
                    integers ? Optional.of(AS_THEY_ARE) : Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    null,
                    Optional.empty(),
                    Optional.empty(),
                    activations.isEmpty() ? Optional.empty() : Optional.of(activations),
                    Optional.empty(),
                    Optional.empty(),
                    null);
        }

        /** Checks that the keys belong together. */
        Layer {
            if (name == null || !name.matches("[^\\s,]+")) {
                throw new SpecException("name", "must be a word without blanks and commas, not '" + name + "'");
            }
            boolean fc = "fc".equals(op);
            if (!fc && !"conv".equals(op)) {
                throw new SpecException("op", "must be conv or fc, not " + op + of(name));
            }
            extents(name, "in", in, fc ? 1 : 3, 1);
            extents(name, "out", out, fc ? 1 : 3, 1);
            List<String> missing = new ArrayList<>();
            List<String> surplus = new ArrayList<>();
            require(!fc, "kernel", kernel.isPresent(), missing, surplus);
            require(!fc, "stride", stride != null, missing, surplus);
            require(!fc, "pad", pad != null, missing, surplus);
            require(!fc, "groups", groups != null, missing, surplus);
            boolean decomposed = coefficients.isPresent();
            require(!decomposed, "weights", weights.isPresent(), missing, surplus);
            require(decomposed, "basis", basis.isPresent(), missing, surplus);
            require(decomposed, "basis_scale", basisScale != null, missing, surplus);
            require(decomposed, "scale", scale.isPresent(), missing, surplus);
            require(false, "dilation", fc && dilation != null, missing, surplus);
            require(false, "weight_scale", decomposed && weightScale.isPresent(), missing, surplus);
            if (!missing.isEmpty() || !surplus.isEmpty()) {
                String given = fc ? "an fc layer" : "a conv layer";
                throw new IllegalArgumentException(name + ": " + given + (decomposed ? " with" : " without")
                        + " coefficients " + (missing.isEmpty() ? "" : "needs " + String.join(", ", missing))
                        + (missing.isEmpty() || surplus.isEmpty() ? "" : " and ")
                        + (surplus.isEmpty() ? "" : "has no " + String.join(", ", surplus)));
            }
            if (!fc) {
                extents(name, "kernel", kernel.get(), 2, 1);
                Extents.of("stride", stride, 2, 1, of(name));
                Extents.of("pad", pad, 4, 0, of(name));
                Extents.of("dilation", dilation == null ? 1L : dilation, 2, 1, of(name));
                extents(name, "groups", List.of(groups), 1, 1);
            }
            if (branches.isPresent() && (fc || decomposed)) {
                throw new SpecException(
                        "branches",
                        "belong to a conv layer with weights, not to one " + (fc ? "of op fc" : "with coefficients")
                                + of(name));
            }
            if (unpruned.isPresent()) {
                extents(name, "unpruned", unpruned.get(), 2, 1);
                if (unpruned.get().get(0) < out.get(0) || unpruned.get().get(1) < in.get(0)) {
                    throw new SpecException(
                            "unpruned",
                            "must be [K, C] before pruning, at least [" + out.get(0) + ", " + in.get(0) + "], not "
                                    + unpruned.get() + of(name));
                }
            }
            if (decomposed && !(basisScale > 0 && Double.isFinite(basisScale))) {
                throw new SpecException("basis_scale", "must be above 0, not " + basisScale + of(name));
            }
        }

        boolean isFc() {
            return "fc".equals(op);
        }

        /** Vertical and horizontal stride. */
        int[] strides() {
            return isFc() ? new int[] {1, 1} : Extents.of("stride", stride, 2, 1, of(name));
        }

        /** Top, left, bottom and right padding. */
        int[] pads() {
            return isFc() ? new int[4] : Extents.of("pad", pad, 4, 0, of(name));
        }

        /** Vertical and horizontal distance of taps. */
        int[] dilations() {
            return Extents.of("dilation", dilation == null ? 1L : dilation, 2, 1, of(name));
        }

        private static void require(
                boolean wanted, String key, boolean given, List<String> missing, List<String> surplus) {
            if (wanted != given) {
                (wanted ? missing : surplus).add(key);
            }
        }

        private static String of(String name) {
            return " (layer '" + name + "')";
        }

        private static void extents(String name, String key, List<Integer> values, int length, int least) {
            if (values == null || values.size() != length || values.stream().anyMatch(v -> v == null || v < least)) {
                throw new SpecException(
                        key,
                        "must be " + length + " integer" + (length == 1 ? "" : "s") + " of at least " + least + ", not "
                                + values + of(name));
            }
        }
    }

    /** One branch of a layer: the input channels that it reads and the output channels that it makes. */
    record Branch(List<Integer> in, List<Integer> out) {}

    /** How the image is held in 8 bits, where the network says so: real = scale * integer. */
    record Image(double scale, boolean signed) {
        /** Checks the scale. */
        Image {
            Extents.positive("scale", scale, "");
        }
    }

    /** One node; {@code input} is a name or a list of names, {@code stride} and {@code pad} as those of layers. */
    record Node(
            String op,
            Optional<String> layer,
            Object input,
            String output,
            Object stride,
            @JsonProperty("zero_channels_each_side") Integer zeroChannelsEachSide,
            Optional<List<Integer>> kernel,
            Object pad,
            @JsonProperty("count_pad") Boolean countPad,
            Double max,
            Optional<String> function,
            Double alpha,
            Double beta,
            Double scale,
            Boolean signed) {
        /** A node that says no more than these. */
        Node(String op, Optional<String> layer, Object input, String output) {
            this(
                    op,
                    layer,
                    input,
                    output,
                    null,
                    null,
                    Optional.empty(),
                    null,
                    null,
                    null,
                    Optional.empty(),
                    null,
                    null,
                    null,
                    null);
        }
    }
}
