package org.escalatesim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escalatesim.energy.EnergyModel;
import org.escalatesim.eyeriss.EyerissSpec;
import org.escalatesim.eyeriss.PublishedMapping;
import org.escalatesim.eyeriss.RowMapping;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.WeightForm;
import org.junit.jupiter.api.Test;

class EyerissFileTest {
    private static EyerissSpec load(String name, String... sets) {
        return (EyerissSpec) Machines.load(name, List.of(sets));
    }

    /** A layer of one group or two whose channels fill words, all ones. */
    private static LayerTrace dense(PublishedMapping of) {
        ConvShape shape = ConvShape.of(
                of.k(),
                of.c(),
                of.groups(),
                of.kernelRows(),
                of.kernelColumns(),
                of.stride() == 1 ? of.outputRows() : 227,
                of.stride() == 1 ? of.outputColumns() : 227,
                of.stride(),
                of.stride() == 1 ? of.kernelRows() / 2 : 0);
        long[] weights = new long[shape.k() * shape.taps() * SparseMap.words(shape.cPerGroup())];
        long[] input = new long[shape.h() * shape.w() * shape.groups() * SparseMap.words(shape.cPerGroup())];
        Arrays.fill(weights, 1);
        Arrays.fill(input, 1);
        return new LayerTrace(
                "layer",
                shape,
                Kernels.ofPresence(WeightForm.DENSE, weights, shape.k(), shape.cPerGroup(), shape.taps()),
                SparseMap.ofPresence(input, shape.h(), shape.w(), shape.c(), shape.groups(), false),
                null,
                PostOps.reluOnly((long) shape.k() * shape.p() * shape.q()),
                0,
                0,
                0.5);
    }

    @Test
    void everyPublishedMappingIsTakenOnTheChip() {
        EyerissSpec chip = load("eyeriss-chip");

        // Five layers of AlexNet, nine shapes of VGG16.
        assertThat(chip.published()).hasSize(14);
        for (PublishedMapping published : chip.published()) {
            LayerRun run = chip.build().run(dense(published), false);
            assertThat(run.mapping()).contains("(published for " + published.layer() + ")");
        }
        assertThat(chip.published().get(2).layer()).isEqualTo("alexnet conv3");
        assertThat(chip.published().get(2).mapping()).isEqualTo(new RowMapping(4, 13, 16, 3, 2, 2, 13));
    }

    @Test
    void theChoiceDecidesWhichMappingsThereAre() {
        assertThat(load("eyeriss-chip", "mapping.choice=published-alexnet").published())
                .hasSize(5)
                .allMatch(mapping -> mapping.layer().startsWith("alexnet"));
        assertThat(load("eyeriss-chip", "mapping.choice=published-vgg16").published())
                .hasSize(9)
                .allMatch(mapping -> mapping.layer().startsWith("vgg16"));
        assertThat(load("eyeriss", "mapping.choice=search").published()).isEmpty();
        assertThat(load("eyeriss").published()).hasSize(14);
    }

    @Test
    void theScaledMachineIsTheChipTimes1024Over168() {
        EyerissSpec chip = load("eyeriss-chip");
        EyerissSpec scaled = load("eyeriss");
        double factor = 1024 / 168.0;

        assertThat(scaled.multipliers()).isEqualTo(1024);
        assertThat(scaled.globalBuffer().banks())
                .isEqualTo((int) Math.round(chip.globalBuffer().banks() * factor));
        // Filter words: 8,192 bytes are 4,096 of 16 bits.
        assertThat(scaled.globalBuffer().filterBytes())
                .isEqualTo((int) Math.round(chip.globalBuffer().filterBytes() / 2 * factor));
        assertThat(scaled.buses())
                .isEqualTo(new EyerissSpec.Buses(
                        (int) Math.round(chip.buses().ifmapWords() * factor),
                        (int) Math.round(chip.buses().filterWords() * factor),
                        (int) Math.round(chip.buses().psumWords() * factor)));
        assertThat(scaled.spads()).isEqualTo(chip.spads());
    }

    @Test
    void aDescribedMachineLoadsAsItself() {
        LoadedMachine odd = Machines.open(
                "eyeriss", List.of("name=odd", "batch=2", "mapping.objective=energy", "run_length.enabled=false"));
        List<String> sets = new ArrayList<>();
        odd.resolved().forEach((path, value) -> {
            if (!path.equals("machine")) {
                sets.add(path + "=" + value);
            }
        });
        assertThat(Machines.open("eyeriss", sets).resolved()).isEqualTo(odd.resolved());
    }

    @Test
    void everyEventHasAPrice() {
        EyerissSpec scaled = load("eyeriss");
        LayerRun run = scaled.build().run(dense(scaled.published().get(4)), false);
        for (String table : EnergyTables.bundled().keySet()) {
            double picojoules = EnergyModel.price(
                            run.activity(),
                            scaled.memories(),
                            run.cycles(),
                            scaled.clockMhz(),
                            EnergyTables.load(table))
                    .totalPj();
            assertThat(picojoules).isPositive();
        }
    }

    @Test
    void wrongFieldsAreNamed() {
        assertThatThrownBy(() -> load("eyeriss", "mapping.choice=publisht"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "mapping.choice must be one of published-alexnet, published-vgg16, published, search, best");
        assertThatThrownBy(() -> load("eyeriss", "run_length.word_bits=12"))
                .hasMessage("--set run_length.word_bits=12: run_length.word_bits must be at least run_length.pairs x "
                        + "(run_length.run_bits + data_bits) = 13, not 12");
        assertThatThrownBy(() -> load("eyeriss", "global_buffer.resident_banks=152"))
                .hasMessage("--set global_buffer.resident_banks=152: global_buffer.resident_banks must be less than "
                        + "global_buffer.banks (152), which hold psums too, not 152");
        assertThatThrownBy(() -> load("eyeriss", "batch=0")).hasMessage("--set batch=0: batch must be 1 to 64, not 0");
        assertThat(Machines.open("eyeriss", List.of("spads.filter_words=8")).advice())
                .containsExactly("spads.filter_words 8 is less than spads.ifmap_words 12: a PE then never uses all of "
                        + "its ifmap spad");
        assertThat(Machines.open("eyeriss", List.of("psum_bits=15")).advice())
                .containsExactly("psum_bits 15 is narrower than a product of two 8-bit values");
    }
}
