package org.escalatesim.workloads.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleSimTopologyTest {
    private static final String HEADER =
            "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels," + " Num Filter, Strides,\n";

    @TempDir
    Path temp;

    @Test
    void convolutionsHaveNoPaddingAndOneStride() {
        Network network = ScaleSimTopology.read(
                "dir/alex.csv", HEADER + "Conv1, 224, 220, 11, 5, 3, 96, 4,\n\nFC 6,1,1,1,1,9,8,1\n");
        assertThat(network.name()).isEqualTo("alex");
        assertThat(network.layers()).hasSize(2);
        Network.Layer first = network.layers().get(0);
        assertThat(first.shape()).isEqualTo(new ConvShape(96, 3, 1, 11, 5, 224, 220, 4, 4, 0, 0, 3, 1));
        // (224 - 11) / 4 + 1 = 54.25 and (220 - 5) / 4 + 1 = 54.75, both rounded up as SCALE-Sim does.
        assertThat(first.shape().p()).isEqualTo(55);
        assertThat(first.shape().q()).isEqualTo(55);
        assertThat(first.input()).isEmpty();
        assertThat(network.layers().get(1).name()).isEqualTo("FC_6");
        assertThat(network.layers().get(1).shape().isFullyConnected()).isTrue();
        assertThat(network.layers().get(1).input()).containsExactly(0);
    }

    /** Sides are ceil((H - R + stride) / stride); a window that has no row of the map is left out. */
    @Test
    void outputSidesAreThoseOfScaleSim() {
        for (int side = 5; side < 30; side++) {
            for (int kernel = 1; kernel <= 5; kernel++) {
                for (int stride = 1; stride <= 4; stride++) {
                    String line = "a," + side + ",9," + kernel + ",3,1,1," + stride + ",\n";
                    ConvShape shape = ScaleSimTopology.read("x.csv", HEADER + line)
                            .layers()
                            .get(0)
                            .shape();
                    int outputs = (int) Math.ceil((side - kernel + stride) / (double) stride);
                    boolean outside = (outputs - 1) * stride >= side;
                    assertThat(shape.p()).as(line).isEqualTo(outside ? outputs - 1 : outputs);
                }
            }
        }
    }

    @Test
    void stridesMayDifferAndColumnsMayStandInAnyOrder() {
        Network network = ScaleSimTopology.read(
                "x.csv",
                "Layer,Channels,Num Filter,IFMAP Height,IFMAP Width,Filter Height,Filter Width,Stride Height,Stride Width\n"
                        + "a,2,4,9,9,3,3,1,2\n");
        ConvShape shape = network.layers().get(0).shape();
        assertThat(shape.describe()).isEqualTo("4x2x3x3/1,2 9x9 > 7x4");
    }

    @Test
    void productsAreOneByOneConvolutions() {
        Network network = ScaleSimTopology.read("g.csv", "Layer,M,N,K,\nqkv,128,2304,768,\nhead,1,10,768,\n");
        ConvShape shape = network.layers().get(0).shape();
        assertThat(shape).isEqualTo(ConvShape.of(2304, 768, 1, 1, 1, 128, 1, 1, 0));
        assertThat(shape.denseMacs()).isEqualTo(128L * 2304 * 768);
        assertThat(network.layers().get(1).shape().isFullyConnected()).isTrue();
    }

    @Test
    void aFileIsAWorkloadOfTheDensitiesGiven() throws IOException {
        Path file =
                Files.writeString(temp.resolve("net.csv"), HEADER + "a,12,12,3,3,64,64,1,\nb,20,20,3,3,128,64,2,\n");
        assertThatThrownBy(() -> Networks.load(file.toString(), NetworkOptions.DEFAULTS))
                .hasMessageContaining("workload.coefficient_density and workload.activation_density");
        Workload workload = Networks.load(
                file.toString(),
                NetworkOptions.DEFAULTS.set("coefficient_density", ".25").set("activation_density", ".4"));
        assertThat(workload.size()).isEqualTo(2);
        LayerTrace trace = workload.load(1, true);
        assertThat(trace.weights().nonZeros() / (double) trace.weights().count())
                .isBetween(.2, .3);
        assertThat(workload.notes()).anyMatch(note -> note.contains("SCALE-Sim topology"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | x.csv: is empty; the first line must name the columns",
                "Layer,M,N,K | x.csv: has no layer after line 1",
                "Layer,M,N | x.csv:1: columns are missing or mixed; accepted are",
                "M,N,K | x.csv:1: columns are missing or mixed",
                "Layer,M,N,K,Sparsity | x.csv:1: no column may be called 'Sparsity'; accepted are",
                "Layer,M,N,M | x.csv:1: two columns are called 'M'",
                "Layer,M,N,K;a,1,2 | x.csv:2: has 3 cells, the header 4",
                "Layer,M,N,K;a,0,2,3 | x.csv:2: M must be a whole number from 1 to 65535, not '0'",
                "Layer,M,N,K;a,1,2.5,3 | x.csv:2: N must be a whole number from 1 to 1048576, not '2.5'",
                "Layer,IFMAP Height,IFMAP Width,Filter Height,Filter Width,Channels,Num Filter,Strides;a,9,x,3,3,1,1,1"
                        + " | x.csv:2: IFMAP Width must be a whole number from 1 to 65535, not 'x'",
                "Layer,M,N,K;a,1,2,3;a,1,2,3 | x.csv:3: the layer's name must be unique, not 'a' again or image",
                "Layer,M,N,K;a,60000,2,1000000 | x.csv:2: must have fewer than",
            })
    void badFilesAreOneLine(String text, String message) {
        assertThatThrownBy(() -> ScaleSimTopology.read("x.csv", text.replace(';', '\n')))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aKernelLargerThanTheMapIsOneLine() {
        assertThatThrownBy(() -> ScaleSimTopology.read("x.csv", HEADER + "a,4,4,5,5,1,1,1\n"))
                .hasMessage("x.csv:2: a: the kernel (5 x 5) is larger than the padded map (4 x 4)");
    }
}
