package org.escalatesim.sweep;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.basic.AbsFunction;
import com.ezylang.evalex.functions.basic.CeilingFunction;
import com.ezylang.evalex.functions.basic.FloorFunction;
import com.ezylang.evalex.functions.basic.MaxFunction;
import com.ezylang.evalex.functions.basic.MinFunction;
import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.ParseException;
import com.ezylang.evalex.parser.Token;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.escalatesim.config.InputException;
import org.escalatesim.config.YamlValue;
import org.escalatesim.sweep.Value.Kind;

/**
 * A condition that every point of a sweep fulfils, such as {@code ring.banks <= ring.slots}: fields, numbers, text in
 * double quotes, true and false; {@code + - * / % ^}, {@code < <= > >= == !=}, {@code && || !}, parentheses, MIN, MAX,
 * ABS, FLOOR, CEILING. Read and computed by EvalEx, whose operators take operands of any kind; what would be computed from
 * operands that do not belong together is refused here.
 */
final class Constraint {
    private static final List<String> COMPARISONS = List.of("<", "<=", ">", ">=");
    private static final List<String> EQUALITIES = List.of("=", "==", "!=", "<>");
    private static final List<String> LOGIC = List.of("&&", "||", "!");

    private final String place;
    private final Expression expression;
    private final Set<String> fields = new LinkedHashSet<>();
    private final Function<String, Kind> kinds;

    /**
     * Reads a condition.
     *
     * @param kinds the kind of value of a field by its path; throws {@link InputException}, without a place, for a path
     *     that is no field
     * @throws InputException for what cannot be read, or has no meaning
     */
    Constraint(YamlValue given, Function<String, Kind> kinds) {
        this.kinds = kinds;
        Value value = Value.of("where", given);
        if (value.kind() == Kind.NUMBER) {
            throw new InputException(given.place()
                    + ": where must be a condition, for example ring.banks <= ring.slots," + " not " + value.text());
        }
        place = given.place() + ": where: " + value.text() + ": ";
        expression = new Expression(value.text(), configuration());
        try {
            Kind kind = kind(expression.getAbstractSyntaxTree());
            if (kind != Kind.BOOLEAN) {
                throw new InputException(place + "must be a comparison, not " + kind.shown);
            }
        } catch (ParseException e) {
            throw new InputException(place + lower(e.getMessage()) + " (character " + e.getStartPosition() + ")");
        }
    }

    private static ExpressionConfiguration configuration() {
        return ExpressionConfiguration.builder()
                .defaultConstants(Map.of(
                        "TRUE", EvaluationValue.booleanValue(true), "FALSE", EvaluationValue.booleanValue(false)))
                .functionDictionary(MapBasedFunctionDictionary.ofFunctions(
                        Map.entry("MIN", new MinFunction()),
                        Map.entry("MAX", new MaxFunction()),
                        Map.entry("ABS", new AbsFunction()),
                        Map.entry("FLOOR", new FloorFunction()),
                        Map.entry("CEILING", new CeilingFunction())))
                .build();
    }

    /** Whether a point fulfils it; throws {@link InputException} if that cannot be computed. Not for several threads. */
    boolean holds(Point point) {
        Map<String, Object> tree = new HashMap<>();
        for (String field : fields) {
            put(tree, field, SweepReader.plain(point, field));
        }
        try {
            return expression.withValues(tree).evaluate().getBooleanValue();
        } catch (EvaluationException | ParseException e) {
            throw new InputException(place + lower(e.getMessage()) + " at " + point.describe());
        }
    }

    private static void put(Map<String, Object> tree, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            tree.put(path, value);
            return;
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> below = (Map<String, Object>)
                tree.computeIfAbsent(path.substring(0, dot), key -> new HashMap<String, Object>());
        put(below, path.substring(dot + 1), value);
    }

    private Kind kind(ASTNode node) {
        Token token = node.getToken();
        return switch (token.getType()) {
            case NUMBER_LITERAL -> Kind.NUMBER;
            case STRING_LITERAL -> Kind.TEXT;
            case VARIABLE_OR_CONSTANT, STRUCTURE_SEPARATOR -> field(node);
            case PREFIX_OPERATOR, INFIX_OPERATOR -> operator(token.getValue(), node.getParameters());
            case FUNCTION -> {
                node.getParameters().forEach(operand -> expect(Kind.NUMBER, operand, token.getValue()));
                yield Kind.NUMBER;
            }
            default -> throw new InputException(place + "'" + token.getValue() + "' has no meaning here");
        };
    }

    private Kind field(ASTNode node) {
        String path = path(node);
        if (path.equalsIgnoreCase("true") || path.equalsIgnoreCase("false")) {
            return Kind.BOOLEAN;
        }
        try {
            Kind kind = kinds.apply(path);
            fields.add(path);
            return kind;
        } catch (InputException e) {
            throw new InputException(place + e.getMessage());
        }
    }

    private String path(ASTNode node) {
        if (node.getToken().getType() != Token.TokenType.STRUCTURE_SEPARATOR) {
            return node.getToken().getValue();
        }
        List<ASTNode> parts = node.getParameters();
        return path(parts.get(0)) + "." + path(parts.get(1));
    }

    private Kind operator(String word, List<ASTNode> operands) {
        if (EQUALITIES.contains(word)) {
            Kind left = kind(operands.get(0));
            expect(left, operands.get(1), word);
            return Kind.BOOLEAN;
        }
        Kind needed = LOGIC.contains(word) ? Kind.BOOLEAN : Kind.NUMBER;
        operands.forEach(operand -> expect(needed, operand, word));
        return COMPARISONS.contains(word) ? Kind.BOOLEAN : needed;
    }

    private void expect(Kind needed, ASTNode operand, String word) {
        Kind kind = kind(operand);
        if (kind != needed) {
            throw new InputException(
                    place + "an operand of " + word + " must be " + needed.shown + ", not " + kind.shown);
        }
    }

    private static String lower(String message) {
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
