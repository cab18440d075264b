package org.escalatesim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.systolic.SystolicSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystolicFileTest {
    @Test
    void theBundledMachines() {
        SystolicSpec scaled = (SystolicSpec) Machines.load("systolic", List.of());
        assertThat(scaled.multipliers()).isEqualTo(1024);
        assertThat(scaled.dataflow()).isEqualTo(SystolicSpec.Dataflow.AUTO);
        // 1 MiB + 128 + 288 + 96 KiB.
        assertThat(scaled.totalSram()).isEqualTo(1536 * 1024);
        assertThat(scaled.withTotalSram(2 << 20).totalSram()).isEqualTo(2 << 20);
        SystolicSpec small = (SystolicSpec) Machines.load("systolic-scalesim-16x16", List.of());
        assertThat(small.multipliers()).isEqualTo(256);
        assertThat(small.mode()).isEqualTo(SystolicSpec.Mode.COMPATIBLE);
        assertThat(small.dataflow()).isEqualTo(SystolicSpec.Dataflow.WS);
        assertThat(small.drain()).isFalse();
    }

    @Test
    void aDescribedMachineLoadsAsItself() {
        LoadedMachine odd =
                Machines.open("systolic", List.of("name=odd", "dataflow=is", "array.rows=7", "data_bits=16"));
        List<String> sets = new ArrayList<>();
        odd.resolved().forEach((path, value) -> {
            if (!path.equals("machine")) {
                sets.add(path + "=" + value);
            }
        });
        assertThat(Machines.open("systolic", sets).resolved()).isEqualTo(odd.resolved());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dataflow=rs | dataflow must be one of os, ws, is, auto, not 'rs'",
                "mode=theirs | mode must be one of own, compatible, not 'theirs'",
                "data_bits=12 | data_bits must be 8 or 16, not 12",
                "psum_bits=33 | psum_bits must be 8 to 32, not 33",
                "array.rows=0 | array.rows must be 1 to 4096, not 0",
                "array.columns=4097 | array.columns must be 1 to 4096, not 4097",
                "buffers.filter_bytes=1023 | buffers.filter_bytes must be 1024 to 1099511627776, not 1023",
                "drain=2 | drain must be true or false, not 2",
            })
    void badFields(String set, String message) {
        assertThatThrownBy(() -> Machines.load("systolic", List.of(set)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("--set " + set + ": " + message);
    }

    @Test
    void anOfmapBufferThatHoldsNoPsumRow() {
        assertThatThrownBy(() -> Machines.load("systolic", List.of("buffers.ofmap_bytes=1024", "array.columns=512")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "buffers.ofmap_bytes must hold two psums of 24 bits for each of array.columns (512)");
    }

    @Test
    void drainIsNotScaleSims() {
        assertThat(Machines.open("systolic-scalesim-32x32", List.of("drain=true"))
                        .advice())
                .singleElement()
                .asString()
                .startsWith("drain true with mode compatible");
    }
}
