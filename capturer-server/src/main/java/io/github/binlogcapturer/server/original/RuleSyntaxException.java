package io.github.binlogcapturer.server.original;

/** A rule cannot be read; says at which character of its text, counted from 1. */
final class RuleSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int column;

    RuleSyntaxException(int at, String what) {
        super("column " + (at + 1) + ": " + what);
        this.column = at + 1;
    }

    int column() {
        return column;
    }

    /** Returns what is wrong, without the column. */
    String what() {
        return String.valueOf(getMessage()).substring(("column " + column + ": ").length());
    }
}
