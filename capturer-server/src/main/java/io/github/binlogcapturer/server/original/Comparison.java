package io.github.binlogcapturer.server.original;

import java.util.Map;
import java.util.Optional;

/** The operators of rules, with the meaning of Python 2. */
enum Comparison {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">="),
    IN("in"),
    NOT_IN("not in"),
    IS("is"),
    IS_NOT("is not");

    static final String ALLOWED = "==, !=, <>, <, <=, >, >=, in, not in, is, is not";

    private static final Map<String, Comparison> BY_SIGN = Map.ofEntries(
            Map.entry("==", EQUAL),
            Map.entry("!=", NOT_EQUAL),
            Map.entry("<>", NOT_EQUAL),
            Map.entry("<", LESS),
            Map.entry("<=", AT_MOST),
            Map.entry(">", GREATER),
            Map.entry(">=", AT_LEAST),
            Map.entry("in", IN),
            Map.entry("not in", NOT_IN),
            Map.entry("is", IS),
            Map.entry("is not", IS_NOT));

    private final String sign;

    Comparison(String sign) {
        this.sign = sign;
    }

    static Optional<Comparison> of(String text) {
        return Optional.ofNullable(BY_SIGN.get(text.strip().replaceAll("\\s+", " ")));
    }

    String sign() {
        return sign;
    }

    /** Returns whether a value may stand behind the operator: {@code in} wants something to look in. */
    boolean takes(Literal value) {
        boolean holder = value instanceof Literal.Sequence || value instanceof Literal.Text;
        return holder || !(this == IN || this == NOT_IN);
    }

    boolean holds(Literal left, Literal right) {
        return switch (this) {
            case EQUAL -> Literal.same(left, right);
            case NOT_EQUAL -> !Literal.same(left, right);
            case LESS -> Literal.comparable(left, right) && Literal.compare(left, right) < 0;
            case AT_MOST -> Literal.comparable(left, right) && Literal.compare(left, right) <= 0;
            case GREATER -> Literal.comparable(left, right) && Literal.compare(left, right) > 0;
            case AT_LEAST -> Literal.comparable(left, right) && Literal.compare(left, right) >= 0;
            case IN -> contains(right, left);
            case NOT_IN -> !contains(right, left);
            case IS -> Literal.identical(left, right);
            case IS_NOT -> !Literal.identical(left, right);
        };
    }

    /** In a text only texts are found; Python raised an error for anything else, which ended the original. */
    private static boolean contains(Literal holder, Literal item) {
        if (holder instanceof Literal.Sequence sequence) {
            return sequence.items().stream().anyMatch(each -> Literal.same(item, each));
        }
        return holder instanceof Literal.Text text
                && item instanceof Literal.Text part
                && text.bytes().contains(part.bytes());
    }
}
