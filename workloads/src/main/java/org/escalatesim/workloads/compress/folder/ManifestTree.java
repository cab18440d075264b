package org.escalatesim.workloads.compress.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.escalatesim.config.InputException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * A {@code manifest.yaml} as maps and lists, so that what compression does not change is written as it was read,
 * whatever it is. The folder was opened before, so that the manifest is known to hold together.
 */
final class ManifestTree {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .build();
    /** {@code file.npy}, a part of one, or a member of an archive. */
    private static final Pattern ENTRY = Pattern.compile("(.*\\.npy)(?:\\[\\d+\\])?|(.*?\\.(?:npz|safetensors)):.+");

    private final Path folder;
    private final Map<String, Object> top;

    private ManifestTree(Path folder, Map<String, Object> top) {
        this.folder = folder;
        this.top = top;
    }

    /**
     * Reads the manifest of a folder.
     *
     * @throws InputException if a layer has no float weights of its own
     */
    static ManifestTree read(Path folder) {
        Path file = folder.resolve("manifest.yaml");
        if (!Files.isRegularFile(file)) {
            throw new InputException(folder + ": has no manifest.yaml, which compress needs: it writes a folder of the"
                    + " same form, and model.csv has no place for coefficients");
        }
        Map<String, Object> top = YAML.readValue(file.toFile(), new TypeReference<LinkedHashMap<String, Object>>() {});
        ManifestTree tree = new ManifestTree(folder, top);
        for (Map<String, Object> layer : tree.layers()) {
            if (layer.get("coefficients") != null) {
                throw new InputException(folder + ": layer '" + layer.get("name")
                        + "' is already decomposed; compress needs a folder of float weights");
            }
            if (layer.get("branches") != null) {
                throw new InputException(folder + ": layer '" + layer.get("name")
                        + "' is pruned into branches; compress needs layers without");
            }
        }
        return tree;
    }

    /** The layers' names in order. */
    List<String> layerNames() {
        return layers().stream().map(layer -> (String) layer.get("name")).toList();
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> layers() {
        return (List<Map<String, Object>>) top.get("layers");
    }

    /** The layer with this index. */
    Map<String, Object> layer(int index) {
        return layers().get(index);
    }

    /** Sets a key at the top. */
    void set(String key, Object value) {
        top.put(key, value);
    }

    /** Adds to {@code source}, which reports repeat. */
    void addToSource(Map<String, String> more) {
        Map<String, Object> source = new LinkedHashMap<>();
        if (top.get("source") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> source.put(key.toString(), value));
        } else if (top.get("source") != null) {
            source.put("source", top.get("source"));
        }
        source.putAll(more);
        top.put("source", source);
    }

    /** The files that layers name, archives included, as paths within the folder, sorted. */
    List<String> files() {
        TreeSet<String> files = new TreeSet<>();
        for (Map<String, Object> layer : layers()) {
            layer.forEach((key, value) -> {
                if (!key.equals("notes")) {
                    collect(value, files);
                }
            });
        }
        return new ArrayList<>(files);
    }

    private void collect(Object value, TreeSet<String> files) {
        if (value instanceof List<?> list) {
            list.forEach(entry -> collect(entry, files));
        } else if (value instanceof String entry) {
            Matcher matcher = ENTRY.matcher(entry);
            if (matcher.matches()) {
                String file = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
                if (Files.isRegularFile(folder.resolve(file))) {
                    files.add(file);
                }
            }
        }
    }

    /** The file's text. */
    String text() {
        return YAML.writeValueAsString(top);
    }
}
