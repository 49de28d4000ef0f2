package io.github.binlogcapturer.sink.mysql.internal.verify;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How values of a column are read, compared and written as literals. */
enum ValueKind {
    NUMBER,
    FLOAT,
    DOUBLE,
    TEXT,
    /** Read as bytes; its text is hexadecimal. */
    BYTES,
    TIME,
    JSON;

    private static final MathContext FLOAT_DIGITS = new MathContext(6);
    private static final MathContext DOUBLE_DIGITS = new MathContext(12);

    /** Returns the kind of a type as SHOW COLUMNS names it. */
    static ValueKind of(String sqlType) {
        String name = sqlType.toLowerCase(Locale.ROOT).replaceAll("[^a-z].*", "");
        return switch (name) {
            case "tinyint",
                    "smallint",
                    "mediumint",
                    "int",
                    "integer",
                    "bigint",
                    "decimal",
                    "numeric",
                    "bit",
                    "year",
                    "bool",
                    "boolean" -> NUMBER;
            case "float" -> FLOAT;
            case "double", "real" -> DOUBLE;
            case "date", "datetime", "timestamp", "time" -> TIME;
            case "json" -> JSON;
            case "char",
                    "varchar",
                    "tinytext",
                    "text",
                    "mediumtext",
                    "longtext",
                    "enum",
                    "set",
                    "uuid",
                    "inet4",
                    "inet6" -> TEXT;
            default -> BYTES;
        };
    }

    /** Returns the kind in which values of two kinds can be compared. */
    static ValueKind common(ValueKind one, ValueKind two) {
        for (ValueKind kind : new ValueKind[] {BYTES, FLOAT, DOUBLE, JSON}) {
            if (one == kind || two == kind) {
                return kind;
            }
        }
        return one == two ? one : TEXT;
    }

    boolean isInexact() {
        return this == FLOAT || this == DOUBLE;
    }

    /** Returns the text by which equal values of both sides are equal. */
    String normal(String raw) {
        return switch (this) {
            case NUMBER -> plain(raw, MathContext.UNLIMITED);
            case FLOAT -> plain(raw, FLOAT_DIGITS);
            case DOUBLE -> plain(raw, DOUBLE_DIGITS);
            case TIME -> raw.indexOf('.') < 0 ? raw : raw.replaceAll("\\.?0+$", "");
            case JSON -> withoutWhiteSpace(raw);
            case TEXT, BYTES -> raw;
        };
    }

    /** Also values just on the two sides of a rounding are the same. */
    boolean same(String one, String two) {
        if (normal(one).equals(normal(two))) {
            return true;
        }
        if (!isInexact()) {
            return false;
        }
        BigDecimal a = new BigDecimal(one);
        BigDecimal b = new BigDecimal(two);
        int digits = (this == FLOAT ? FLOAT_DIGITS : DOUBLE_DIGITS).getPrecision();
        return a.subtract(b).abs().scaleByPowerOfTen(digits).compareTo(a.abs().max(b.abs())) <= 0;
    }

    private static String plain(String raw, MathContext digits) {
        return new BigDecimal(raw).round(digits).stripTrailingZeros().toString();
    }

    private static String withoutWhiteSpace(String json) {
        StringBuilder text = new StringBuilder(json.length());
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted || !Character.isWhitespace(c)) {
                text.append(c);
            }
            if (quoted && c == '\\' && i + 1 < json.length()) {
                text.append(json.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            }
        }
        return text.toString();
    }
}
