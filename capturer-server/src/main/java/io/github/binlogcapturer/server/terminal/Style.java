package io.github.binlogcapturer.server.terminal;

/** How a piece of text looks on a terminal that has colours. */
public enum Style {
    GREEN("32"),
    RED("31"),
    YELLOW("33"),
    CYAN("36"),
    BOLD("1"),
    DIM("2");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
