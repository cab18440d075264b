package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.escalatesim.workloads.numpy.NumpyWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of masks from the command line. */
class MaskRunTest {
    @TempDir
    Path temp;

    private String masks;

    /** 4 output channels, 3 input channels, 3 x 3 taps, a 16 x 16 map: all present. */
    @BeforeEach
    void write() throws IOException {
        Path file = temp.resolve("full.npz");
        write(file);
        masks = file.toString();
    }

    static void write(Path file) throws IOException {
        byte[] weights = new byte[4 * 3 * 9];
        byte[] activations = new byte[3 * 16 * 16];
        Arrays.fill(weights, (byte) 1);
        Arrays.fill(activations, (byte) 1);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("wgt_mask.npy"));
            zip.write(NumpyWriter.encode(weights, 4, 3, 3, 3));
            zip.putNextEntry(new ZipEntry("act_mask.npy"));
            zip.write(NumpyWriter.encode(activations, 3, 16, 16));
        }
    }

    @Test
    void masksRunOnTheCompatibleMachine() throws IOException {
        Path out = temp.resolve("out");
        Cli cli = Cli.run(
                "run",
                "--config=scnn-compatible",
                "--trace=" + masks,
                "--set=workload.pad=1",
                "--verify",
                "--out=" + out);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("full").endsWith("verified: 1 layers, all sums and outputs equal\n");
        String json = Files.readString(out.resolve("run.json"));
        assertThat(json).contains("\"pad\" : \"1\"").contains("\"stride\" : \"1\"");
        assertThat(json).doesNotContain(temp.toString());
    }

    @Test
    void badOptionsAreNamed() {
        assertThat(Cli.run("--config=scnn", "--trace=" + masks, "--set=workload.pat=1")
                        .err())
                .contains("workload.pat: a file of masks has no such option; did you mean pad?");
        assertThat(Cli.run("--config=scnn", "--trace=" + masks, "--set=workload.pad=-1")
                        .err())
                .contains("workload.pad: must be a whole number from 0 to 65535, not -1");
        assertThat(Cli.run("--config=scnn", "--trace=" + masks, "--set=workload.pad=3")
                        .err())
                .contains("padding top must be 0 to 2");
        assertThat(Cli.run("--config=scnn", "--trace=" + masks, "--image=1").err())
                .contains("--image needs a trace folder");
        assertThat(Cli.run("--config=scnn", "--trace=" + temp.resolve("none.npz"))
                        .err())
                .contains("no such file");
        assertThat(Cli.run("--config=scnn-compatible", "--trace=" + masks, "--set=workload.stride=2")
                        .err())
                .contains("layer full cannot run on this machine: the compatible mode runs stride 1 alone");
    }
}
