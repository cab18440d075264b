package org.escalatesim.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.escalatesim.area.AreaEstimate;
import org.escalatesim.area.AreaModel;
import org.escalatesim.area.UnitAreas;
import org.escalatesim.machine.MachineSpec;

/** Area table files: bundled ones by name, anyone's by path. */
public final class AreaTables {
    /** The table that is used when none is named. */
    public static final String DEFAULT = "45nm";

    private static final Bundle BUNDLE = new Bundle(AreaTables.class, "area", "area table");

    private AreaTables() {}

    /**
     * Loads a table: an existing path wins, else a bundled name with or without {@code .yaml}.
     *
     * @throws InputException for anything wrong with the file
     */
    public static UnitAreas load(String nameOrPath) {
        return read(BUNDLE.find(nameOrPath)).table();
    }

    /** The area of a machine by the bundled table, which every run records. */
    public static AreaEstimate estimate(MachineSpec spec) {
        return AreaModel.estimate(spec, Default.TABLE);
    }

    /** The bundled tables with one line about each, in their order. */
    public static Map<String, String> bundled() {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String name : BUNDLE.names()) {
            lines.put(name, read(BUNDLE.bundled(name)).description());
        }
        return Collections.unmodifiableMap(lines);
    }

    private static AreaFile read(Bundle.Found file) {
        return YamlBinder.bind(file.name(), Layers.read(BUNDLE, file).whole(), AreaFile.class, Set.of(Layers.EXTENDS));
    }

    /** Read once, when it is first needed: sweeps ask for every point. */
    private static final class Default {
        static final UnitAreas TABLE = read(BUNDLE.bundled(DEFAULT)).table();
    }
}
