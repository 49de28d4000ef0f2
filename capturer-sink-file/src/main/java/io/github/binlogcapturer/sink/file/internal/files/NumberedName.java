package io.github.binlogcapturer.sink.file.internal.files;

import java.util.Locale;
import java.util.regex.Pattern;

/** The names of numbered files, such as {@code binlog-000000001.seg}. */
public final class NumberedName {

    /** What stands behind the name of a file that is written to. */
    public static final String OPEN_SUFFIX = ".open";

    private NumberedName() {}

    /** Returns the name without its extension. The digits are ASCII whatever the locale, so that they are found again. */
    public static String stem(String prefix, long number) {
        return String.format(Locale.ROOT, "%s-%09d", prefix, number);
    }

    /** Returns a regular expression for {@link #stem}, with the number as its only group. */
    public static String stemPattern(String prefix) {
        return Pattern.quote(prefix) + "-(\\d{9,18})";
    }
}
