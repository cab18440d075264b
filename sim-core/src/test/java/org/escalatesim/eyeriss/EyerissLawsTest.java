package org.escalatesim.eyeriss;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.machine.ConservationException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Pairs;
import org.junit.jupiter.api.Test;

/** Each law fires, by its name, for one more and one less. */
class EyerissLawsTest {
    private static final RowMapping MAPPING = new RowMapping(1, 3, 2, 2, 1, 2, 4);
    private final LayerTrace layer = RandomKernels.layer(4, ConvShape.of(6, 5, 1, 3, 3, 7, 7, 1, 1), 0.5, 0.5, 0);
    private final MappingProblem problem = new MappingProblem(EyerissMachines.chip(), layer);

    private RowStationaryArray array() {
        return new RowStationaryArray(
                problem,
                MAPPING,
                new Activations(layer.shape(), layer.input()),
                new RunLengthMap(problem.spec, layer.input()),
                null,
                0.5);
    }

    private void check(RowStationaryArray array) {
        EyerissLaws.check(problem, MAPPING, array, Pairs.of(layer), PeLedger.of(problem, MAPPING, array));
    }

    private void fires(String law, Consumer<RowStationaryArray> change) {
        RowStationaryArray array = array();
        change.accept(array);
        assertThatThrownBy(() -> check(array))
                .isInstanceOf(ConservationException.class)
                .hasMessageContaining("'" + law + "'");
    }

    @Test
    void anUntouchedRunKeepsThem() {
        assertThatCode(() -> check(array())).doesNotThrowAnyException();
    }

    @Test
    void multiplications() {
        fires("multiplications", array -> array.multiplications++);
        fires("multiplications", array -> array.multiplications--);
        fires("products of non-zero activations", array -> array.ungated++);
        fires("products of non-zero activations", array -> array.ungated--);
    }

    @Test
    void cycles() {
        fires("pass cycles", array -> array.passCycles++);
        fires("pass cycles", array -> array.passCycles--);
        fires("cycle ledger", array -> array.cycles--);
        // A pass left out, its time with it: the PEs worked less than there are products.
        fires("cycle ledger", array -> array.kinds.values().iterator().next().passes--);
        fires("working PEs", array -> {
            RowStationaryArray.Tally tally = array.kinds.values().iterator().next();
            RowStationaryArray.Kind kind = array.kinds.keySet().iterator().next();
            Pass pass = new Pass(problem.spec.buses(), problem.shape, MAPPING);
            pass.set(kind.n(), kind.m(), kind.ch(), kind.e(), kind.f(), kind.kernelRows(), kind.kernelColumns());
            tally.passes--;
            tally.waited += pass.cycles();
        });
    }

    @Test
    void traffic() {
        fires("buffer words", array -> array.ifmapWords++);
        fires("buffer words", array -> array.psumWords--);
        fires("outputs", array -> array.finished++);
        fires("outputs", array -> array.finished--);
        fires("uncompressed DRAM bits", array -> array.inputValues++);
        fires("uncompressed DRAM bits", array -> array.weightValues--);
    }
}
