package io.github.binlogcapturer;

/** What is wrong with a rule and where; {@link TableRuleReader} turns it into a message that also names the rule. */
final class RuleSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RuleSyntaxException(int at, String what) {
        super("at character " + (at + 1) + ", " + what);
    }
}
