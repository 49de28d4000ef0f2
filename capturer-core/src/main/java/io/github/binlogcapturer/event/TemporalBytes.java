package io.github.binlogcapturer.event;

import java.time.ZoneId;

/** Writes the texts of {@link Temporals} as ASCII into an array, without objects in between. Stateless. */
final class TemporalBytes {

    /** More than the longest text, which has a year of 8 digits or microseconds beyond a second. */
    static final int MAX_LENGTH = 32;

    private static final int[] POWERS = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000};

    private TemporalBytes() {}

    static int date(byte[] out, int packed) {
        return date(out, 0, packed);
    }

    static int dateTime(byte[] out, long packed) {
        int at = date(out, 0, (int) (packed >>> Temporals.DATE_SHIFT));
        out[at++] = ' ';
        at = clock(out, at, (int) (packed >>> 36) & 0x1f, (int) (packed >>> 30) & 0x3f, (int) (packed >>> 24) & 0x3f);
        int micros = (int) packed & 0xffffff;
        if (micros == 0) {
            return at;
        }
        out[at++] = '.';
        return number(out, at, micros, 6);
    }

    static int time(byte[] out, int packed) {
        int at = 0;
        if (packed < 0) {
            out[at++] = '-';
        }
        int magnitude = Math.abs(packed);
        return clock(out, at, (magnitude >>> 12) & 0x3ff, (magnitude >>> 6) & 0x3f, magnitude & 0x3f);
    }

    static int timestamp(byte[] out, int unixSeconds, ZoneId zone) {
        return dateTime(out, Temporals.packDigits(unixSeconds, zone));
    }

    private static int date(byte[] out, int from, int packed) {
        int yearAndMonth = packed >>> 5;
        int at = number(out, from, yearAndMonth / 13, 4);
        out[at++] = '-';
        at = number(out, at, yearAndMonth % 13, 2);
        out[at++] = '-';
        return number(out, at, packed & 0x1f, 2);
    }

    private static int clock(byte[] out, int from, int hour, int minute, int second) {
        int at = number(out, from, hour, 2);
        out[at++] = ':';
        at = number(out, at, minute, 2);
        out[at++] = ':';
        return number(out, at, second, 2);
    }

    /** Writes a number with at least so many digits; returns the place behind it. */
    private static int number(byte[] out, int from, int value, int minDigits) {
        int digits = minDigits;
        for (long limit = POWERS[minDigits]; value >= limit; limit *= 10) {
            digits++;
        }
        for (int at = from + digits - 1, rest = value; at >= from; at--, rest /= 10) {
            out[at] = (byte) ('0' + rest % 10);
        }
        return from + digits;
    }
}
