package org.escalatesim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayersCsvTest {
    @Test
    void oneRowPerLayerAndNoTotalRow() {
        List<String> lines =
                LayersCsv.write(Samples.priced(Samples.run())).lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("layer,cycles,dense_macs,multiplier_utilisation,energy_pj,");
        // utilisation 360 / (10 x 100); with the 40 bypassed 400 / 1,000
        assertThat(lines.get(1))
                .startsWith("first,100,1152,0.36,1500000,72,0.72,360,40,0.4,48,32,1200000,300000,320,0,");
        assertThat(lines.get(2)).startsWith("second,200,1152,0.18,1500000,72,0.36,");
    }

    @Test
    void ledgerFractionsOfAKindSumToOne() {
        List<String> lines =
                LayersCsv.write(Samples.priced(Samples.run())).lines().toList();
        String[] names = lines.get(0).split(",");
        // the mapping is the only quoted cell: it has a comma
        String[] cells = lines.get(1).replaceAll("\"[^\"]*\"", "").split(",");
        double sum = 0;
        for (int i = 0; i < names.length; i++) {
            if (names[i].startsWith("ca_")) {
                sum += Double.parseDouble(cells[i]);
            }
        }
        assertThat(sum).isEqualTo(1);
        assertThat(cells[Arrays.asList(names).indexOf("ca_idle_fraction")]).isEqualTo("0.5");
        assertThat(cells[Arrays.asList(names).indexOf("activation_density")]).isEqualTo("0.25");
        assertThat(cells[Arrays.asList(names).indexOf("weight_density")]).isEqualTo("0.375");
        assertThat(cells[Arrays.asList(names).indexOf("slots_written")]).isEqualTo("16");
    }

    @Test
    void severalImagesAddAnImageColumn() {
        List<String> lines =
                LayersCsv.write(Samples.priced(Samples.run(0, 3))).lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).startsWith("image,layer,");
        assertThat(lines.get(4)).startsWith("3,second,203,");
    }
}
