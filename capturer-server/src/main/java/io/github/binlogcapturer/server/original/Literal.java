package io.github.binlogcapturer.server.original;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * A value of Python 2, as far as rules and rows have them. Text is bytes, each as one character: Python 2 compares texts so, and text in
 * UTF-8 has one order either way.
 */
sealed interface Literal {

    /** Python's None, and a column that is NULL or not there. */
    record None() implements Literal {

        @Override
        public String toString() {
            return "None";
        }
    }

    /** What kind of number it is, which only {@code is} tells apart. */
    enum NumberKind {
        INTEGER,
        FLOAT,
        BOOL
    }

    /** A number; True is 1. */
    record Numeric(BigDecimal value, NumberKind kind) implements Literal {

        @Override
        public boolean equals(Object other) {
            return other instanceof Numeric number && value.compareTo(number.value) == 0 && kind == number.kind;
        }

        @Override
        public int hashCode() {
            return value.stripTrailingZeros().hashCode();
        }

        @Override
        public String toString() {
            return kind == NumberKind.BOOL ? (value.signum() == 0 ? "False" : "True") : value.toString();
        }
    }

    /** NaN or an infinity, which a FLOAT or DOUBLE column may hold. */
    record NotFinite(double value) implements Literal {}

    /** A text, one character of up to 255 per byte. */
    record Text(String bytes) implements Literal {

        static Text of(String text) {
            return new Text(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        }

        @Override
        public String toString() {
            return "'" + new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8) + "'";
        }
    }

    /** A tuple or a list. */
    record Sequence(boolean tuple, List<Literal> items) implements Literal {

        public Sequence {
            items = List.copyOf(items);
        }
    }

    None NONE = new None();

    static Literal integer(long value) {
        return new Numeric(BigDecimal.valueOf(value), NumberKind.INTEGER);
    }

    static Literal bool(boolean value) {
        return new Numeric(value ? BigDecimal.ONE : BigDecimal.ZERO, NumberKind.BOOL);
    }

    static Literal real(double value) {
        return Double.isNaN(value) || Double.isInfinite(value)
                ? new NotFinite(value)
                : new Numeric(new BigDecimal(value), NumberKind.FLOAT);
    }

    /** Returns whether two are equal as {@code ==} has it: numbers by value, a tuple is no list, and nothing else across types. */
    static boolean same(Literal left, Literal right) {
        if (left instanceof Numeric a && right instanceof Numeric b) {
            return a.value().compareTo(b.value()) == 0;
        }
        if (left instanceof NotFinite a && right instanceof NotFinite b) {
            return a.value() == b.value();
        }
        if (left instanceof Sequence a && right instanceof Sequence b) {
            return a.tuple() == b.tuple() && sameItems(a.items(), b.items());
        }
        return left.equals(right);
    }

    private static boolean sameItems(List<Literal> left, List<Literal> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!same(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether both are one thing as {@code is} has it: also of one kind, so that {@code 1 is True} does not hold. */
    static boolean identical(Literal left, Literal right) {
        boolean numbers = left instanceof Numeric && right instanceof Numeric;
        return numbers ? left.equals(right) : same(left, right);
    }

    /** Returns whether order is known: nothing is below or above NaN. */
    static boolean comparable(Literal left, Literal right) {
        return !isNan(left) && !isNan(right);
    }

    private static boolean isNan(Literal value) {
        return value instanceof NotFinite number && Double.isNaN(number.value());
    }

    /** Compares as Python 2 does: None is below numbers, numbers below lists, lists below texts, texts below tuples. */
    static int compare(Literal left, Literal right) {
        if (left instanceof Numeric a && right instanceof Numeric b) {
            return a.value().compareTo(b.value());
        }
        if (left instanceof Text a && right instanceof Text b) {
            return a.bytes().compareTo(b.bytes());
        }
        int kinds = Integer.compare(rank(left), rank(right));
        if (kinds != 0 || left instanceof None) {
            return kinds;
        }
        if (left instanceof Sequence a && right instanceof Sequence b) {
            return compareItems(a.items(), b.items());
        }
        return Double.compare(asDouble(left), asDouble(right));
    }

    private static int compareItems(List<Literal> left, List<Literal> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            if (!same(left.get(i), right.get(i))) {
                return compare(left.get(i), right.get(i));
            }
        }
        return Comparator.<Integer>naturalOrder().compare(left.size(), right.size());
    }

    private static double asDouble(Literal value) {
        return value instanceof NotFinite number ? number.value() : 0;
    }

    private static int rank(Literal value) {
        if (value instanceof None) {
            return 0;
        }
        if (value instanceof Sequence sequence) {
            return sequence.tuple() ? 4 : 2;
        }
        return value instanceof Text ? 3 : 1;
    }
}
