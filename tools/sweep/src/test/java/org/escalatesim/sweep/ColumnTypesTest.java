package org.escalatesim.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.escalatesim.report.ResultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColumnTypesTest {
    @TempDir
    Path temp;

    private Map<String, Class<?>> types(String text) {
        return ColumnTypes.of(Small.write(temp.resolve("t.csv"), text));
    }

    @Test
    void measuredColumnsHaveTheTypesOfTheirNamesWhateverTheirCells() {
        Map<String, Class<?>> types = types("""
                point,machine,image,seed,failure,cycles,energy_pj,mac_idle_fraction,speedup,version,result
                1,77,,3,,10,5,0,1,1,01234567890123456789
                2,78,,4,,,,,,1,11234567890123456789
                """);
        assertThat(types)
                .isEqualTo(Map.ofEntries(
                        Map.entry("point", Long.class),
                        Map.entry("machine", String.class),
                        Map.entry("image", Long.class),
                        Map.entry("seed", Long.class),
                        Map.entry("failure", String.class),
                        Map.entry("cycles", Long.class),
                        Map.entry("energy_pj", Double.class),
                        Map.entry("mac_idle_fraction", Double.class),
                        Map.entry("speedup", Double.class),
                        Map.entry("version", String.class),
                        Map.entry("result", String.class)));
        assertThat(types.keySet()).startsWith("point", "machine", "image");
    }

    @Test
    void sweptColumnsHaveTheTypesOfTheirCells() {
        assertThat(types("""
                        whole,real,mixed,yes,text,none,long,numeric_density
                        1,1.5,1,true,"T<2,5>",,123456789012345678901,high
                        -2,1e-3,2.5,false,3,,1,low
                        """))
                .isEqualTo(Map.of(
                        "whole", Long.class,
                        "real", Double.class,
                        "mixed", Double.class,
                        "yes", Boolean.class,
                        "text", String.class,
                        "none", String.class,
                        "long", Double.class,
                        "numeric_density", String.class));
    }

    @Test
    void whatIsNoTableIsNamed() {
        assertThatThrownBy(() -> types(""))
                .isInstanceOf(ResultException.class)
                .hasMessage(temp.resolve("t.csv") + ": not a table: it is empty");
        assertThatThrownBy(() -> types("a,b,a\n"))
                .isInstanceOf(ResultException.class)
                .hasMessage(temp.resolve("t.csv") + ": not a table: two columns are called 'a'");
    }
}
