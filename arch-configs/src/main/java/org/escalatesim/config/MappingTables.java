package org.escalatesim.config;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.eyeriss.EyerissSpec;
import org.escalatesim.eyeriss.PublishedMapping;
import org.escalatesim.eyeriss.RowMapping;

/** Published mappings of networks on Eyeriss: bundled files, one per network, with a source per file and a note per layer. */
final class MappingTables {
    private static final Bundle BUNDLE = new Bundle(Machines.class, "mappings", "table of mappings");

    private MappingTables() {}

    /** A file. */
    private record Table(String network, String source, List<Layer> layers) {}

    /**
     * A layer's mapping.
     *
     * @param kernel rows, columns
     * @param out output rows, columns
     * @param note what must be known about it
     */
    private record Layer(
            String layer,
            int k,
            int c,
            int groups,
            int[] kernel,
            int stride,
            int[] out,
            RowMapping mapping,
            @OptionalKey String note) {}

    /** The mappings that a choice may take. */
    static List<PublishedMapping> of(EyerissSpec.Choice choice) {
        List<String> names = switch (choice) {
            case PUBLISHED_ALEXNET -> List.of("alexnet");
            case PUBLISHED_VGG16 -> List.of("vgg16");
            case PUBLISHED, BEST -> BUNDLE.names();
            case SEARCH -> List.of();
        };
        List<PublishedMapping> mappings = new ArrayList<>();
        for (String name : names) {
            Bundle.Found file = BUNDLE.bundled(name);
            Table table = YamlReader.read(file.name(), file.text(), Table.class);
            for (Layer layer : table.layers()) {
                mappings.add(new PublishedMapping(
                        table.network() + " " + layer.layer(),
                        layer.k(),
                        layer.c(),
                        layer.groups(),
                        layer.kernel()[0],
                        layer.kernel()[1],
                        layer.stride(),
                        layer.out()[0],
                        layer.out()[1],
                        layer.mapping()));
            }
        }
        return mappings;
    }
}
