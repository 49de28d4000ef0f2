package io.github.binlogcapturer.server.terminal;

/** Keeps data from steering the terminal it is shown on: escape sequences, line breaks, and characters that turn the direction of text. */
public final class SafeText {

    private SafeText() {}

    /** Returns the text on one line, each character that is no plain one as an escape such as {@code \n} or {@code \u001b}. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return escaped(text, i);
            }
        }
        return text;
    }

    private static String escaped(String text, int first) {
        StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> safe.append("\\n");
                case '\r' -> safe.append("\\r");
                case '\t' -> safe.append("\\t");
                default -> {
                    if (isPlain(c)) {
                        safe.append(c);
                    } else {
                        safe.append(String.format("\\u%04x", (int) c));
                    }
                }
            }
        }
        return safe.toString();
    }

    private static boolean isPlain(char c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
