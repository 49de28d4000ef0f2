package io.github.binlogcapturer.server.terminal;

/** Paints text, or leaves it plain where nobody sees colours. Immutable and thread-safe. */
public final class Colours {

    private static final Colours ON = new Colours(true);
    private static final Colours OFF = new Colours(false);

    private final boolean on;

    private Colours(boolean on) {
        this.on = on;
    }

    /** Returns colours, or none. */
    public static Colours of(boolean on) {
        return on ? ON : OFF;
    }

    /** Returns the text in a style. The text is not looked at: make data {@linkplain SafeText#of safe} first. */
    public String paint(Style style, String text) {
        return on ? "\u001b[" + style.code() + "m" + text + "\u001b[0m" : text;
    }

    /** Returns whether anything is painted. */
    public boolean areOn() {
        return on;
    }
}
