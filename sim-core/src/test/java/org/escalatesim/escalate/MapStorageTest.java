package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.escalatesim.escalate.EscalateSpec.Refetch;
import org.escalatesim.fixture.HandLayer;
import org.escalatesim.fixture.TestMachine;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Test;

/** A buffer of 1,024 bytes holds 8192 / 9 = 910 values, each a byte and a presence bit. */
class MapStorageTest {
    private final TestMachine machine = TestMachine.small().bufferBytes(1024);

    /** 10 x 10 x 8 in + 10 x 10 x 1 out = 900 values: fit. */
    @Test
    void mapsThatFitTogetherStay() {
        MapStorage storage = storage(layer(8, 1, 10, 1, 1), 1, 1, 0);
        assertThat(storage.resident()).isTrue();
        assertThat(storage.inputFromDram()).isFalse();
        assertThat(storage.outputToDram()).isFalse();
        assertThat(storage.bands()).isEqualTo(1);
        assertThat(storage.visits()).isEqualTo(1);
        assertThat(storage.describe()).isEmpty();
    }

    /** The limit itself: 910 values fit, 911 do not. */
    @Test
    void theLimitIsExact() {
        assertThat(storage(layer(909, 1, 1, 1, 1), 1, 1, 0).resident()).isTrue();
        assertThat(storage(layer(910, 1, 1, 1, 1), 1, 1, 0).resident()).isFalse();
    }

    @Test
    void theNetworksOwnInputAndOutputLieInDram() {
        MapStorage storage = storage(layer(8, 1, 10, 0, 1), 1, 1, 0);
        assertThat(storage.resident()).isTrue();
        assertThat(storage.inputFromDram()).isTrue();
        assertThat(storage.outputToDram()).isFalse();
        assertThat(storage.describe()).isEqualTo(", input from DRAM");
        assertThat(storage(layer(8, 1, 10, 1, 0), 1, 1, 0).outputToDram()).isTrue();
    }

    /** A neighbour whose own maps do not fit has spilled its output, or will fetch its input: 911 values. */
    @Test
    void aNeighbourThatDoesNotFitGoesThroughDram() {
        assertThat(storage(layer(8, 1, 10, 910, 910), 1, 1, 0).inputFromDram()).isFalse();
        assertThat(storage(layer(8, 1, 10, 911, 910), 1, 1, 0).inputFromDram()).isTrue();
        assertThat(storage(layer(8, 1, 10, 910, 910), 1, 1, 0).outputToDram()).isFalse();
        assertThat(storage(layer(8, 1, 10, 910, 911), 1, 1, 0).outputToDram()).isTrue();
    }

    /**
     * Input 10 x 10 x 9 = 900 values, output 100: together too large; the input alone fits, so one band, and both go
     * through DRAM.
     */
    @Test
    void anInputThatFitsAloneIsOneBand() {
        MapStorage storage = storage(layer(9, 1, 10, 1, 1), 1, 1, 0);
        assertThat(storage.resident()).isFalse();
        assertThat(storage.inputFromDram()).isTrue();
        assertThat(storage.outputToDram()).isTrue();
        assertThat(storage.bands()).isEqualTo(1);
    }

    /**
     * 3 x 3 padded by 1 over 10 x 10 x 16: a row is 160 values, 1,440 bits; two bands of r rows fit if 2,880 r <= 8,192,
     * r = 2. One output row has 3 input rows with its halo: no cut is fine enough. With 8 channels r = 5: bands of up to 3
     * output rows, 10 / 4 = 2.5, four bands.
     */
    @Test
    void bandsAreTheFewestOfWhichTwoFit() {
        MapStorage storage = storage(spatial(8, 10, 10), 1, 1, 0);
        // 10 x 10 x 8 = 800 values in and 100 out fit: make the output larger.
        assertThat(storage.resident()).isTrue();
        storage = storage(spatialOut(8, 10, 4), 1, 1, 0);
        assertThat(storage.resident()).isFalse();
        assertThat(storage.bands()).isEqualTo(1);
        // 12 x 12 x 8: 1,152 values. A row is 864 bits, two bands of 4 rows are 6,912 bits, of 5 rows 8,640: 4 rows,
        // so 2 output rows a band, 6 bands.
        storage = storage(spatialOut(8, 12, 1), 3, 1, 1000);
        assertThat(storage.bands()).isEqualTo(6);
        assertThat(storage.band(7)).isEqualTo(1);
        assertThatThrownBy(() -> storage(spatialOut(16, 10, 1), 1, 1, 0))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("global_buffer.bytes = 1024");
    }

