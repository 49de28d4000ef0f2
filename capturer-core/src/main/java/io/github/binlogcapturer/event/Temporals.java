package io.github.binlogcapturer.event;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * BaikalDB's packed dates and times. A date is {@code (year * 13 + month) << 5 | day}; a date-time puts hour, minute,
 * second and 24 bits of microseconds below it; a time is {@code hour << 12 | minute << 6 | second}, negated as a whole. Values
 * that name no real day (0000-00-00, 2026-02-30) are legal and keep their digits.
 */
final class Temporals {

    static final int DATE_SHIFT = 41;

    private static final int MAX_YEAR = 9999;
    private static final int MAX_TIME_HOUR = 1023;
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final long MAX_UNIX_SECONDS = 0xffff_ffffL;

    private Temporals() {}

    static long packDateTime(LocalDateTime value) {
        requireWhole(value.getNano() % 1000, "microseconds");
        return ((long) packDate(value.toLocalDate()) << DATE_SHIFT)
                | packClock(value.getHour(), value.getMinute(), value.getSecond(), value.getNano() / 1000);
    }

    static long packClock(int hour, int minute, int second, int micros) {
        return ((long) hour << 36) | ((long) minute << 30) | ((long) second << 24) | micros;
    }

    static int packDate(LocalDate value) {
        if (value.getYear() < 0 || value.getYear() > MAX_YEAR) {
            throw new IllegalArgumentException("its year is not within 0 to " + MAX_YEAR);
        }
        return packDate(value.getYear(), value.getMonthValue(), value.getDayOfMonth());
    }

    static int packDate(int year, int month, int day) {
        return ((year * 13 + month) << 5) | day;
    }

    static int packTime(Duration value) {
        requireWhole(value.toNanosPart(), "seconds");
        long seconds = value.abs().toSeconds();
        if (seconds / 3600 > MAX_TIME_HOUR) {
            throw new IllegalArgumentException("it has more than " + MAX_TIME_HOUR + " hours");
        }
        int magnitude = (int) (((seconds / 3600) << 12) | (((seconds / 60) % 60) << 6) | (seconds % 60));
        return value.isNegative() ? -magnitude : magnitude;
    }

    static long packTimestamp(Instant value) {
        requireWhole(value.getNano(), "seconds");
        long seconds = value.getEpochSecond();
        if (seconds <= 0 || seconds > MAX_UNIX_SECONDS) {
            throw new IllegalArgumentException("it is not within 1 to " + MAX_UNIX_SECONDS + " Unix seconds");
        }
        return seconds;
    }

    /** Returns the date-time that has the digits of a timestamp's text. */
    static long packDigits(int unixSeconds, ZoneId zone) {
        if (unixSeconds == 0) {
            return 0;
        }
        ZonedDateTime at =
                Instant.ofEpochSecond(Integer.toUnsignedLong(unixSeconds)).atZone(zone);
        long date = packDate(at.getYear(), at.getMonthValue(), at.getDayOfMonth());
        return (date << DATE_SHIFT) | packClock(at.getHour(), at.getMinute(), at.getSecond(), 0);
    }

    private static void requireWhole(int rest, String unit) {
        if (rest != 0) {
            throw new IllegalArgumentException("it has a part below " + unit);
        }
    }

    static String dateText(int packed) {
        byte[] text = new byte[TemporalBytes.MAX_LENGTH];
        return ascii(text, TemporalBytes.date(text, packed));
    }

    static String dateTimeText(long packed) {
        byte[] text = new byte[TemporalBytes.MAX_LENGTH];
        return ascii(text, TemporalBytes.dateTime(text, packed));
    }

    static String timeText(int packed) {
        byte[] text = new byte[TemporalBytes.MAX_LENGTH];
        return ascii(text, TemporalBytes.time(text, packed));
    }

    static String timestampText(int unixSeconds, ZoneId zone) {
        byte[] text = new byte[TemporalBytes.MAX_LENGTH];
        return ascii(text, TemporalBytes.timestamp(text, unixSeconds, zone));
    }

    private static String ascii(byte[] text, int length) {
        return new String(text, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** Returns the date-time, or its text where the calendar has no such moment. */
    static Object dateTimeValue(long packed) {
        int date = (int) (packed >>> DATE_SHIFT);
        int micros = micros(packed);
        if (micros >= MICROS_PER_SECOND) {
            // 24 bits of them would overflow the nanoseconds and look right again
            return dateTimeText(packed);
        }
        try {
            return LocalDateTime.of(
                    year(date), month(date), date & 0x1f, hour(packed), minute(packed), second(packed), micros * 1000);
        } catch (DateTimeException noSuchMoment) {
            return dateTimeText(packed);
        }
    }

    /** Returns the date, or its text where the calendar has no such day. */
    static Object dateValue(int packed) {
        try {
            return LocalDate.of(year(packed), month(packed), packed & 0x1f);
        } catch (DateTimeException noSuchDay) {
            return dateText(packed);
        }
    }

    static Duration timeValue(int packed) {
        int magnitude = Math.abs(packed);
        Duration value = Duration.ofSeconds(
                ((magnitude >>> 12) & 0x3ff) * 3600L + ((magnitude >>> 6) & 0x3f) * 60L + (magnitude & 0x3f));
        return packed < 0 ? value.negated() : value;
    }

    private static int year(int packedDate) {
        return (packedDate >>> 5) / 13;
    }

    private static int month(int packedDate) {
        return (packedDate >>> 5) % 13;
    }

    private static int hour(long packed) {
        return (int) (packed >>> 36) & 0x1f;
    }

    private static int minute(long packed) {
        return (int) (packed >>> 30) & 0x3f;
    }

    private static int second(long packed) {
        return (int) (packed >>> 24) & 0x3f;
    }

    private static int micros(long packed) {
        return (int) packed & 0xffffff;
    }
}
