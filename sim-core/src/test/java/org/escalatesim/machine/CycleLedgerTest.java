package org.escalatesim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.escalatesim.machine.CycleLedger.State;
import org.junit.jupiter.api.Test;

class CycleLedgerTest {
    @Test
    void sumsAreByKind() {
        CycleLedger ledger = new CycleLedger();
        ledger.add("ca", "row0", new long[] {1, 2, 3, 4, 5, 6});
        ledger.add("mac", "row0", new long[] {21, 0, 0, 0, 0, 0});
        ledger.add("ca", "row1", new long[] {10, 0, 0, 0, 0, 11});
        assertThat(ledger.units()).isEqualTo(3);
        assertThat(ledger.kinds()).containsExactly("ca", "mac");
        assertThat(ledger.units("ca")).isEqualTo(2);
        assertThat(ledger.sum("ca", State.WORKING)).isEqualTo(11);
        assertThat(ledger.sum("ca", State.IDLE)).isEqualTo(17);
        assertThat(ledger.sum("writer", State.WORKING)).isZero();
        assertThat(ledger.cycles(0, State.SIBLINGS)).isEqualTo(4);
        assertThat(ledger.kind(1)).isEqualTo("mac");
        assertThat(ledger.name(2)).isEqualTo("row1");
        assertThatCode(() -> ledger.check(21)).doesNotThrowAnyException();
    }

    @Test
    void aUnitThatMissesACycleIsNamed() {
        CycleLedger ledger = new CycleLedger();
        ledger.add("ca", "row0", new long[] {5, 0, 0, 0, 0, 0});
        ledger.add("mac", "row0", new long[] {4, 0, 0, 0, 0, 0});
        assertThatThrownBy(() -> ledger.check(5))
                .isInstanceOf(ConservationException.class)
                .hasMessageContaining("mac row0 accounts for 4 of 5 cycles");
    }

    @Test
    void laterChangesOfTheCountsAreNotSeen() {
        CycleLedger ledger = new CycleLedger();
        long[] counts = {1, 0, 0, 0, 0, 0};
        ledger.add("ca", "row0", counts);
        counts[0] = 9;
        assertThat(ledger.cycles(0, State.WORKING)).isEqualTo(1);
    }

    @Test
    void aUnitHasSixCounts() {
        assertThatThrownBy(() -> new CycleLedger().add("ca", "row0", new long[5]))
                .hasMessage("expected 6 counts, not 5");
    }

    @Test
    void statesHaveLowerCaseWords() {
        assertThat(State.SIBLINGS.word()).isEqualTo("siblings");
    }
}
