package org.escalatesim.workloads.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import org.escalatesim.config.InputException;
import org.escalatesim.config.YamlReader;

/** What says what a folder's arrays are: its {@code manifest.yaml}, or else its {@code model.csv}. */
final class Manifests {
    static final String MANIFEST = "manifest.yaml";

    private Manifests() {}

    /** The arrays of a folder; throws {@link InputException} if there is no folder, or nothing that describes it. */
    static ArrayStore store(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(
                    folder + (Files.exists(folder) ? ": is a file, not a folder" : ": no such folder"));
        }
        Path manifest = folder.resolve(MANIFEST);
        if (Files.isRegularFile(manifest)) {
            return new ArrayStore(folder, manifest);
        }
        Path model = folder.resolve(ModelCsv.FILE);
        if (Files.isRegularFile(model)) {
            return new ArrayStore(folder, model, true);
        }
        throw new InputException(folder + ": has no " + MANIFEST + " and no " + ModelCsv.FILE);
    }

    /** Reads what describes a folder that {@link #store} accepts. */
    static Manifest read(Path folder) {
        Path manifest = folder.resolve(MANIFEST);
        return Files.isRegularFile(manifest) ? YamlReader.read(manifest, Manifest.class) : ModelCsv.read(folder);
    }
}
