package io.github.binlogcapturer.server.logging;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The last line of defence against secrets in messages: drivers and servers put into theirs what they like. Puts {@code ***} in the place of
 * what follows {@code password=} and its kin, of the password in an address, and of bearer tokens. Thread-safe.
 */
public final class SecretMask {

    private static final String NAMES = "[\\w.-]*(?:password|passwd|secret|token)[\\w.-]*|pwd";

    /** {@code password=x}, {@code "password": "x"}, {@code password='x y'}; an empty value is none. */
    private static final Pattern ASSIGNED = Pattern.compile("(?i)((?:" + NAMES
            + ")[\"']?\\s*[=:]\\s*)(?:\"(?:[^\"\\\\]|\\\\.)+\"|'(?:[^'\\\\]|\\\\.)+'|[^\\s\"'&;,)}\\]]+)");

    /** Up to the last @, since a password may have one, and slashes; but a port is no password. */
    private static final Pattern IN_ADDRESS =
            Pattern.compile("(://[^\\s/:@?#]*:)(?!\\d{1,5}(?:[/?#,;]|$))[^\\s\"'<>]+(@)");

    private static final Pattern BEARER = Pattern.compile("(?i)(\\bbearer\\s+)[\\w.~+/=-]{4,}");
    private static final Pattern IDENTIFIED =
            Pattern.compile("(?i)(\\bidentified\\s+by\\s+)('(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\")");

    private SecretMask() {}

    /** Returns the text without what looks like a secret. */
    public static String mask(String text) {
        if (!isSuspicious(text)) {
            return text;
        }
        String masked = ASSIGNED.matcher(text).replaceAll("$1***");
        masked = IN_ADDRESS.matcher(masked).replaceAll("$1***$2");
        masked = BEARER.matcher(masked).replaceAll("$1***");
        return IDENTIFIED.matcher(masked).replaceAll("$1***");
    }

    /** Most messages are not; the patterns are for the rest. */
    private static boolean isSuspicious(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("passw")
                || lower.contains("secret")
                || lower.contains("token")
                || lower.contains("pwd")
                || lower.contains("bearer")
                || lower.contains("identified")
                || (lower.contains("://") && lower.contains("@"));
    }
}
