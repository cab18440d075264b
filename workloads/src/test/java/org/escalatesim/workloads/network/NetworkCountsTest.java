package org.escalatesim.workloads.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Do the bundled layer lists add up to the published counts, or to a count from the block structure? */
class NetworkCountsTest {

    /** torchvision, the num_params and _ops (in units of 10^9 multiply-accumulates) of each model's weights entry. */
    @ParameterizedTest
    @CsvSource({
        "vgg16, 138357544, 15.470",
        "resnet18, 11689512, 1.814",
        "resnet50, 25557032, 4.089",
        "resnet152, 60192808, 11.514",
        "mobilenetv2, 3504872, 0.301",
        "squeezenet, 1248424, 0.819",
    })
    void torchvisionsCounts(String name, long parameters, double billionMacs) {
        Network network = Networks.network(name);
        assertThat(network.parameters()).isEqualTo(parameters);
        assertThat(network.denseMacs() / 1e9).isCloseTo(billionMacs, within(.0006));
    }

    /** Chen et al., Eyeriss, ISSCC 2016, abstract: the convolutions of AlexNet have 2.3 M weights and 666 M MACs. */
    @Test
    void alexnetsConvolutions() {
        Network network = Networks.network("alexnet");
        long macs = 0;
        long weights = 0;
        for (Network.Layer layer : network.layers()) {
            if (layer.name().startsWith("conv")) {
                macs += layer.shape().denseMacs();
                weights += layer.shape().parameters();
            }
        }
        assertThat(macs / 1_000_000).isEqualTo(665);
        assertThat(macs / 1e6).isCloseTo(666, within(.6));
        assertThat(weights / 1e6).isCloseTo(2.3, within(.05));
        // Krizhevsky et al., NIPS 2012, abstract: 60 million parameters. Here counted from the layer sizes of section
        // 3.5.
        long fullyConnected = 4096L * (9216 + 1) + 4096L * (4096 + 1) + 1000L * (4096 + 1);
        long convolutions = 96 * (363 + 1) + 256 * (1200 + 1) + 384 * (2304 + 1) + 384 * (1728 + 1) + 256 * (1728 + 1);
        assertThat(network.parameters()).isEqualTo(fullyConnected + convolutions);
        assertThat(network.parameters() / 1e6).isCloseTo(60, within(1.0));
    }

    /** The README of akamaster/pytorch_resnet_cifar10: .27 M and .85 M. Exactly: from the stages, 2n blocks each. */
    @ParameterizedTest
    @CsvSource({"resnet20-cifar, 3, 0.27", "resnet56-cifar, 9, 0.85"})
    void cifarResnets(String name, int blocks, double millions) {
        Network network = Networks.network(name);
        assertThat(network.parameters() / 1e6).isCloseTo(millions, within(.006));
        long weights = 16 * 27 + 64 * 10;
        long macs = 16 * 27 * 1024L + 640;
        long extra = 2 * 16 + 10;
        for (int stage = 0; stage < 3; stage++) {
            long k = 16L << stage;
            long pixels = 1024L >> (2 * stage);
            long from = stage == 0 ? k : k / 2;
            long stageWeights = 9 * k * from + 9 * k * k * (2L * blocks - 1);
            weights += stageWeights;
            macs += stageWeights * pixels;
            extra += 2 * k * 2 * blocks;
        }
        assertThat(network.parameters()).isEqualTo(weights + extra);
        assertThat(network.denseMacs()).isEqualTo(macs);
    }

    /** The README of huyvnphan/PyTorch_CIFAR10: ResNet-18 with ten classes has 11.174 M parameters (7x7 or 3x3 first
     * layer differ by 7,680, which is less than the digits given). */
    @Test
    void resnet18ForCifar() {
        Network network = Networks.network("resnet18-cifar");
        assertThat(network.parameters() / 1e6).isCloseTo(11.174, within(.001));
        // Per stage of width k on p pixels: first block k/2 -> k (3x3 and 1x1 shortcut) and three k -> k.
        long macs = 64L * 27 * 1024 + 4L * 9 * 64 * 64 * 1024 + 5120;
        for (int stage = 1; stage < 4; stage++) {
            long k = 64L << stage;
            long pixels = 1024L >> (2 * stage);
            macs += pixels * (k * k / 2 * 9 + k * k / 2 + 3 * 9 * k * k);
        }
        assertThat(network.denseMacs()).isEqualTo(macs);
    }

