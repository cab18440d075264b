package org.escalatesim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.escalatesim.trace.Accuracy;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CompareFilesTest {
    private final MachineComparison comparison = Comparisons.of(
            Comparisons.machine("eyeriss", "eyeriss", 800, 10, 0, Comparisons.known(76), 1000, 3000),
            Comparisons.machine("tile8", "escalate", 800, 20, 25, Accuracy.UNKNOWN, 500, 500),
            Comparisons.machine("near", "sparten", 800, 20, 0, Comparisons.known(76.5), 800, 800),
            Comparisons.machine("full", "sparten", 800, 20, 0, Comparisons.known(70), 800, 800));

    @Test
    void theTableCarriesTheMarkOnEveryRatioThatNeedsIt() {
        List<String> lines = CompareTable.lines(comparison);
        assertThat(lines).allMatch(line -> line.length() <= 140);
        assertThat(lines.get(0)).isEqualTo("hand on 4 machines, network, seed 7, energy table hand");
        // totals, ratios, equal SRAM, and two published averages over eyeriss, two over sparten
        assertThat(lines.stream().filter(line -> line.matches("tile8 .*not iso-accuracy")))
                .hasSize(3);
        assertThat(lines.stream().filter(line -> line.matches("near .*not iso-accuracy")))
                .isEmpty();
        assertThat(lines.stream().filter(line -> line.matches(".*tile8 over .*not iso-accuracy")))
                .hasSize(6);
        assertThat(lines).contains("full: buffer has no room");
        assertThat(lines).anyMatch(line -> line.startsWith("full ") && line.endsWith("not possible"));
        assertThat(lines)
                .anyMatch(line -> line.startsWith("17.9x lower latency") && line.contains("tile8 over eyeriss"));
    }

    @Test
    void theCsvHasARowPerMachineTwice() {
        List<String> lines = CompareCsv.machines(comparison).lines().toList();
        assertThat(lines).hasSize(1 + 4 + 4);
        assertThat(lines.get(0))
                .isEqualTo("comparison,machine,over,cycles,milliseconds,speedup,speedup_geometric_mean,"
                        + "speedup_arithmetic_mean,speedup_per_multiplier,speedup_per_8x8,energy_pj,on_chip_dynamic_pj,"
                        + "leakage_pj,dram_pj,energy_derived_half_pj,energy_derived_double_pj,energy_efficiency,"
                        + "energy_efficiency_geometric_mean,energy_efficiency_arithmetic_mean,"
                        + "energy_efficiency_derived_half,energy_efficiency_derived_double,edp_uj_ms,edp_ratio,"
                        + "multiplier_utilisation,dram_read_bits,dram_write_bits,iso_accuracy,iso_accuracy_reason,"
                        + "trace,dense_macs,multiplications,"
                        + "weight_form,weight_density,activation_density,accuracy_metric,accuracy_percent,"
                        + "accuracy_source,kind,clock_mhz,multipliers,multipliers_8x8,output_multipliers_8x8,multipliers_by_width,"
                        + "adders_by_width,sram_bytes,area_mm2,area_low_mm2,area_high_mm2,speedup_per_mm2,"
                        + "speedup_per_mm2_least,speedup_per_mm2_most,mean_cycles,mean_cycles_ci95,"
                        + "mean_energy_pj,mean_energy_pj_ci95,refusal");
        assertThat(lines.get(2))
                .startsWith("as_configured,tile8,eyeriss,1000,0.00125,4,")
                .contains(",not iso-accuracy,");
        assertThat(lines.get(3)).contains(",iso-accuracy,76.5 against 76 % ImageNet top-1,");
        // One image has no mean.
        assertThat(lines.get(1)).endsWith(",,,,,");
        assertThat(lines.get(8)).startsWith("equal_sram,full,eyeriss,,").endsWith(",buffer has no room");
    }

    /**
     * Images of 1,000 and 3,000 cycles: mean 2,000; t of 1 degree of freedom at .975 is 12.7062, s / sqrt(2) is 1,000. An
     * image costs 100 products and 50 DRAM bits of 1 pJ, and leaks 1 mW x 1.25 ns = 1.25 pJ per cycle: 1,400 and 3,900 pJ.
     */
    @Test
    void severalImagesHaveAMeanAndItsInterval() {
        MachineComparison images =
                Comparisons.of(Comparisons.onImages("eyeriss", 1000, 3000), Comparisons.onImages("steady", 500, 500));
        List<String> csv = CompareCsv.machines(images).lines().toList();
        assertThat(csv.get(1)).contains(",2000,12706.2047").contains(",2650,15882.7559");
        assertThat(csv.get(2)).endsWith(",500,0,775,0,");
        JsonNode machine = Json.mapper()
                .readTree(CompareJson.write(images))
                .path("machines")
                .path(0)
                .path("images");
        assertThat(machine.path("mean_cycles").asDouble()).isEqualTo(2000);
        assertThat(machine.path("mean_cycles_ci95").asDouble()).isCloseTo(12706.2, within(0.1));
        assertThat(machine.path("mean_energy_pj").asDouble()).isEqualTo(2650);
        assertThat(machine.path("mean_energy_pj_ci95").asDouble()).isCloseTo(15882.8, within(0.1));
        assertThat(machine.path("each")).hasSize(2);
        List<String> lines = CompareTable.lines(images);
        assertThat(lines).allMatch(line -> line.length() <= 140);
        assertThat(lines).anyMatch(line -> line.matches("eyeriss +2,?000\\.0 +12,?706\\.2 .*"));
        assertThat(CompareTable.lines(comparison)).noneMatch(line -> line.startsWith("per image"));
    }

    @Test
    void theLayersFileHasARowPerMachineAndLayer() {
        List<String> lines = CompareCsv.layers(comparison).lines().toList();
        assertThat(lines).hasSize(1 + 4 * 2 + 3 * 2);
        assertThat(lines.get(0))
                .isEqualTo("comparison,machine,over,layer,cycles,milliseconds,speedup,energy_pj,on_chip_dynamic_pj,"
                        + "leakage_pj,dram_pj,energy_efficiency,edp_uj_ms,multiplier_utilisation,dense_macs,"
                        + "dram_read_bits,dram_write_bits,weight_form,weight_density,activation_density,iso_accuracy");
        // 1,000 / 500 and 3,000 / 500
        assertThat(lines.get(3))
                .startsWith("as_configured,tile8,eyeriss,layer0,500,0.000625,2,")
                .endsWith(",not iso-accuracy");
        assertThat(lines.get(4)).startsWith("as_configured,tile8,eyeriss,layer1,500,0.000625,6,");
        assertThat(lines.get(5)).startsWith("as_configured,near,").endsWith(",iso-accuracy");
    }

    @Test
    void theJsonHasWhatEveryFigureIsMadeOf() {
        JsonNode root = Json.mapper().readTree(CompareJson.write(comparison));
        assertThat(root.propertyNames())
                .containsExactly(
                        "format",
                        "version",
                        "network",
                        "over",
                        "as_published",
                        "differences",
                        "energy_table",
                        "machines",
                        "equal_sram",
                        "published_averages",
                        "definitions",
                        "units");
        JsonNode machine = root.path("machines").path(1);
        assertThat(machine.propertyNames())
                .containsExactly(
                        "label",
                        "machine",
                        "arithmetic",
                        "multipliers_8x8",
                        "output_multipliers_8x8",
                        "sram_bytes",
                        "workload",
                        "trace",
                        "weight_form",
                        "accuracy",
                        "totals",
                        "ratios",
                        "layers");
        assertThat(machine.path("ratios").path("speedup").asDouble()).isEqualTo(4);
        assertThat(machine.path("ratios").path("iso_accuracy").asString()).isEqualTo("not iso-accuracy");
        assertThat(machine.path("accuracy").path("percent").isNull()).isTrue();
        assertThat(machine.path("workload").path("seed").asLong()).isEqualTo(7);
        assertThat(machine.path("layers").path(1).path("speedup").asDouble()).isEqualTo(6);
        assertThat(machine.path("layers")
                        .path(1)
                        .path("ledger")
                        .path(0)
                        .path("working")
                        .asLong())
                .isEqualTo(500);
        assertThat(root.path("equal_sram")
                        .path("machines")
                        .path(3)
                        .path("refusal")
                        .asString())
                .isEqualTo("buffer has no room");
        assertThat(root.path("published_averages")).hasSize(6);
    }

    @Test
    void publishedAveragesHaveTheirSource() {
        assertThat(PublishedAverages.rows())
                .extracting(PublishedAverages.Row::factor)
                .containsExactly(17.9, 8.3, 2.16, 3.77);
        assertThat(PublishedAverages.rows()).allMatch(row -> row.source().startsWith("ESCALATE (MICRO 2021)"));
    }
}
