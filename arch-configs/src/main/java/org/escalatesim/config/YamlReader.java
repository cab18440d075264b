package org.escalatesim.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Reads YAML files into records, strictly: unknown, missing, duplicate or wrongly typed keys are errors with their
 * line and column, the accepted values and the nearest name.
 *
 * <ul>
 *   <li>A key is the component's name in snake_case ({@code clockMhz} is {@code clock_mhz}), or the value of Jackson's
 *       {@code @JsonProperty} for names that Java does not allow.
 *   <li>Components may be int, long, double, boolean, their wrappers, String, an enum (written {@code round-robin} for
 *       {@code ROUND_ROBIN}), a record, {@code List<T>}, {@code T[]}, {@code Map<String or enum, T>}, {@code Optional<T>}.
 *       Lists and maps are unmodifiable and keep the order of the file.
 *   <li>Every key must be given unless its component is marked {@link OptionalKey} or is a wrapper, an {@code Optional}
 *       or an {@code Object}. A key left out, or written without a value, is null, or empty for lists and maps.
 *   <li>{@code Object} takes free-form values (notes) as Map, List, String, Long, Double, Boolean;
 *       Jackson's {@code JsonNode} takes them too, and {@link YamlValue}, which keeps the place.
 *   <li>Scalars follow the core schema of YAML 1.2 and are not converted: {@code 1.0} is no integer, {@code 45} no text,
 *       {@code yes} no boolean. Integers are accepted as reals; NaN and infinity are not.
 *   <li>A record's constructor may throw {@link org.escalatesim.machine.SpecException}, whose path (from the top of the
 *       file, or from the record) is turned into line and column, or IllegalArgumentException, placed at the record.
 *   <li>Aliases are refused, in merge keys too.
 * </ul>
 */
public final class YamlReader {
    private YamlReader() {}

    /** Reads a file into a record type; throws {@link InputException} when it is missing or does not fit. */
    public static <T> T read(Path file, Class<T> type) {
        return read(file.toString(), text(file), type);
    }

    /** Reads text into a record type; {@code name} is how messages call the text. */
    public static <T> T read(String name, String text, Class<T> type) {
        return YamlBinder.bind(name, YamlParser.parse(name, text), type, Set.of());
    }

    /** A file's text; throws {@link InputException} when it cannot be read. */
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": no such file");
        } catch (CharacterCodingException e) {
            throw new InputException(file + ": is not UTF-8 text");
        } catch (IOException e) {
            String why = Files.isDirectory(file) ? "is a folder, not a file" : "cannot be read";
            throw new InputException(file + ": " + why);
        }
    }
}
