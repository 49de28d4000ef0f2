package io.github.binlogcapturer.format.internal.sql;

import java.util.Locale;

/**
 * How statements look.
 *
 * @param original as the original BinlogCapturer wrote them: in lower case, every new row as {@code replace}, deletes by a list of keys
 * @param qualified whether the table's name has its database in front
 */
public record SqlShape(boolean original, boolean qualified) {

    /** Returns words of SQL as this shape writes them. */
    String words(String upperCase) {
        return original ? upperCase.toLowerCase(Locale.ROOT) : upperCase;
    }
}
