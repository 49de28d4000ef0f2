package io.github.binlogcapturer.server.original;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on one column of a row: {@code amount >= 100}, {@code state in ('new', 'paid')}, {@code note is not None}. Values are
 * Python literals, compared as Python 2 does: numbers by value, whatever their type; texts by their bytes in UTF-8; None below numbers,
 * numbers below lists, lists below texts, texts below tuples, so {@code 3 == '3'} never holds and {@code 3 < '3'} always does. {@code is}
 * is {@code ==} that also wants the same type. {@code in} a text looks for a part of it, and holds for no number.
 *
 * <p>Columns: integers, BOOL, FLOAT and DOUBLE are numbers, dates and times their text ({@code '2026-01-31 08:00:00'}, with a point and
 * microseconds only where there are some), bytes and text are text. NULL, and a column that the table does not have, is None. 0 and the empty
 * text are themselves, which the original took for None. Immutable and thread-safe.
 */
public final class RowRule {

    private static final Pattern WHOLE = Pattern.compile(
            "\\s*([^\\s=<>!]+)\\s*(==|!=|<>|<=|>=|<|>|not\\s+in(?=[\\s('\"\\[])|in(?=[\\s('\"\\[])|is\\s+not(?=\\s)|is(?=\\s))\\s*(?=\\S)");

    private final String column;
    private final Comparison comparison;
    private final Literal value;

    RowRule(String column, Comparison comparison, Literal value) {
        this.column = column;
        this.comparison = comparison;
        this.value = value;
    }

    /**
     * Reads a condition such as {@code amount >= 100}.
     *
     * @throws IllegalArgumentException if it is none; says at which character, and what is allowed
     */
    public static RowRule parse(String text) {
        Matcher matcher = WHOLE.matcher(text);
        if (!matcher.lookingAt()) {
            throw new RuleSyntaxException(
                    0,
                    "\"" + text + "\" is not of the form COLUMN OPERATOR VALUE; operators are " + Comparison.ALLOWED
                            + ", for values " + LiteralParser.ALLOWED);
        }
        Comparison comparison = Comparison.of(matcher.group(2)).orElseThrow();
        return checked(matcher.group(1), comparison, LiteralParser.parse(text, matcher.end()), matcher.end());
    }

    /** @param at where the value begins, for the message */
    static RowRule checked(String column, Comparison comparison, Literal value, int at) {
        if (!comparison.takes(value)) {
            throw new RuleSyntaxException(
                    at,
                    "\"" + comparison.sign() + "\" looks into a tuple, a list or a text, but the value is " + value
                            + "; write (" + value + ",) for one value");
        }
        return new RowRule(column, comparison, value);
    }

    /** Returns whether it holds for an image of a row. */
    public boolean holds(Row row) {
        return comparison.holds(valueOf(row), value);
    }

    private Literal valueOf(Row row) {
        if (!row.schema().hasColumn(column)) {
            return Literal.NONE;
        }
        int index = row.schema().indexOf(column);
        Object found = row.value(index);
        if (found == null) {
            return Literal.NONE;
        }
        if (found instanceof Boolean flag) {
            return Literal.bool(flag);
        }
        if (found instanceof BigInteger number) {
            return new Literal.Numeric(new BigDecimal(number), Literal.NumberKind.INTEGER);
        }
        if (found instanceof Float || found instanceof Double) {
            return Literal.real(((Number) found).doubleValue());
        }
        return found instanceof Number number ? Literal.integer(number.longValue()) : text(row, index);
    }

    private static Literal text(Row row, int index) {
        Column described = row.schema().columns().get(index);
        if (described.holdsBytes()) {
            return new Literal.Text(new String(Objects.requireNonNull(row.bytes(index)), StandardCharsets.ISO_8859_1));
        }
        return Literal.Text.of(Objects.requireNonNull(row.text(index)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowRule rule
                && column.equals(rule.column)
                && comparison == rule.comparison
                && value.equals(rule.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(column, comparison, value);
    }

    /** Returns the condition as it could be written. */
    @Override
    public String toString() {
        return column + " " + comparison.sign() + " " + value;
    }
}
