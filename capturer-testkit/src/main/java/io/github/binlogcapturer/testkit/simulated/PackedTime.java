package io.github.binlogcapturer.testkit.simulated;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates and times as BaikalDB packs them into bits, from Java's types or from texts; texts may name days that no calendar has. Stateless.
 */
final class PackedTime {

    private static final Pattern DATE_TIME =
            Pattern.compile("(\\d+)-(\\d+)-(\\d+)(?:[ T](\\d+):(\\d+):(\\d+)(?:\\.(\\d{1,6}))?)?");
    private static final Pattern TIME = Pattern.compile("(-?)(\\d+):(\\d+):(\\d+)");
    private static final int DATE_SHIFT = 41;

    private PackedTime() {}

    static long dateTime(Object value) {
        if (value instanceof String text) {
            Matcher parts = match(DATE_TIME, text);
            long date = (long) date(parts) << DATE_SHIFT;
            return parts.group(4) == null
                    ? date
                    : date | clock(part(parts, 4), part(parts, 5), part(parts, 6), micros(parts.group(7)));
        }
        LocalDateTime time = (LocalDateTime) value;
        return ((long) date(time.toLocalDate()) << DATE_SHIFT)
                | clock(time.getHour(), time.getMinute(), time.getSecond(), time.getNano() / 1000);
    }

    static int date(Object value) {
        if (value instanceof String text) {
            return date(match(DATE_TIME, text));
        }
        LocalDate date = (LocalDate) value;
        return date(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }

    static int time(Object value) {
        if (value instanceof String text) {
            Matcher parts = match(TIME, text);
            int magnitude = time(part(parts, 2), part(parts, 3), part(parts, 4));
            return parts.group(1).isEmpty() ? magnitude : -magnitude;
        }
        Duration time = (Duration) value;
        long seconds = time.abs().toSeconds();
        int magnitude = time((int) (seconds / 3600), (int) (seconds / 60 % 60), (int) (seconds % 60));
        return time.isNegative() ? -magnitude : magnitude;
    }

    static int timestamp(Object value, ZoneId zone) {
        if (value instanceof String text) {
            return text.startsWith("0000-00-00")
                    ? 0
                    : (int) LocalDateTime.parse(text.replace(' ', 'T'))
                            .atZone(zone)
                            .toEpochSecond();
        }
        return (int) ((Instant) value).getEpochSecond();
    }

    private static long clock(int hour, int minute, int second, int micros) {
        return ((long) hour << 36) | ((long) minute << 30) | ((long) second << 24) | micros;
    }

    private static int date(int year, int month, int day) {
        return ((year * 13 + month) << 5) | day;
    }

    private static int date(Matcher parts) {
        return date(part(parts, 1), part(parts, 2), part(parts, 3));
    }

    private static int time(int hour, int minute, int second) {
        return (hour << 12) | (minute << 6) | second;
    }

    private static int micros(String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000").substring(0, 6));
    }

    private static int part(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    private static Matcher match(Pattern form, String text) {
        Matcher parts = form.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" has not the form " + form);
        }
        return parts;
    }
}
