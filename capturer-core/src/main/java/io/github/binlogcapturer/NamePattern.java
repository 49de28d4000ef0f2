package io.github.binlogcapturer;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One side of a rule, as a regular expression for the whole name.
 *
 * @param literal the only name that matches, or empty where there may be several
 */
record NamePattern(Pattern regex, Optional<String> literal) {

    boolean matches(String name) {
        return regex.matcher(name).matches();
    }

    NamePattern ignoringCase() {
        int flags = regex.flags() | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        return new NamePattern(Pattern.compile(regex.pattern(), flags), literal);
    }
}
