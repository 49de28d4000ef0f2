package io.github.binlogcapturer.server.terminal;

import java.time.Duration;
import java.util.Locale;

/** Figures as people read them. */
public final class Texts {

    private static final String[] BYTE_UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Texts() {}

    /** Returns the two largest units of a duration: {@code 350 ms}, {@code 4.2 s}, {@code 2 min 5 s}, {@code 3 h 7 min}, {@code 2 d 4 h}. */
    public static String duration(Duration duration) {
        if (duration.isNegative()) {
            return "-" + duration(duration.negated());
        }
        long ms = duration.toMillis();
        if (ms < 1000) {
            return ms + " ms";
        }
        if (ms < 60_000) {
            return ms < 10_000 ? String.format(Locale.ROOT, "%d.%d s", ms / 1000, ms % 1000 / 100) : ms / 1000 + " s";
        }
        long s = ms / 1000;
        if (s < 3600) {
            return two(s / 60, "min", s % 60, "s");
        }
        return s < 86_400 ? two(s / 3600, "h", s % 3600 / 60, "min") : two(s / 86_400, "d", s % 86_400 / 3600, "h");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** Returns a size in the unit that leaves three digits or four: {@code 812 B}, {@code 1.5 MiB}. */
    public static String bytes(double bytes) {
        if (bytes < 1024) {
            return (long) bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, BYTE_UNITS[unit]);
    }

    /** Returns a whole number with its thousands set apart: {@code 1,234,567}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Returns how many per second, with one digit behind the point below 10: {@code 0.3/s}, {@code 12,500/s}. */
    public static String rate(double perSecond) {
        return perSecond < 10
                ? String.format(Locale.ROOT, "%.1f/s", perSecond)
                : String.format(Locale.ROOT, "%,.0f/s", perSecond);
    }
}
