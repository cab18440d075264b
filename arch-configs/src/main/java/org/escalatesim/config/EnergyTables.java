package org.escalatesim.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.escalatesim.energy.EnergyTable;

/** Energy table files: bundled ones by name, anyone's by path. */
public final class EnergyTables {
    /** The table that is used when none is named. */
    public static final String DEFAULT = "45nm-lop";

    private static final Bundle BUNDLE = new Bundle(EnergyTables.class, "energy", "energy table");

    private EnergyTables() {}

    /**
     * Loads a table: an existing path wins, else a bundled name with or without {@code .yaml}. A file with the key
     * {@code ERT} is Accelergy's.
     *
     * @throws InputException for anything wrong with the file
     */
    public static EnergyTable load(String nameOrPath) {
        return open(nameOrPath).table();
    }

    /** Like {@link #load}, with all rows that the table prices by. */
    public static LoadedEnergy open(String nameOrPath) {
        Bundle.Found found = BUNDLE.find(nameOrPath);
        YamlNode root = YamlParser.parse(found.name(), found.text());
        if (ErtFile.is(root)) {
            ErtFile ert = ErtFile.read(found, root);
            return new LoadedEnergy(ert, ert.resolved());
        }
        ErtFile.refuseMistyped(root);
        EnergyFile file = read(found);
        return new LoadedEnergy(file.table(), file.resolved());
    }

    /** Whether a table prices by component (Accelergy's), so that it is of one machine alone. */
    public static boolean byComponent(LoadedEnergy energy) {
        return energy.table() instanceof ErtFile;
    }

    /** The bundled tables with one line about each, in their order. */
    public static Map<String, String> bundled() {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String name : BUNDLE.names()) {
            lines.put(name, read(BUNDLE.bundled(name)).description());
        }
        return Collections.unmodifiableMap(lines);
    }

    /** A file with what it extends. */
    static EnergyFile read(Bundle.Found file) {
        return YamlBinder.bind(
                file.name(), Layers.read(BUNDLE, file).whole(), EnergyFile.class, Set.of(Layers.EXTENDS));
    }
}
