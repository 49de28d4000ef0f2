package io.github.binlogcapturer.server.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes YAML line by line, with comments; texts are escaped so that they read back the same. Not thread-safe. */
final class YamlText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./+-]*");
    private static final List<String> WORDS = List.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");
    private static final int STEP = 2;

    private final StringBuilder out = new StringBuilder();
    private int indent;

    void comment(String what) {
        line("# " + what);
    }

    /** Writes a key with a value and where it comes from. */
    void put(String key, Object value, String comment) {
        line(key + ": " + flow(value) + (comment.isEmpty() ? "" : "  # " + comment));
    }

    /** Writes a key whose value is a reference to an environment variable. */
    void reference(String key, String variable, String comment) {
        line(key + ": \"${env:" + variable + "}\"  # " + comment);
    }

    void begin(String key) {
        line(key + ":");
        indent += STEP;
    }

    void end() {
        indent -= STEP;
    }

    void list(String key) {
        begin(key);
    }

    /** Begins an item of a list with its first key. */
    void item(String key, Object value, String comment) {
        put("- " + key, value, comment);
        indent += STEP;
    }

    void endItem() {
        indent -= STEP;
    }

    private void line(String text) {
        out.append(" ".repeat(indent)).append(text).append('\n');
    }

    private static String flow(Object value) {
        if (value instanceof Map<?, ?> map) {
            return "{"
                    + String.join(
                            ", ",
                            map.entrySet().stream()
                                    .map(each -> scalar(String.valueOf(each.getKey())) + ": " + flow(each.getValue()))
                                    .toList())
                    + "}";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(YamlText::flow).toList()) + "]";
        }
        return value instanceof String text ? scalar(text) : String.valueOf(value);
    }

    private static String scalar(String text) {
        if (PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.replace("${", "$${").codePoints().forEach(code -> quoted.append(escaped(code)));
        return quoted.append('"').toString();
    }

    private static String escaped(int code) {
        if (code == '"' || code == '\\') {
            return "\\" + (char) code;
        }
        boolean shown = code >= ' ' && code < 0x7f;
        return shown ? Character.toString(code) : String.format("\\U%08x", code);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
