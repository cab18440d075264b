package org.escalatesim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.sparten.SpartenSpec;
import org.junit.jupiter.api.Test;

class SpartenFileTest {
    @Test
    void thePublishedMachine() {
        LoadedMachine machine = Machines.open("sparten", List.of());
        SpartenSpec spec = (SpartenSpec) machine.spec();
        // 32 clusters x 32 units; 1 KB per unit and 1 MiB for the maps.
        assertThat(spec.multipliers()).isEqualTo(1024);
        assertThat(spec.totalSram()).isEqualTo(2 << 20);
        assertThat(machine.resolved())
                .contains(
                        entry("machine", "sparten"),
                        entry("balance", "gb-h"),
                        entry("sparsity", "two-sided"),
                        entry("unit_buffer.filter_bytes", 576));
        assertThat(machine.sources().get("chunk")).hasToString("published: SparseMap chunks of 128");
    }

    @Test
    void variantsChangeWhatTheirNamesSay() {
        assertThat(((SpartenSpec) Machines.load("sparten-dense", List.of())).sparsity())
                .isEqualTo(SpartenSpec.Sparsity.NONE);
        assertThat(((SpartenSpec) Machines.load("sparten-one-sided", List.of())).sparsity())
                .isEqualTo(SpartenSpec.Sparsity.ACTIVATIONS);
        assertThat(((SpartenSpec) Machines.load("sparten-gb-s", List.of())).balance())
                .isEqualTo(SpartenSpec.Balance.GB_S);
        assertThat(((SpartenSpec) Machines.load("sparten-no-balance", List.of())).balance())
                .isEqualTo(SpartenSpec.Balance.NONE);
    }

    @Test
    void aDescribedMachineLoadsAsItself() {
        LoadedMachine odd = Machines.open(
                "sparten-gb-s",
                List.of("name=odd", "barrier=output", "assignment=positions", "map_buffer.bytes=5000000000"));
        List<String> sets = new ArrayList<>();
        odd.resolved().forEach((path, value) -> {
            if (!path.equals("machine")) {
                sets.add(path + "=" + value);
            }
        });
        assertThat(Machines.open("sparten", sets).resolved()).isEqualTo(odd.resolved());
    }

    @Test
    void badValuesAreNamed() {
        assertThatThrownBy(() -> Machines.load("sparten", List.of("chunk=100")))
                .isInstanceOf(InputException.class)
                .hasMessage("--set chunk=100: chunk must be a power of two from 8 to 1024, not 100");
        assertThatThrownBy(() -> Machines.load("sparten", List.of("balance=gbh")))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("--set balance=gbh: balance must be one of none, gb-s, gb-h, not 'gbh'");
        assertThatThrownBy(() -> Machines.load("sparten-dense", List.of("balance=gb-s")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("must be none where weights are not compressed");
    }

    @Test
    void advice() {
        // 64 psums at 8 per cycle are 8 cycles per chunk: accepted; 7 is too narrow.
        assertThat(Machines.open("sparten", List.of("permute.psums_per_cycle=8"))
                        .advice())
                .isEmpty();
        assertThat(Machines.open("sparten", List.of("permute.psums_per_cycle=7"))
                        .advice())
                .containsExactly("permute.psums_per_cycle 7 holds up the units: 64 partial sums move at every chunk");
        assertThat(Machines.open("sparten", List.of("map_buffer.banks=3")).advice())
                .containsExactly("map_buffer.bytes 1048576 is no multiple of map_buffer.banks 3: banks are rounded up");
    }
}
