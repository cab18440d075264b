package org.escalatesim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files damaged at random either load or are refused with one line per problem; nothing else happens. */
class DamagedFilesTest {
    private static final String ALPHABET = "abz019:-{}[]<>,.#'\"&*!|%@`?\n\t \\é";
    private static final int TRIALS = 600;

    @TempDir
    Path folder;

    @Test
    void machines() throws IOException {
        damage("machines", "tile8", 20261101, file -> Machines.open(file, java.util.List.of()));
    }

    @Test
    void energyTables() throws IOException {
        damage("energy", "45nm-lop", 20261102, EnergyTables::load);
    }

    private void damage(String bundle, String name, long seed, Consumer<String> load) throws IOException {
        String text = new Bundle(Machines.class, bundle, "file").bundled(name).text();
        Random random = new Random(seed);
        Path file = folder.resolve("damaged.yaml");
        int refused = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            StringBuilder damaged = new StringBuilder(text);
            for (int i = 0; i <= random.nextInt(3); i++) {
                int at = random.nextInt(damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.deleteCharAt(at);
                    case 1 -> damaged.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                    default -> damaged.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                }
            }
            Files.writeString(file, damaged);
            try {
                load.accept(file.toString());
            } catch (InputException e) {
                refused++;
                assertThat(e.problems())
                        .hasSizeBetween(1, 6)
                        .allSatisfy(line ->
                                assertThat(line).startsWith(file.toString()).doesNotContain("\n"));
            } catch (RuntimeException e) {
                fail("seed " + seed + ", trial " + trial, e);
            }
        }
        assertThat(refused).isBetween(TRIALS / 4, TRIALS - 1);
    }
}
