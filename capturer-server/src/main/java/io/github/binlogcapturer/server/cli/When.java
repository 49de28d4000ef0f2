package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;

/**
 * A moment as the command line gives it: a commit ts, a time, {@code earliest} or {@code latest}.
 *
 * @param commitTs the commit ts, or the first one of the time's millisecond; empty for {@code earliest} and {@code latest}
 * @param position where a capture begins that is to start there
 */
record When(String text, Optional<CommitTs> commitTs, StartPosition position) {

    /** What is allowed, for messages and help. */
    static final String FORMS =
            "a commit ts, a time such as 2026-11-21T07:39:23+08:00 (without an offset it is one of this"
                    + " machine's zone), earliest or latest";

    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS xxx");

    /**
     * Reads one.
     *
     * @param zone of times without an offset
     * @throws IllegalArgumentException if it is none of {@link #FORMS}, or BaikalDB has no such timestamp
     */
    static When parse(String text, ZoneId zone) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.equals("earliest") || word.equals("0")) {
            return new When(text, Optional.empty(), StartPosition.earliest());
        }
        if (word.equals("latest") || word.equals("now")) {
            return new When(text, Optional.empty(), StartPosition.latest());
        }
        if (word.matches("\\d+")) {
            CommitTs ts = commitTs(word);
            return new When(text, Optional.of(ts), StartPosition.after(ts));
        }
        Instant instant = instant(text.strip(), zone);
        return new When(text, Optional.of(CommitTs.at(instant)), StartPosition.at(instant));
    }

    private static CommitTs commitTs(String digits) {
        try {
            return CommitTs.of(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(digits + " is above the highest commit ts, " + Long.MAX_VALUE, e);
        }
    }

    private static Instant instant(String text, ZoneId zone) {
        String iso =
                text.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) +(\\d)", "$1T$2").replaceFirst(" +([+-])", "$1");
        try {
            if (iso.length() == 10) {
                return LocalDate.parse(iso).atStartOfDay(zone).toInstant();
            }
            return iso.matches(".*(Z|z|[+-]\\d\\d(:?\\d\\d)?)$") && iso.length() > 16
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not " + FORMS, e);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no time: " + e.getMessage(), e);
        }
    }

    /** Returns a commit ts in all its forms, one a line: raw, in UTC, in a zone. */
    static String describe(CommitTs ts, ZoneId zone) {
        return "commit ts  " + ts.value() + "\nUTC        " + shown(ts.instant(), ZoneOffset.UTC) + "\nlocal      "
                + shown(ts.instant(), zone) + "  (" + zone.getId() + ")\ncounter    " + ts.logical();
    }

    /** Returns a time as the commands show it. */
    static String shown(Instant instant, ZoneId zone) {
        return SHOWN.format(instant.atZone(zone));
    }

    /** How picocli reads it. */
    static final class Converter implements CommandLine.ITypeConverter<When> {

        @Override
        public When convert(String text) {
            try {
                return parse(text, ZoneId.systemDefault());
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }
}
