package org.escalatesim.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.escalatesim.report.ResultException;

/** Results in a folder that no point of its sweep has: of an edited sweep, or of another version. They are left alone. */
public final class OtherResults {
    private OtherResults() {}

    /**
     * One of them.
     *
     * @param result null if it is damaged
     * @param line one line that names the file and says what it is
     */
    record Other(String key, ResultFile result, String line) {}

    /** One line each, in the order of their names. */
    public static List<String> lines(ResultStore store, Set<String> keys, String version) {
        return list(store, keys, version).stream().map(Other::line).toList();
    }

    static List<Other> list(ResultStore store, Set<String> keys, String version) {
        List<Other> others = new ArrayList<>();
        for (String key : store.keys()) {
            if (!keys.contains(key)) {
                try {
                    ResultFile result = ResultFile.read(store.file(key).toString(), store.read(key));
                    String what = result.version().equals(version)
                            ? "of no point of this sweep"
                            : "of version " + result.version() + ", not " + version;
                    others.add(new Other(key, result, store.file(key) + ": " + what));
                } catch (ResultException e) {
                    others.add(new Other(key, null, e.getMessage()));
                }
            }
        }
        return others;
    }
}
