package org.escalatesim.sweep;

import java.math.BigDecimal;
import org.escalatesim.config.InputException;
import org.escalatesim.config.YamlValue;

/**
 * One value of an axis.
 *
 * @param plain a BigDecimal, String or Boolean
 * @param text the value as tables show it; numbers without exponents and needless zeros
 * @param yaml the value in the file, or as it would stand there
 */
record Value(Object plain, String text, YamlValue yaml) {

    /** A single value; {@code field} is how messages call it. Throws {@link InputException} for anything else. */
    static Value of(String field, YamlValue yaml) {
        Object plain = yaml.isList() || yaml.isSection() ? null : yaml.plain();
        if (plain instanceof Double real && !Double.isFinite(real)) {
            plain = null;
        }
        if (plain instanceof Long || plain instanceof Double) {
            BigDecimal number = new BigDecimal(plain instanceof Long ? plain.toString() : yaml.text());
            return new Value(number, plain(number), yaml);
        }
        if (plain == null) {
            throw new InputException(yaml.place() + ": " + field + " must be a number, text, true or false, not "
                    + (yaml.isNothing() ? "nothing" : yaml.shown()));
        }
        return new Value(plain, plain.toString(), yaml);
    }

    /** A number as it stands in tables and, in place of a range, in the file. */
    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** Number, text or boolean, for messages. */
    Kind kind() {
        if (plain instanceof BigDecimal) {
            return Kind.NUMBER;
        }
        return plain instanceof Boolean ? Kind.BOOLEAN : Kind.TEXT;
    }

    /** What a value is. */
    enum Kind {
        NUMBER("a number"),
        TEXT("text"),
        BOOLEAN("true or false");

        final String shown;

        Kind(String shown) {
            this.shown = shown;
        }
    }
}
