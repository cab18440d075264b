package org.escalatesim.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.escalatesim.config.InputException;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.folder.TraceFolder;
import org.escalatesim.workloads.folder.TraceOptions;

/** A folder of recorded weights and activations. */
final class TraceWork implements Work {
    private static final List<String> ARRAYS = List.of(".npy", ".npz", ".safetensors");
    private final Path folder;
    private final String label;
    private final String network;
    private final int recorded;
    private final long denseMacs;
    private final String content;
    private List<Integer> images = List.of(0);

    /** Opens a folder and checks every array in it; throws {@link InputException}. */
    TraceWork(Path folder) {
        this.folder = folder;
        Path name = folder.toAbsolutePath().normalize().getFileName();
        label = name == null ? "root" : name.toString();
        TraceFolder trace = TraceFolder.open(folder, TraceOptions.defaults());
        network = trace.network();
        recorded = trace.images();
        Workload workload = trace.workload(0);
        long sum = 0;
        for (int i = 0; i < workload.size(); i++) {
            sum += workload.shape(i).denseMacs();
        }
        denseMacs = sum;
        content = content(folder);
    }

    /** Images of the folder. */
    int recorded() {
        return recorded;
    }

    /** Chooses images, each 0 to {@link #recorded} - 1. */
    void choose(List<Integer> chosen) {
        images = List.copyOf(chosen);
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public long denseMacs() {
        return denseMacs;
    }

    @Override
    public List<Integer> images() {
        return images;
    }

    @Override
    public boolean has(String option) {
        return TraceOptions.paths().contains(option);
    }

    @Override
    public void check(String option, String value) {
        List<WeightForm> any = List.of(WeightForm.values());
        // The form that has the option: which form runs is for the machine to say.
        WeightForm form = any.stream()
                .filter(each -> TraceOptions.formHas(option, each))
                .findFirst()
                .orElseThrow();
        TraceOptions.of(List.<String[]>of(new String[] {option, value}), option.equals("form") ? any : List.of(form));
    }

    @Override
    public Prepared prepare(Integer image, Long seed, Map<String, String> given, List<WeightForm> forms) {
        List<String[]> sets = new ArrayList<>();
        given.forEach((path, value) -> sets.add(new String[] {path, value}));
        TraceOptions options = TraceOptions.of(sets, TraceFolder.forms(folder, forms));
        return new Prepared(
                "trace",
                network,
                null,
                options.describe(),
                List.of(image),
                content,
                () -> TraceFolder.open(folder, options).workload(image));
    }

    /** Hash of the manifest and all arrays, with their names. */
    private static String content(Path folder) {
        List<String> parts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(TraceWork::counts).sorted().toList()) {
                parts.add(folder.relativize(file).toString());
                parts.add(Hash.of(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new InputException(folder + ": cannot be read");
        }
        return Hash.of(String.join("\n", parts));
    }

    private static boolean counts(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && (name.equals("manifest.yaml")
                        || name.equals("model.csv")
                        || ARRAYS.stream().anyMatch(name::endsWith));
    }
}
