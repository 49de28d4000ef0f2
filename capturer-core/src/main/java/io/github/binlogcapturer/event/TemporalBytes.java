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
        if (micros >= POWERS[6]) {
            return number(out, at, micros, 6);
        }
        at = pair(out, at, micros / 10_000);
        at = pair(out, at, micros / 100 % 100);
        return pair(out, at, micros % 100);
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
        int year = yearAndMonth / 13;
        int at = year >= POWERS[4] ? number(out, from, year, 4) : pair(out, pair(out, from, year / 100), year % 100);
        out[at++] = '-';
        at = pair(out, at, yearAndMonth % 13);
        out[at++] = '-';
        return pair(out, at, packed & 0x1f);
    }

    private static int clock(byte[] out, int from, int hour, int minute, int second) {
        int at = hour >= POWERS[2] ? number(out, from, hour, 2) : pair(out, from, hour);
        out[at++] = ':';
        at = pair(out, at, minute);
        out[at++] = ':';
        return pair(out, at, second);
    }

    /** Writes a number below 100 with two digits; returns the place behind it. */
    private static int pair(byte[] out, int at, int value) {
        int tens = value / 10;
        out[at] = (byte) ('0' + tens);
        out[at + 1] = (byte) ('0' + value - 10 * tens);
        return at + 2;
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
