package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.LongSupplier;
import org.escalatesim.fixture.TestMachine;
import org.escalatesim.machine.ConservationException;
import org.junit.jupiter.api.Test;

/** A machine in which nothing moves is ended, but not one that waits for DRAM. */
class WatchdogTest {
    private static final LongSupplier STILL = () -> 7;

    private final EscalateSpec spec = TestMachine.small().spec();
    /** 2^18 cycles and twice the entries of both FIFOs. */
    private final long patience = (1 << 18)
            + 2L * spec.channelAccumulation().fifoBeats()
            + 2L * spec.mac().elementFifo();

    @Test
    void aMachineThatStandsStillIsEnded() {
        Watchdog watchdog = new Watchdog(spec);
        watchdog.check(0, STILL, 0);
        assertThatCode(() -> watchdog.check(patience, STILL, 0)).doesNotThrowAnyException();
        assertThatThrownBy(() -> watchdog.check(patience + (1 << 12), STILL, 0))
                .isInstanceOf(ConservationException.class)
                .hasMessageContaining("'progress'")
                .hasMessageContaining("nothing has moved since cycle 0");
    }

    @Test
    void oneThatWaitsForDramIsNot() {
        Watchdog watchdog = new Watchdog(spec);
        watchdog.check(0, STILL, 0);
        long quietFrom = 1_000_000;
        assertThatCode(() -> watchdog.check(quietFrom + patience, STILL, quietFrom))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> watchdog.check(quietFrom + patience + (1 << 12), STILL, quietFrom))
                .isInstanceOf(ConservationException.class);
    }
}
