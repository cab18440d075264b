package org.escalatesim.config;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.LoadedMachine.Source;
import org.escalatesim.config.YamlNode.Field;
import org.escalatesim.config.YamlNode.Fields;

/**
 * Where every field of a machine file comes from. A file that gives a value without a source, or replaces the value of a
 * file that it extends, is itself the source: the old reason does not hold for the new value.
 */
final class MachineSources {
    private MachineSources() {}

    /**
     * The {@code sources:} section: reasons by the field's path.
     *
     * @param published fields given by a publication
     * @param assumed fields that are our own choice
     */
    record Section(
            @OptionalKey Map<String, String> published,
            @OptionalKey Map<String, String> assumed) {}

    /** The source of every leaf, in the order of the leaves; throws {@link InputException} for an orphaned source. */
    static Map<String, Source> of(Layers.Layered layers, Map<String, Type> leaves) {
        Map<String, Source> sources = new LinkedHashMap<>();
        for (String path : leaves.keySet()) {
            sources.put(path, new Source(false, "not given"));
        }
        List<String> problems = new ArrayList<>();
        add(layers, sources, leaves, problems);
        if (!problems.isEmpty()) {
            throw YamlBinder.failure(layers.name(), problems);
        }
        return sources;
    }

    private static void add(
            Layers.Layered layer, Map<String, Source> sources, Map<String, Type> leaves, List<String> problems) {
        if (layer.base() != null) {
            add(layer.base(), sources, leaves, problems);
        }
        for (String path : leaves.keySet()) {
            if (YamlNode.at(layer.own(), path) != null) {
                sources.put(path, new Source(false, "no source given in " + layer.name()));
            }
        }
        YamlNode published = YamlNode.at(layer.own(), "sources.published");
        YamlNode assumed = YamlNode.at(layer.own(), "sources.assumed");
        reasons(published, null, true, sources, leaves, problems);
        reasons(assumed, published, false, sources, leaves, problems);
    }

    private static void reasons(
            YamlNode section,
            YamlNode other,
            boolean published,
            Map<String, Source> sources,
            Map<String, Type> leaves,
            List<String> problems) {
        if (!(section instanceof Fields reasons)) {
            return;
        }
        for (Map.Entry<String, Field> entry : reasons.fields().entrySet()) {
            String path = entry.getKey();
            String place = entry.getValue().place();
            if (!leaves.containsKey(path)) {
                problems.add(place + ": sources: " + path + " is not a field" + Overrides.accepted(path, leaves));
            } else if (other instanceof Fields fields && fields.get(path) != null) {
                problems.add(place + ": sources: " + path + " is both published and assumed");
            } else if (entry.getValue().value() instanceof YamlNode.Scalar reason) {
                sources.put(path, new Source(published, reason.text()));
            }
        }
    }
}
