package io.github.binlogcapturer.sink.mysql.internal.verify;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A column as a server shows it.
 *
 * @param type with length and attributes, in lower case
 * @param collation empty if the server names none
 * @param generated whether the server computes it
 */
record ColumnShape(String name, String type, String collation, boolean generated) {

    private static final Set<String> UNICODE = Set.of("utf8", "utf8mb3", "utf8mb4", "ascii", "");
    private static final Pattern GENERATED = Pattern.compile("(virtual|stored|persistent)\\b.*");

    static ColumnShape of(String name, String type, String collation, String extra) {
        return new ColumnShape(
                name,
                type.toLowerCase(Locale.ROOT),
                collation,
                GENERATED.matcher(extra.toLowerCase(Locale.ROOT)).matches());
    }

    ValueKind kind() {
        return ValueKind.of(type);
    }

    boolean isEnumeration() {
        return type.startsWith("enum") || type.startsWith("set");
    }

    /** Returns what to select so that drivers give no more and no less than the value. */
    String selected() {
        boolean disguised = type.startsWith("bit")
                || type.startsWith("year")
                || type.startsWith("bool")
                || type.startsWith("tinyint(1)");
        return disguised || type.contains("zerofill") ? quoted() + "+0" : quoted();
    }

    /** Returns the collation without its character set, which does not matter to an order. */
    String order() {
        return collation.replaceFirst("^[^_]*_", "");
    }

    String quoted() {
        return Literals.name(name);
    }

    /** Returns an expression for a checksum: different for different values, and the same on each server for the same. */
    String summed() {
        return switch (kind()) {
            case NUMBER, FLOAT, DOUBLE, TIME -> "IFNULL(" + selected() + ",'N')";
            case TEXT, JSON -> "IFNULL(MD5(" + unicode() + "),'N')";
            case BYTES -> "IFNULL(MD5(" + quoted() + "),'N')";
        };
    }

    private String unicode() {
        String charset = collation.replaceAll("_.*", "");
        return UNICODE.contains(charset) ? quoted() : "CONVERT(" + quoted() + " USING utf8mb4)";
    }

    /** Returns the type without what does not matter to the text of a value. */
    String comparedType() {
        String plain = type.replace("zerofill", "").replace("unsigned", "").trim();
        return switch (kind()) {
            case NUMBER -> plain.startsWith("decimal") || plain.startsWith("numeric") ? scale(plain) : "integer";
            case TEXT -> "text";
            case BYTES -> "bytes";
            case FLOAT, DOUBLE, TIME, JSON -> plain;
        };
    }

    private static String scale(String decimal) {
        int comma = decimal.indexOf(',');
        return "decimal" + (comma < 0 ? "" : decimal.substring(comma));
    }
}
