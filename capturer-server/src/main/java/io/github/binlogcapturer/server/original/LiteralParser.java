package io.github.binlogcapturer.server.original;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Python literals: None, True, False, numbers, texts, tuples and lists. Nothing is evaluated, so a name, a call or an operator is an
 * error. Not thread-safe.
 */
final class LiteralParser {

    static final String ALLOWED =
            "allowed are None, True, False, numbers, texts in quotes, and tuples and lists of these";

    private static final int MAX_DEPTH = 32;
    private static final Pattern NUMBER =
            Pattern.compile("0[xX]([0-9a-fA-F]+)[lL]?|0[bB]([01]+)[lL]?|0[oO]?([0-7]+)[lL]?"
                    + "|((?:\\d+\\.\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|\\d+[eE][+-]?\\d+)|(\\d+)[lL]?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
    private static final Pattern TEXT_START = Pattern.compile("([uU]?[rR]?|[bB][rR]?)(?=['\"])");

    private final String text;
    private int at;

    private LiteralParser(String text, int from) {
        this.text = text;
        this.at = from;
    }

    /**
     * Reads the literal that a text has from a place on; only white space may follow.
     *
     * @throws RuleSyntaxException if there is something else
     */
    static Literal parse(String text, int from) {
        LiteralParser parser = new LiteralParser(text, from);
        Literal value = parser.value(0);
        parser.skipSpace();
        if (parser.at < text.length()) {
            throw parser.error(
                    "\"" + text.substring(parser.at) + "\" follows the value; nothing is evaluated, " + ALLOWED);
        }
        return value;
    }

    private Literal value(int depth) {
        if (depth > MAX_DEPTH) {
            throw error("more than " + MAX_DEPTH + " tuples and lists in one another");
        }
        skipSpace();
        char first = peek();
        if (first == '(' || first == '[') {
            return sequence(first == '(', depth);
        }
        if (isTextStart()) {
            return texts();
        }
        if (first == '+' || first == '-' || first == '.' || Character.isDigit(first)) {
            return signed();
        }
        return word();
    }

    private Literal sequence(boolean round, int depth) {
        int start = at++;
        char end = round ? ')' : ']';
        List<Literal> items = new ArrayList<>();
        boolean comma = false;
        while (true) {
            skipSpace();
            if (at >= text.length()) {
                at = start;
                throw error("\"" + text.charAt(start) + "\" is not closed by \"" + end + "\"");
            }
            if (peek() == end) {
                at++;
                break;
            }
            if (!items.isEmpty() && !comma) {
                throw error("a comma or \"" + end + "\" is expected");
            }
            items.add(value(depth + 1));
            skipSpace();
            comma = peek() == ',';
            at += comma ? 1 : 0;
        }
        boolean grouping = round && items.size() == 1 && !comma;
        return grouping ? items.get(0) : new Literal.Sequence(round, items);
    }

    /** Texts that stand side by side are one. */
    private Literal texts() {
        StringBuilder bytes = new StringBuilder();
        while (isTextStart()) {
            bytes.append(oneText());
            skipSpace();
        }
        return new Literal.Text(bytes.toString());
    }

    private boolean isTextStart() {
        return matcherHere(TEXT_START).lookingAt();
    }

    private String oneText() {
        Matcher start = matcherHere(TEXT_START);
        if (!start.lookingAt()) {
            throw error("a text is expected");
        }
        String prefix = start.group(1).toLowerCase(Locale.ROOT);
        int open = at;
        at = start.end();
        char quote = text.charAt(at++);
        TextEscapes escapes = new TextEscapes(text, prefix.startsWith("u"), prefix.endsWith("r"));
        StringBuilder bytes = new StringBuilder();
        while (peek() != quote) {
            if (at >= text.length()) {
                at = open;
                throw error("the text is not closed by " + quote);
            }
            at = escapes.next(at, bytes);
        }
        at++;
        return bytes.toString();
    }

    private Literal signed() {
        boolean negative = false;
        while (peek() == '-' || peek() == '+') {
            negative ^= peek() == '-';
            at++;
            skipSpace();
        }
        Literal.Numeric number = number();
        return negative ? new Literal.Numeric(number.value().negate(), number.kind()) : number;
    }

    private Literal.Numeric number() {
        Matcher matcher = matcherHere(NUMBER);
        if (!matcher.lookingAt()) {
            throw error("a number is expected; " + ALLOWED);
        }
        int start = at;
        at = matcher.end();
        if (Character.isLetterOrDigit(peek()) || peek() == '_' || peek() == '.') {
            at = start;
            throw error(
                    "this is no number of Python: \"" + text.substring(start).strip() + "\"");
        }
        if (matcher.group(4) != null) {
            return real(matcher.group(4), start);
        }
        for (int group = 1; group <= 3; group++) {
            if (matcher.group(group) != null) {
                int radix = group == 1 ? 16 : group == 2 ? 2 : 8;
                return integer(new BigInteger(matcher.group(group), radix));
            }
        }
        return integer(new BigInteger(matcher.group(5)));
    }

    private Literal.Numeric real(String digits, int start) {
        if (Literal.real(Double.parseDouble(digits)) instanceof Literal.Numeric number) {
            return number;
        }
        at = start;
        throw error(digits + " is beyond the largest float");
    }

    private static Literal.Numeric integer(BigInteger value) {
        return new Literal.Numeric(new BigDecimal(value), Literal.NumberKind.INTEGER);
    }

    private Literal word() {
        Matcher matcher = matcherHere(WORD);
        String word = matcher.lookingAt() ? matcher.group() : "";
        at += word.length();
        return switch (word) {
            case "None" -> Literal.NONE;
            case "True" -> Literal.bool(true);
            case "False" -> Literal.bool(false);
            default -> throw noLiteral(at - word.length());
        };
    }

    private RuleSyntaxException noLiteral(int start) {
        at = start;
        String rest = text.substring(start).strip();
        return error((rest.isEmpty() ? "a value is missing" : "\"" + rest + "\" is no literal") + "; " + ALLOWED);
    }

    private Matcher matcherHere(Pattern pattern) {
        return pattern.matcher(text).region(at, text.length()).useTransparentBounds(true);
    }

    private void skipSpace() {
        while (at < text.length() && (peek() == ' ' || peek() == '\t' || peek() == '\f')) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private RuleSyntaxException error(String what) {
        return new RuleSyntaxException(at, what);
    }

    /** What stands between the quotes of a text, put down as bytes. */
    private record TextEscapes(String text, boolean unicode, boolean raw) {

        /** Puts down what stands at a place, and returns the place behind it. */
        int next(int at, StringBuilder bytes) {
            char current = text.charAt(at);
            boolean last = at + 1 >= text.length();
            if (current != '\\' || last) {
                int codePoint = text.codePointAt(at);
                put(codePoint, bytes);
                return at + Character.charCount(codePoint);
            }
            if (raw) {
                bytes.append('\\');
                put(text.codePointAt(at + 1), bytes);
                return at + 1 + Character.charCount(text.codePointAt(at + 1));
            }
            return escape(at, text.charAt(at + 1), bytes);
        }

        private int escape(int at, char kind, StringBuilder bytes) {
            int simple = "abfnrtv\\'\"".indexOf(kind);
            if (simple >= 0) {
                bytes.append("\u0007\b\f\n\r\t\u000b\\'\"".charAt(simple));
                return at + 2;
            }
            if (kind == 'x') {
                return digits(at, 2, 16, 2, bytes);
            }
            if (kind >= '0' && kind <= '7') {
                int length = 1;
                while (length < 3 && at + 1 + length < text.length() && isOctal(text.charAt(at + 1 + length))) {
                    length++;
                }
                return digits(at, length, 8, 1, bytes);
            }
            if (unicode && (kind == 'u' || kind == 'U')) {
                return digits(at, kind == 'u' ? 4 : 8, 16, 2, bytes);
            }
            if (unicode && kind == 'N') {
                throw new RuleSyntaxException(at, "\\N{...} is not known here; write the character itself");
            }
            bytes.append('\\');
            return at + 1;
        }

        private int digits(int at, int length, int radix, int skip, StringBuilder bytes) {
            int from = at + skip;
            int to = from + length;
            if (to > text.length() || !text.substring(from, to).matches(radix == 8 ? "[0-7]+" : "[0-9a-fA-F]+")) {
                throw new RuleSyntaxException(at, "\\" + text.charAt(at + 1) + " needs " + length + " digits");
            }
            long value = Long.parseLong(text.substring(from, to), radix);
            if (value > Character.MAX_CODE_POINT) {
                throw new RuleSyntaxException(at, "there is no such character");
            }
            if (unicode) {
                put((int) value, bytes);
            } else {
                bytes.append((char) (value & 0xff));
            }
            return to;
        }

        private static boolean isOctal(char digit) {
            return digit >= '0' && digit <= '7';
        }

        private static void put(int codePoint, StringBuilder bytes) {
            byte[] utf8 = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
            bytes.append(new String(utf8, StandardCharsets.ISO_8859_1));
        }
    }
}
