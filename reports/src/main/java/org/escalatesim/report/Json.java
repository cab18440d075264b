package org.escalatesim.report;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/** JSON as all result files have it: keys in the order given, indented down to single records, LF line ends. */
public final class Json {
    private static final int INDENTED_LEVELS = 4;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** The mapper, for reading. */
    static JsonMapper mapper() {
        return MAPPER;
    }

    /** Text of a tree of maps, lists, strings, numbers and booleans. */
    public static String write(Object tree) {
        return MAPPER.writer().with(new ShallowPrinter()).writeValueAsString(tree) + "\n";
    }

    /** A new line for each value of the outer levels; what lies deeper stays on one line. */
    private static final class ShallowPrinter extends DefaultPrettyPrinter {
        private static final long serialVersionUID = 1L;

        ShallowPrinter() {
            _objectIndenter = new ShallowIndenter();
            _arrayIndenter = _objectIndenter;
        }

        @Override
        public DefaultPrettyPrinter createInstance() {
            return new ShallowPrinter();
        }

        @Override
        public void writeEndObject(JsonGenerator generator, int entries) {
            if (_nesting > INDENTED_LEVELS && entries > 0) {
                _nesting--;
                generator.writeRaw(" }");
            } else {
                super.writeEndObject(generator, entries);
            }
        }
    }

    private static final class ShallowIndenter implements DefaultPrettyPrinter.Indenter {
        @Override
        public void writeIndentation(JsonGenerator generator, int level) {
            generator.writeRaw(level <= INDENTED_LEVELS ? "\n" + "  ".repeat(level) : " ");
        }

        @Override
        public boolean isInline() {
            return false;
        }
    }
}
