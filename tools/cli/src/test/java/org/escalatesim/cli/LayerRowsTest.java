package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Workload;
import org.junit.jupiter.api.Test;

/** Are layers of several forms matched by what they were before pruning? */
class LayerRowsTest {
    private static final ConvShape CONV = ConvShape.of(8, 8, 1, 3, 3, 6, 6, 1, 1);
    private static final ConvShape WIDER = ConvShape.of(16, 8, 1, 3, 3, 6, 6, 1, 1);
    private static final ConvShape SHORTCUT = ConvShape.of(16, 8, 1, 1, 1, 6, 6, 1, 0);
    private static final ConvShape FC = ConvShape.fullyConnected(10, 16);
    private static final List<String> LABELS = List.of("one", "two");

    private record Form(List<String> names, List<ConvShape> shapes) implements Workload {
        @Override
        public String name() {
            return "form";
        }

        @Override
        public int size() {
            return names.size();
        }

        @Override
        public String layerName(int i) {
            return names.get(i);
        }

        @Override
        public ConvShape shape(int i) {
            // Pruned shapes differ from form to form and do not count.
            return ConvShape.fullyConnected(1, i + 1);
        }

        @Override
        public ConvShape unpruned(int i) {
            return shapes.get(i);
        }

        @Override
        public LayerTrace load(int i, boolean values) {
            throw new UnsupportedOperationException("shapes are all that is known here");
        }

        @Override
        public List<String> notes() {
            return List.of();
        }
    }

    @Test
    void layersOfOneTraceAreThemselves() {
        Form form = new Form(List.of("a", "b", "c"), List.of(SHORTCUT, CONV, FC));
        LayerRows rows = LayerRows.of(LABELS, List.of(form, form));

        assertThat(rows.names()).containsExactly("a", "b", "c");
        assertThat(rows.rows(1)).containsExactly(List.of(0), List.of(1), List.of(2));
        assertThat(rows.notes(1, form, "one")).isEmpty();
    }

    @Test
    void aShortcutThatNotAllHaveIsCountedWithTheLayerBefore() {
        Form plain = new Form(List.of("a", "b", "fc"), List.of(CONV, WIDER, FC));
        Form more = new Form(List.of("x", "y", "side", "z"), List.of(CONV, WIDER, SHORTCUT, FC));
        LayerRows rows = LayerRows.of(LABELS, List.of(plain, more));

        assertThat(rows.names()).containsExactly("a", "b", "fc");
        assertThat(rows.rows(0)).containsExactly(List.of(0), List.of(1), List.of(2));
        assertThat(rows.rows(1)).containsExactly(List.of(0), List.of(1, 2), List.of(3));
        assertThat(rows.notes(1, more, "one"))
                .containsExactly(
                        "layers: called as those of one, which have the same shapes before pruning",
                        "layers: side, which not all forms have, counted with the layer before");
        assertThat(LayerRows.of(LABELS, List.of(more, plain)).rows(0))
                .containsExactly(List.of(0), List.of(1, 2), List.of(3));
    }

    @Test
    void shortcutsThatAllHaveKeepTheirRows() {
        Form one = new Form(List.of("s", "a", "t", "fc"), List.of(SHORTCUT, CONV, SHORTCUT, FC));
        Form other = new Form(List.of("p", "q", "r", "z"), List.of(SHORTCUT, CONV, SHORTCUT, FC));
        LayerRows rows = LayerRows.of(LABELS, List.of(one, other));

        assertThat(rows.rows(1)).containsExactlyInAnyOrder(List.of(0), List.of(1), List.of(2), List.of(3));
        assertThat(rows.names()).hasSize(4);
    }

    @Test
    void otherNetworksAreRefused() {
        Form one = new Form(List.of("a", "fc"), List.of(CONV, FC));
        Form wider = new Form(List.of("b", "fc"), List.of(WIDER, FC));
        assertThatThrownBy(() -> LayerRows.of(LABELS, List.of(one, wider)))
                .hasMessage("machine two: its form of the network has other layers: b is " + WIDER.describe()
                        + " before pruning, a of one is " + CONV.describe());
        Form shorter = new Form(List.of("c"), List.of(CONV));
        assertThatThrownBy(() -> LayerRows.of(LABELS, List.of(one, shorter)))
                .hasMessage("machine two: its form of the network has other layers (1 without 1 x 1 convolutions) than"
                        + " that of one (2)");
    }
}