    /**
     * 6 bands, 3 passes; input 12 x 12 x 8 = 1,152 presence bits + 8 x 1,152 = 10,368 bits. Coefficients of b bits again:
     * 6 b + 10,368; activations again: b + 3 x 10,368. Equal at b = 4,147.2.
     */
    @Test
    void autoFetchesAgainWhatMovesFewerBits() {
        MapStorage few = storage(spatialOut(8, 12, 1), 3, 1, 4147);
        assertThat(few.coefficientsAgain()).isTrue();
        assertThat(few.visits()).isEqualTo(6);
        assertThat(few.describe()).isEqualTo(", 6 bands, coefficients fetched again");
        MapStorage many = storage(spatialOut(8, 12, 1), 3, 1, 4148);
        assertThat(many.coefficientsAgain()).isFalse();
        assertThat(many.visits()).isEqualTo(18);
        assertThat(many.describe()).isEqualTo(", 6 bands, activations fetched again");
        assertThat(storage(spatialOut(8, 12, 1), 3, 2, 4147).visits()).isEqualTo(6);
        assertThat(storage(spatialOut(8, 12, 1), 1, 1, 1 << 20).visits()).isEqualTo(6);
    }

    @Test
    void theOrderCanBeChosen() {
        machine.refetch(Refetch.ACTIVATIONS);
        assertThat(storage(spatialOut(8, 12, 1), 3, 2, 0).visits()).isEqualTo(36);
        machine.refetch(Refetch.COEFFICIENTS);
        assertThat(storage(spatialOut(8, 12, 1), 3, 2, 1 << 20).visits()).isEqualTo(6);
    }

    /**
     * Sub-passes keep 32-bit partial maps of all channels in work: 1 tile x 1 block x 6 x 6 x 32 = 1,152 bits beside 9 x
     * (6 x 6 x 2 + 36) = 972; they fit. 8 blocks: 9,216 bits do not.
     */
    @Test
    void partialMapsGoToDramWhenTheyDoNotFit() {
        assertThat(storage(spatial(2, 6, 6), 1, 2, 0).partialsInDram()).isFalse();
        machine.size(1, 8, 1);
        assertThat(storage(spatial(2, 6, 6), 1, 2, 0).partialsInDram()).isTrue();
        assertThat(storage(spatial(2, 6, 6), 1, 1, 0).partialsInDram()).isFalse();
        // Split by map, the tiles hold parts of the same maps: 2 blocks x 1,152 bits; by channels 4 tiles hold four
        // times.
        machine.size(4, 2, 1);
        assertThat(storage(spatial(2, 6, 6), true, 2).partialsInDram()).isFalse();
        assertThat(storage(spatial(2, 6, 6), false, 2).partialsInDram()).isTrue();
    }

    private MapStorage storage(LayerTrace layer, int passes, int subPasses, long coefficientBits) {
        return new MapStorage(context(layer), false, passes, subPasses, coefficientBits);
    }

    private MapStorage storage(LayerTrace layer, boolean byMap, int subPasses) {
        return new MapStorage(context(layer), byMap, 1, subPasses, 0);
    }

    private LayerContext context(LayerTrace layer) {
        return new LayerContext(machine.spec(), layer, (Decomposed) layer.weights(), false, false);
    }

    /** One-tap, size x size. */
    private static LayerTrace layer(int c, int k, int size, long producer, long consumer) {
        return HandLayer.of(ConvShape.of(k, c, 1, 1, 1, size, size, 1, 0), 1)
                .neighbours(producer, consumer)
                .build();
    }

    private static LayerTrace spatial(int c, int h, int w) {
        return HandLayer.of(ConvShape.of(1, c, 1, 3, 3, h, w, 1, 1), 1).build();
    }

    private static LayerTrace spatialOut(int c, int size, int k) {
        return HandLayer.of(ConvShape.of(k, c, 1, 3, 3, size, size, 1, 1), 1).build();
    }
}
