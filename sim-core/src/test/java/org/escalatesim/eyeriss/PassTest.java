package org.escalatesim.eyeriss;

import static org.assertj.core.api.Assertions.assertThat;

import org.escalatesim.tensor.ConvShape;
import org.junit.jupiter.api.Test;

/** One pass, its arithmetic by hand. */
class PassTest {
    private static final EyerissSpec.Buses CHIP = new EyerissSpec.Buses(1, 4, 4);

    @Test
    void alexNetConv1() {
        Pass pass =
                new Pass(CHIP, ConvShape.of(96, 3, 1, 11, 11, 227, 227, 4, 0), new RowMapping(1, 7, 16, 1, 1, 2, 55));
        pass.set(1, 32, 1, 7, 55, 11, 11);

        // 16 filters of a set x 11 taps x 55 columns.
        assertThat(pass.compute).isEqualTo(9680);
        // 32 x 7 x 55 psums, 4 per cycle.
        assertThat(pass.psums).isEqualTo(12_320);
        assertThat(pass.psumCycles).isEqualTo(3080);
        // (6 x 4 + 11) rows x (54 x 4 + 11) columns.
        assertThat(pass.ifmap).isEqualTo(35 * 227);
        // 32 x 121 / 4 = 968, and 35 rows x 11 columns = 385.
        assertThat(pass.ramp).isEqualTo(968 + 385);
        assertThat(pass.cycles()).isEqualTo(9680 + 1353);
        assertThat(pass.activePes()).isEqualTo(11 * 7 * 2);
        // 12,320 outputs x 121 taps.
        assertThat(pass.multiplications()).isEqualTo(1_490_720);
        // Each psum goes through 11 PEs.
        assertThat(pass.hops()).isEqualTo(135_520);
        // 2 sets of 77 PEs, 227 words each.
        assertThat(pass.ifmapSpadWrites()).isEqualTo(154 * 227);
        // 32 x 11 filter rows of 11 words, each to 7 columns.
        assertThat(pass.filterSpadWrites()).isEqualTo(32 * 121 * 7);
    }

    @Test
    void aPsumBusThatIsTooNarrow() {
        // VGG16 conv1: 32 filters, one channel, 13 rows of 112.
        Pass pass =
                new Pass(CHIP, ConvShape.of(64, 3, 1, 3, 3, 224, 224, 1, 1), new RowMapping(1, 13, 8, 1, 1, 4, 112));
        pass.set(1, 32, 1, 13, 112, 3, 3);

        // 8 x 3 x 112 products per PE, but 32 x 13 x 112 / 4 cycles of psums.
        assertThat(pass.compute).isEqualTo(2688);
        assertThat(pass.psumCycles).isEqualTo(11_648);
        // 32 x 9 / 4 + 15 x 3.
        assertThat(pass.ramp).isEqualTo(72 + 45);
        assertThat(pass.cycles()).isEqualTo(11_765);
    }

    @Test
    void lastGroupsHaveTheirActualSize() {
        Pass pass = new Pass(CHIP, ConvShape.of(7, 5, 1, 3, 3, 9, 9, 1, 1), new RowMapping(1, 4, 2, 2, 2, 2, 9));
        // 3 filters over t = 2 sets: 2 and 1; 1 channel over r = 2 sets: 1 and none; 1 row of 9.
        pass.set(1, 3, 1, 1, 9, 3, 3);

        assertThat(pass.compute).isEqualTo(2 * 1 * 3 * 9);
        assertThat(pass.work(0, 0)).isEqualTo(54);
        assertThat(pass.work(0, 1)).isEqualTo(27);
        assertThat(pass.activePes()).isEqualTo(3 * 1 * 1 * 2);
        // 3 rows x (54 + 27) products = 3 filters x 9 columns x 9 taps.
        assertThat(pass.multiplications()).isEqualTo(3 * (54 + 27));
    }
}