    /** No published count read: from the block structure (3, 8, 36, 3 bottlenecks). */
    @Test
    void resnet152ForCifar() {
        Network network = Networks.network("resnet152-cifar");
        int[] blocks = {3, 8, 36, 3};
        long weights = 64 * 27;
        long macs = weights * 1024;
        long normed = 64;
        for (int stage = 0; stage < 4; stage++) {
            long k = 64L << stage;
            long pixels = 1024L >> (2 * stage);
            long from = stage == 0 ? 64 : 2 * k;
            long before = stage == 0 ? pixels : 4 * pixels;
            long inner = 9 * k * k + 4 * k * k;
            weights += from * k + from * 4 * k + inner + (blocks[stage] - 1) * (4 * k * k + inner);
            macs += before * from * k + pixels * (from * 4 * k + inner + (blocks[stage] - 1) * (4 * k * k + inner));
            normed += 4 * k + blocks[stage] * 6 * k;
        }
        assertThat(network.parameters()).isEqualTo(weights + 2 * normed + 2048 * 10 + 10);
        assertThat(network.denseMacs()).isEqualTo(macs + 20480);
    }

    /** No published count read: sums over the stages' channel pairs. */
    @Test
    void vgg16ForCifar() {
        Network network = Networks.network("vgg16-cifar");
        int[] stages = {2, 2, 3, 3, 3};
        long weights = 0;
        long macs = 0;
        long channels = 0;
        long from = 3;
        for (int stage = 0; stage < 5; stage++) {
            long k = Math.min(512, 64L << stage);
            long stageWeights = 9 * k * from + 9 * k * k * (stages[stage] - 1);
            weights += stageWeights;
            macs += stageWeights * (1024L >> (2 * stage));
            channels += k * stages[stage];
            from = k;
        }
        assertThat(network.parameters()).isEqualTo(weights + 2 * channels + 5120 + 10);
        assertThat(network.denseMacs()).isEqualTo(macs + 5120);
    }

    /** The README of huyvnphan/PyTorch_CIFAR10: 2.237 M. Exactly ImageNet's less 990 classes; MACs from the bottlenecks. */
    @Test
    void mobilenetv2ForCifar() {
        Network network = Networks.network("mobilenetv2-cifar");
        assertThat(network.parameters()).isEqualTo(3504872 - 990 * 1281);
        assertThat(network.parameters() / 1e6).isCloseTo(2.237, within(.0005));
        int[][] table = {
            {1, 16, 1, 1}, {6, 24, 2, 1}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}
        };
        long side = 32;
        long from = 32;
        long macs = 27 * 32 * side * side;
        for (int[] row : table) {
            for (int block = 0; block < row[2]; block++) {
                long hidden = from * row[0];
                macs += row[0] == 1 ? 0 : side * side * from * hidden;
                side /= block == 0 ? row[3] : 1;
                macs += side * side * hidden * (9 + row[1]);
                from = row[1];
            }
        }
        assertThat(network.denseMacs()).isEqualTo(macs + side * side * 320 * 1280 + 12800);
    }

    /** No published count read: from the six widths of each module. */
    @Test
    void googlenet() {
        Network network = Networks.network("googlenet");
        int[][] widths = {
            {64, 96, 128, 16, 32, 32, 28}, {128, 128, 192, 32, 96, 64, 28}, {192, 96, 208, 16, 48, 64, 14},
            {160, 112, 224, 24, 64, 64, 14}, {128, 128, 256, 24, 64, 64, 14}, {112, 144, 288, 32, 64, 64, 14},
            {256, 160, 320, 32, 128, 128, 14}, {256, 160, 320, 32, 128, 128, 7}, {384, 192, 384, 48, 128, 128, 7}
        };
        long weights = 147 * 64 + 64 * 64 + 9 * 64 * 192 + 1024 * 1000;
        long macs = 147L * 64 * 112 * 112 + (64 * 64 + 9 * 64 * 192) * 56L * 56 + 1024 * 1000;
        long biases = 64 + 64 + 192 + 1000;
        long from = 192;
        for (int[] w : widths) {
            long module = from * (w[0] + w[1] + w[3] + w[5]) + 9L * w[1] * w[2] + 25L * w[3] * w[4];
            weights += module;
            macs += module * w[6] * w[6];
            biases += w[0] + w[1] + w[2] + w[3] + w[4] + w[5];
            from = w[0] + w[2] + w[4] + w[5];
        }
        assertThat(network.parameters()).isEqualTo(weights + biases);
        assertThat(network.denseMacs()).isEqualTo(macs);
    }
}
