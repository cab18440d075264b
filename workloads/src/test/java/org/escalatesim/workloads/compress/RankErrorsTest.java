package org.escalatesim.workloads.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.escalatesim.workloads.SharedData;
import org.escalatesim.workloads.folder.TraceFolder;
import org.escalatesim.workloads.folder.TraceOptions;
import org.junit.jupiter.api.Test;

class RankErrorsTest {
    private static String digits(List<RankErrors> all, String layer) {
        RankErrors errors =
                all.stream().filter(e -> e.layer().equals(layer)).findFirst().orElseThrow();
        StringBuilder text = new StringBuilder();
        for (double error : errors.errors()) {
            text.append(String.format(Locale.ROOT, "%.3f ", error));
        }
        return text.toString().strip();
    }

    @Test
    void theFiguresAreThoseOfTheDatasReadme() {
        List<RankErrors> all = TraceFolder.open(SharedData.folder("data/resnet20-cifar10"), TraceOptions.defaults())
                .rankErrors();
        assertThat(all).hasSize(19);
        assertThat(digits(all, "layer1_0_conv1")).isEqualTo("0.864 0.723 0.587 0.439 0.363 0.289 0.203 0.129 0.000");
        assertThat(digits(all, "layer3_2_conv2")).isEqualTo("0.498 0.376 0.302 0.229 0.184 0.126 0.093 0.051 0.000");
    }

    @Test
    void refusesFoldersThatAreDecomposed() {
        TraceFolder folder =
                TraceFolder.open(SharedData.folder("data/resnet20-cifar10-penni-m6-ternary"), TraceOptions.defaults());
        assertThatThrownBy(folder::rankErrors).hasMessageContaining("is already decomposed");
    }
}
