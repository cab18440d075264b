package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Workload;

/**
 * Which layers of several forms of one network stand for one another. Forms from one trace have the same layers. Those of
 * different traces may call them by other names, and may have 1 x 1 shortcuts that others do without; all other layers must
 * have the same shapes before pruning, in the same order. A shortcut that not all have is counted with the layer before it.
 */
final class LayerRows {
    private final List<String> names;
    private final List<List<List<Integer>>> rows = new ArrayList<>();
    private final List<List<String>> extra = new ArrayList<>();

    private LayerRows(List<String> names) {
        this.names = names;
    }

    /** A layer that is no 1 x 1 convolution, and the 1 x 1 convolutions that follow it (that come before the first). */
    private record Segment(int core, List<Integer> shortcuts) {}

    /**
     * Matches the layers.
     *
     * @param labels of the machines, for messages
     * @param forms what each runs, one image of it
     * @throws InputException naming the first layer that does not match
     */
    static LayerRows of(List<String> labels, List<Workload> forms) {
        if (forms.stream().map(LayerRows::names).distinct().count() == 1) {
            LayerRows same = new LayerRows(names(forms.get(0)));
            for (Workload form : forms) {
                List<List<Integer>> each = new ArrayList<>();
                for (int i = 0; i < form.size(); i++) {
                    each.add(List.of(i));
                }
                same.rows.add(each);
                same.extra.add(List.of());
            }
            return same;
        }
        List<List<Segment>> segments = forms.stream().map(LayerRows::segments).toList();
        for (int form = 1; form < forms.size(); form++) {
            check(labels, forms, segments, form);
        }
        return match(forms, segments);
    }

    private static List<String> names(Workload form) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < form.size(); i++) {
            names.add(form.layerName(i));
        }
        return names;
    }

    private static boolean shortcut(ConvShape shape) {
        return shape.pointwise() && !shape.isFullyConnected();
    }

    private static List<Segment> segments(Workload form) {
        List<Segment> segments = new ArrayList<>();
        List<Integer> leading = new ArrayList<>();
        for (int i = 0; i < form.size(); i++) {
            if (!shortcut(form.unpruned(i))) {
                segments.add(new Segment(i, new ArrayList<>(segments.isEmpty() ? leading : List.of())));
            } else if (segments.isEmpty()) {
                leading.add(i);
            } else {
                segments.get(segments.size() - 1).shortcuts().add(i);
            }
        }
        return segments;
    }

    private static void check(List<String> labels, List<Workload> forms, List<List<Segment>> segments, int form) {
        List<Segment> ours = segments.get(form);
        List<Segment> theirs = segments.get(0);
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            ConvShape our = forms.get(form).unpruned(ours.get(i).core());
            ConvShape their = forms.get(0).unpruned(theirs.get(i).core());
            if (!our.equals(their)) {
                throw new InputException("machine " + labels.get(form) + ": its form of the network has other layers: "
                        + forms.get(form).layerName(ours.get(i).core()) + " is " + our.describe() + " before pruning, "
                        + forms.get(0).layerName(theirs.get(i).core()) + " of " + labels.get(0) + " is "
                        + their.describe());
            }
        }
        if (ours.size() != theirs.size()) {
            throw new InputException("machine " + labels.get(form) + ": its form of the network has other layers ("
                    + ours.size() + " without 1 x 1 convolutions) than that of " + labels.get(0) + " (" + theirs.size()
                    + ")");
        }
    }

    private static LayerRows match(List<Workload> forms, List<List<Segment>> segments) {
        List<List<List<Integer>>> rows = new ArrayList<>();
        List<List<String>> extra = new ArrayList<>();
        for (int form = 0; form < forms.size(); form++) {
            rows.add(new ArrayList<>());
            extra.add(new ArrayList<>());
        }
        for (int s = 0; s < segments.get(0).size(); s++) {
            int segment = s;
            List<List<ConvShape>> shortcuts = new ArrayList<>();
            for (int form = 0; form < forms.size(); form++) {
                Workload workload = forms.get(form);
                shortcuts.add(segments.get(form).get(s).shortcuts().stream()
                        .map(workload::unpruned)
                        .toList());
            }
            boolean same = shortcuts.stream().distinct().count() == 1;
            for (int form = 0; form < forms.size(); form++) {
                Segment own = segments.get(form).get(segment);
                List<Integer> row = new ArrayList<>(List.of(own.core()));
                List<List<Integer>> alone = new ArrayList<>();
                for (int shortcut : own.shortcuts()) {
                    if (same) {
                        alone.add(List.of(shortcut));
                    } else {
                        row.add(shortcut);
                        extra.get(form).add(forms.get(form).layerName(shortcut));
                    }
                }
                rows.get(form).add(row);
                rows.get(form).addAll(alone);
            }
        }
        Workload first = forms.get(0);
        LayerRows made = new LayerRows(
                rows.get(0).stream().map(row -> first.layerName(row.get(0))).toList());
        made.rows.addAll(rows);
        made.extra.addAll(extra);
        return made;
    }

    /** The rows' names: those of the layers of the first form. */
    List<String> names() {
        return names;
    }

    /** The layers of a form, by row. */
    List<List<Integer>> rows(int form) {
        return rows.get(form);
    }

    /** What a reader must know of a form whose layers are called otherwise, or are counted together; empty if nothing. */
    List<String> notes(int form, Workload workload, String first) {
        List<String> own = rows.get(form).stream()
                .map(row -> workload.layerName(row.get(0)))
                .toList();
        List<String> notes = new ArrayList<>();
        if (!own.equals(names)) {
            notes.add("layers: called as those of " + first + ", which have the same shapes before pruning");
        }
        if (!extra.get(form).isEmpty()) {
            notes.add("layers: " + String.join(", ", extra.get(form))
                    + ", which not all forms have, counted with the layer before");
        }
        return notes;
    }
}
