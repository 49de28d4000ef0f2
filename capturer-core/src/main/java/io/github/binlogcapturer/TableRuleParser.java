package io.github.binlogcapturer;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads one rule from left to right. Used once. */
final class TableRuleParser {

    private final String text;
    private int at;
    /** The side under construction, as a regular expression and as a name. */
    private final StringBuilder regex = new StringBuilder();

    private final StringBuilder literal = new StringBuilder();
    private boolean exact;

    TableRuleParser(String text) {
        this.text = text;
    }

    TableRule parse() {
        boolean includes = !text.startsWith("!");
        at = includes ? 0 : 1;
        NamePattern database = side("database");
        if (at == text.length()) {
            throw new RuleSyntaxException(at, "the dot between database and table is missing");
        }
        at++;
        NamePattern table = side("table");
        if (at < text.length()) {
            throw new RuleSyntaxException(
                    at, "a second dot; if it belongs to a name, write \\. or put the name in backticks");
        }
        return new TableRule(text, includes, database, table);
    }

    private NamePattern side(String what) {
        int start = at;
        NamePattern pattern = at < text.length() && text.charAt(at) == '/' ? regularExpression() : wildcards();
        if (at == start || pattern.literal().filter(String::isEmpty).isPresent()) {
            throw new RuleSyntaxException(start, "the " + what + " is missing");
        }
        return pattern;
    }

    private NamePattern regularExpression() {
        int start = at + 1;
        int end = start;
        while (end < text.length() && text.charAt(end) != '/') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            throw new RuleSyntaxException(at, "the regular expression has no closing slash");
        }
        at = end + 1;
        if (at < text.length() && text.charAt(at) != '.') {
            throw new RuleSyntaxException(
                    at, "a regular expression is the whole side of a rule, so a dot or the end must follow it");
        }
        try {
            return new NamePattern(Pattern.compile(text.substring(start, end)), Optional.empty());
        } catch (PatternSyntaxException e) {
            throw new RuleSyntaxException(
                    start + Math.max(e.getIndex(), 0), "the regular expression is wrong: " + e.getDescription());
        }
    }

    private NamePattern wildcards() {
        regex.setLength(0);
        literal.setLength(0);
        exact = true;
        while (at < text.length() && text.charAt(at) != '.') {
            switch (text.charAt(at)) {
                case '*' -> wildcard(".*");
                case '?' -> wildcard(".");
                case '[' -> characterClass();
                case '`', '"' -> quoted();
                case '\\' -> escaped();
                default -> plain();
            }
        }
        return new NamePattern(
                Pattern.compile(regex.toString(), Pattern.DOTALL),
                exact ? Optional.of(literal.toString()) : Optional.empty());
    }

    private void wildcard(String expression) {
        regex.append(expression);
        exact = false;
        at++;
    }

    private void plain() {
        int character = text.codePointAt(at);
        if (character < 0x80 && !Character.isLetterOrDigit(character) && character != '_' && character != '$') {
            throw new RuleSyntaxException(
                    at,
                    "'" + Character.toString(character)
                            + "' does not stand for itself; write a backslash in front of it or put the name in backticks");
        }
        literal(character);
        at += Character.charCount(character);
    }

    private void escaped() {
        at++;
        literal(escapedCharacter());
        at++;
    }

    private char escapedCharacter() {
        if (at >= text.length()) {
            throw new RuleSyntaxException(at - 1, "nothing follows the backslash");
        }
        char character = text.charAt(at);
        if (character >= 0x80 || Character.isLetterOrDigit(character)) {
            throw new RuleSyntaxException(
                    at - 1, "a backslash stands in front of punctuation only; '" + character + "' needs none");
        }
        return character;
    }

    private void quoted() {
        int start = at;
        char quote = text.charAt(at++);
        while (at < text.length()) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            if (character == quote) {
                if (at == text.length() || text.charAt(at) != quote) {
                    return;
                }
                at++;
            }
            literal(character);
        }
        throw new RuleSyntaxException(start, "the closing " + quote + " is missing");
    }

    private void literal(int character) {
        literal.appendCodePoint(character);
        appendLiteral(character);
    }

    private void appendLiteral(int character) {
        if (character < 0x80 && !Character.isLetterOrDigit(character)) {
            regex.append('\\');
        }
        regex.appendCodePoint(character);
    }

    private void characterClass() {
        int start = at++;
        exact = false;
        regex.append('[');
        if (at < text.length() && text.charAt(at) == '!') {
            regex.append('^');
            at++;
        }
        int first = at;
        while (at < text.length() && text.charAt(at) != ']') {
            classMember();
        }
        if (at >= text.length()) {
            throw new RuleSyntaxException(start, "the closing ] is missing");
        }
        if (at == first) {
            throw new RuleSyntaxException(start, "there is nothing between the brackets");
        }
        regex.append(']');
        at++;
    }

    private void classMember() {
        int start = at;
        int from = classCharacter();
        appendLiteral(from);
        if (at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
            at++;
            int to = classCharacter();
            if (to < from) {
                throw new RuleSyntaxException(start, "the range " + text.substring(start, at) + " runs backwards");
            }
            regex.append('-');
            appendLiteral(to);
        }
    }

    private int classCharacter() {
        if (text.charAt(at) == '\\') {
            at++;
            return classStep(escapedCharacter());
        }
        return classStep(text.codePointAt(at));
    }

    private int classStep(int character) {
        at += Character.charCount(character);
        return character;
    }
}
