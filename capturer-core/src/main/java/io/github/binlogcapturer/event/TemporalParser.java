package io.github.binlogcapturer.event;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the texts of {@link Temporals} back into packed values, days that no calendar has included. All methods throw
 * {@link IllegalArgumentException} where a text has another form or a number too large for its bits.
 */
final class TemporalParser {

    private static final Pattern DATE_TIME =
            Pattern.compile("(\\d{4,5})-(\\d\\d?)-(\\d\\d?)(?:[ T](\\d\\d?):(\\d\\d?):(\\d\\d?)(?:\\.(\\d{1,6}))?)?");
    private static final Pattern TIME = Pattern.compile("(-?)(\\d{1,4}):(\\d\\d?):(\\d\\d?)(?:\\.\\d+)?");

    private static final int MAX_YEAR = 9999;
    private static final int MAX_TIME_HOUR = 1023;

    private TemporalParser() {}

    static long dateTime(String text) {
        Matcher parts = match(DATE_TIME, text, "YYYY-MM-DD HH:MM:SS[.ffffff]");
        long packed = (long) date(parts) << Temporals.DATE_SHIFT;
        if (parts.group(4) == null) {
            return packed;
        }
        String fraction = parts.group(7) == null ? "" : parts.group(7);
        int micros = Integer.parseInt((fraction + "000000").substring(0, 6));
        return packed | Temporals.packClock(part(parts, 4, 23), part(parts, 5, 59), part(parts, 6, 59), micros);
    }

    /** Reads a date; a time of day behind it is left out, as a cast in the database does. */
    static int date(String text) {
        return date(match(DATE_TIME, text, "YYYY-MM-DD"));
    }

    /** Reads a time; the database stores no fraction of it. */
    static int time(String text) {
        Matcher parts = match(TIME, text, "[-]HH:MM:SS");
        int magnitude = (part(parts, 2, MAX_TIME_HOUR) << 12) | (part(parts, 3, 59) << 6) | part(parts, 4, 59);
        return parts.group(1).isEmpty() ? magnitude : -magnitude;
    }

    /** Reads a date and time as the Unix seconds that it means in a zone; the zero date is 0. */
    static long timestamp(String text, ZoneId zone) {
        long packed = dateTime(text);
        if (packed == 0) {
            return 0;
        }
        if (!(Temporals.dateTimeValue(packed) instanceof LocalDateTime moment)) {
            throw new IllegalArgumentException("there is no such moment");
        }
        return Temporals.packTimestamp(moment.withNano(0).atZone(zone).toInstant());
    }

    private static int date(Matcher parts) {
        return Temporals.packDate(part(parts, 1, MAX_YEAR), part(parts, 2, 12), part(parts, 3, 31));
    }

    private static int part(Matcher parts, int group, int max) {
        int value = Integer.parseInt(parts.group(group));
        if (value > max) {
            throw new IllegalArgumentException(value + " is more than " + max);
        }
        return value;
    }

    private static Matcher match(Pattern form, String text, String shownForm) {
        Matcher matcher = form.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("it has not the form " + shownForm);
        }
        return matcher;
    }
}
