package org.escalatesim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.lookahead.LookaheadSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookaheadFileTest {
    @Test
    void theBundledMachine() {
        LookaheadSpec spec = (LookaheadSpec) Machines.load("lookahead", List.of());
        assertThat(spec.multipliers()).isEqualTo(1024);
        assertThat(spec.pattern().name()).isEqualTo("T<2,5>");
        // 1 MiB + 4 x (64 + 64 + 12) KiB.
        assertThat(spec.totalSram()).isEqualTo((1024 + 4 * 140) * 1024);
        assertThat(spec.withTotalSram(2 << 20).totalSram()).isEqualTo(2 << 20);
    }

    @Test
    void aDescribedMachineLoadsAsItself() {
        LoadedMachine odd = Machines.open(
                "lookahead", List.of("name=odd", "pattern=L<3,2>", "same_lane=false", "partition=map", "tiles=7"));
        List<String> sets = new ArrayList<>();
        odd.resolved().forEach((path, value) -> {
            if (!path.equals("machine")) {
                sets.add(path + "=" + value);
            }
        });
        assertThat(Machines.open("lookahead", sets).resolved()).isEqualTo(odd.resolved());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pattern=Q<1> | pattern must be a pattern L<h,d> or T<h,d>, for example T<2,5>, not 'Q<1>'",
                "pattern=L<0,2> | pattern look-ahead h = 0 requires look-aside d = 0, not L<0,2>",
                "partition=rows | partition must be one of filters, map, auto, not 'rows'",
                "lanes=12 | lanes must be a power of two from 1 to 32, not 12",
                "filters=0 | filters must be 1 to 256, not 0",
                "tiles=1025 | tiles must be 1 to 1024, not 1025",
                "data_bits=12 | data_bits must be 8 or 16, not 12",
                "buffers.weight_bytes=700 | buffers.weight_bytes must be 1024 to 1099511627776, not 700",
            })
    void badFields(String set, String message) {
        assertThatThrownBy(() -> Machines.load("lookahead", List.of(set)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("--set " + set + ": " + message);
    }

    @Test
    void buffersThatHoldNothing() {
        // Two steps of 256 filters of 16 x 11 + 2 = 178 bits: 2 x 256 x 178 / 8 = 11,392 bytes.
        assertThatThrownBy(() -> Machines.load("lookahead", List.of("filters=256", "buffers.weight_bytes=10000")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "buffers.weight_bytes must hold two steps of a tile's schedule, 11392 bytes, not 10000");
    }
}
