package org.escalatesim.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.escalatesim.trace.Requant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The machine's requantisation (shifts) and the reference's (division) against decimal arithmetic and by hand. */
class RequantiseTest {
    private static Requant one(int mult, int shift, long bias, boolean relu, Requant.Shortcut shortcut) {
        return new Requant(new int[] {mult}, new int[] {shift}, new long[] {bias}, relu, shortcut);
    }

    /** sum * mult + bias over 2^shift, rounded half to even, clamped; the quotient stands in the last column. */
    @ParameterizedTest
    @CsvSource({
        "  5,  1, 1,    0, false,    2", // 2.5
        "  7,  1, 1,    0, false,    4", // 3.5
        " -5,  1, 1,    0, false,   -2", // -2.5
        " -7,  1, 1,    0, false,   -4", // -3.5
        " -1,  1, 1,    0, false,    0", // -0.5
        " 10,  1, 2,    0, false,    2", // 2.5
        " 10,  1, 2,    1, false,    3", // 2.75
        "-10,  1, 2,   -1, false,   -3", // -2.75
        " 10,  3, 4,   -6, false,    2", // 24 / 16 = 1.5
        " 12, -5, 3,    0, false,   -8", // -7.5
        "127,  1, 0,    0, false,  127",
        "128,  1, 0,    0, false,  127", // clamped
        "-200, 1, 0,    0, false, -128", // clamped
        "  5,  1, 1,    0,  true,    2",
        " -9,  1, 0,    0,  true,    0", // clamped
        "511,  1, 1,    0,  true,  255", // 255.5 -> 256, clamped
        "509,  1, 1,    0,  true,  254", // 254.5
        "2147483647, 32767, 40, 0, true, 64", // 63.998
        "-2147483648, -32768, 47, 0, false, 0", // 0.5
        "-2147483648, -32768, 47, 1, false, 1" // just above 0.5
    })
    void byHand(int sum, int mult, int shift, long bias, boolean relu, int expected) {
        Requant requant = one(mult, shift, bias, relu, null);
        assertThat(requant.apply(0, sum, 99)).isEqualTo(expected);
        assertThat(ReferenceConvolution.requantise(requant, 0, sum, 99)).isEqualTo(expected);
    }

    /** 3 * 5 + 1 + shortcut * 4, over 8: signed -6: -8 / 8 = -1; unsigned 250: 1016 / 8 = 127. */
    @Test
    void shortcutIsAddedBeforeTheRounding() {
        for (boolean signed : new boolean[] {true, false}) {
            Requant.Shortcut shortcut = new Requant.Shortcut(new byte[] {-6}, signed, new int[] {4});
            Requant requant = one(5, 3, 1, false, shortcut);
            int expected = signed ? -1 : 127;
            assertThat(requant.apply(0, 3, shortcut.value(0))).isEqualTo(expected);
            assertThat(ReferenceConvolution.requantise(requant, 0, 3, shortcut.value(0)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void refusesWhatTheHardwareCannotHold() {
        int[] two = {1, 1};
        assertThatThrownBy(() -> new Requant(two, new int[1], new long[2], true, null))
                .hasMessageContaining("one entry");
        assertThatThrownBy(() -> new Requant(two, two, new long[1], true, null)).hasMessageContaining("one entry");
        assertThatThrownBy(() -> one(32768, 0, 0, true, null)).hasMessage("mult[0] must fit 16 bits, not 32768");
        assertThatThrownBy(() -> one(-32769, 0, 0, true, null)).hasMessage("mult[0] must fit 16 bits, not -32769");
        assertThatThrownBy(() -> one(1, 48, 0, true, null)).hasMessage("shift[0] must be 0 to 47, not 48");
        assertThatThrownBy(() -> one(1, -1, 0, true, null)).hasMessage("shift[0] must be 0 to 47, not -1");
    }

    @Test
    void agreesWithDecimalsOnRandomInputs() {
        Random random = new Random(20260101);
        int ties = 0;
        for (int i = 0; i < 200_000; i++) {
            int shift = random.nextInt(48);
            int mult = random.nextInt(1 << 16) - (1 << 15);
            int sum = random.nextInt() >> random.nextInt(32);
            int value = random.nextInt(384) - 128;
            int shortcutMult = random.nextInt() >> random.nextInt(32);
            boolean residual = random.nextBoolean();
            boolean relu = random.nextBoolean();
            // The bias puts the quotient at a small number of halves or eighths, so that ties and clamps are common.
            long product = (long) sum * mult + (residual ? (long) value * shortcutMult : 0);
            long eighths = random.nextInt(3000) - 1500;
            long target = (eighths << shift) >> 3;
            long bias = random.nextInt(4) == 0 ? random.nextLong() >> 16 : target - product;
            Requant.Shortcut shortcut =
                    residual ? new Requant.Shortcut(new byte[1], true, new int[] {shortcutMult}) : null;
            Requant requant = one(mult, shift, bias, relu, shortcut);
            BigDecimal exact = new BigDecimal(BigInteger.valueOf(product + bias))
                    .divide(new BigDecimal(BigInteger.ONE.shiftLeft(shift)));
            BigDecimal rounded = exact.setScale(0, RoundingMode.HALF_EVEN);
            if (exact.subtract(rounded).abs().compareTo(new BigDecimal("0.5")) == 0) {
                ties++;
            }
            int expected = rounded.max(BigDecimal.valueOf(relu ? 0 : -128))
                    .min(BigDecimal.valueOf(relu ? 255 : 127))
                    .intValue();
            String what = "sum " + sum + " " + mult + " >> " + shift + " + " + bias + ", shortcut " + value;
            assertThat(requant.apply(0, sum, value)).as(what).isEqualTo(expected);
            assertThat(ReferenceConvolution.requantise(requant, 0, sum, value))
                    .as(what)
                    .isEqualTo(expected);
        }
        assertThat(ties).isGreaterThan(10_000);
    }
}
