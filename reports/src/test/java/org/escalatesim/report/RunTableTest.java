package org.escalatesim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.LayerRun;
import org.junit.jupiter.api.Test;

class RunTableTest {
    @Test
    void aRunReadsLikeThis() {
        // Ideal: ceil(1,152 / 16) = 72 cycles, so .72x and .36x; used: 360 / (10 * 100) = 36 %, 360 / 2,000 = 18 %.
        // First layer, ca: two rows x 100 cycles = 200 unit-cycles, of them 70 working, 10, 10, 10, 0 and 100 idle.
        assertThat(String.join("\n", RunTable.lines(Samples.priced(Samples.run()))))
                .isEqualTo("""
                        twolayers on small (10 multipliers, 800 MHz), network, seed 7

                                K x C/groups x R x S / stride,          speed-      mult.     ca: % of cycles spent    mac: % of cycles spent  energy,
                        layer   input H x W > P x Q             cycles   up, x     used,%  work  in blk sib mem idl  work  in blk sib mem idl       uJ
                        ------------------------------------------------------------------------------------------------------------------------------
                        first   2x4x3x3/1 4x4 > 4x4                100    0.72  36.0/40.0    35   5   5   5   .  50   100   .   .   .   .   .     1.50
                        second  2x4x3x3/1 4x4 > 4x4                200    0.36  18.0/20.0    43   3   2   2   .  50   100   .   .   .   .   .     1.50
                        mult. used: multiplications / (multipliers x cycles); after a slash, with one-tap elements, which bypass the multipliers
                        cycles spent: working, waiting for input, blocked downstream, waiting for siblings (imbalance) or for memory, idle

                        cycles        300 = 0.00038 ms at 800 MHz; speedup 0.48x over the ideal dense bound of 144 cycles (16 multipliers);
                                      24.0 % of multipliers used (26.7 % with one-tap elements)
                        work          2,304 dense-equivalent MACs; 96 matched pairs (additions); 720 multiplications; 80 one-tap elements bypassed the multipliers
                        density       coefficients 0.375; activations 0.250 (fraction non-zero, whole network)
                        energy        3.00 uJ = 2.40 uJ dynamic + 0.600 uJ leakage (table test-table); with derived rows at half 2.80 uJ, at double 3.40 uJ
                        by component  ring 2.00 uJ (66.7 %); mac 1.00 uJ (33.3 %)
                        area          3.00 mm2 (2.00 to 5.00), estimated (table hand); mac 66.7 %; ring 33.3 %

                        note          activation density assumed: half of everything
                        warning       dilution FIFO of 2 beats starves the concentrator
                        """.stripTrailing());
    }

    @Test
    void aMachineWithoutCoefficientsHearsNothingOfThem() {
        CycleLedger ledger = new CycleLedger();
        ledger.add("accumulator_banks", "bank0", new long[] {50, 0, 0, 0, 0, 50});
        ledger.add("pe", "pe0", new long[] {100, 0, 0, 0, 0, 0});
        ledger.add("halo", "halo0", new long[] {0, 0, 0, 0, 0, 100});
        LayerRun run = new LayerRun(
                "first", Samples.SHAPE, "one fold", 100, 360, 0, 48, 0, ledger, new Activity(), Map.of(), null);
        LayerRecord layer = LayerRecord.of(0, Samples.denseTrace("first"), run);
        RunRecord whole = Samples.run();
        List<String> lines = RunTable.lines(new PricedRun(
                new RunRecord("0.1.0", Samples.machine(), whole.workload(), List.of(layer)),
                "t",
                Map.of(),
                List.of(new Energy(1, 1, 0, 0, Map.of("pe", 2.0)))));
        String text = String.join("\n", lines);
        assertThat(text)
                .doesNotContain("coefficients", "one-tap", "additions", "halo")
                .contains("density       weights 0.903; activations 0.250") // 65 / 72
                .contains("48 matched pairs (both operands non-zero)")
                .contains("36.0 % of multipliers used")
                .contains("accumulator_banks, %", "pe: % of cycles spent");
        assertThat(lines).allMatch(line -> line.length() <= 140);
    }

    @Test
    void severalImagesAreToldApartAndAveraged() {
        List<String> lines = RunTable.lines(Samples.priced(Samples.run(0, 3)));
        assertThat(lines).anyMatch(line -> line.startsWith("3:second")).contains("3         303        3.00");
        assertThat(lines).contains("mean    301.5        3.00");
        // 12.7062 * sqrt(4.5) / sqrt(2): t of one degree of freedom, s of 300 and 303
        assertThat(lines).contains("ci95     19.1        0.00");
    }

    @Test
    void noLineIsWiderThan140Columns() {
        assertThat(RunTable.lines(Samples.priced(Samples.run(0, 3)))).allMatch(line -> line.length() <= 140);
        assertThat(RunTable.labelled("note", List.of("word ".repeat(100).strip())))
                .hasSize(4)
                .allMatch(line -> line.length() <= 140);
    }
}
