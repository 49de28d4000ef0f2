package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.event.CommitTs;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The kinds of single values. */
final class Kinds {

    static final Kind<String> TEXT = of("a text", text -> text, text -> text);
    static final Kind<Integer> INT = of("a whole number", Integer::valueOf, value -> value);
    static final Kind<Long> LONG = of("a whole number", Long::valueOf, value -> value);
    /** A number of 64 bits, in which a sign of a statement may come. */
    static final Kind<Long> BITS =
            of("a whole number of 64 bits", text -> new BigInteger(text).longValue(), value -> value);

    static final Kind<Boolean> BOOL = of("true or false", Kinds::bool, value -> value);
    static final Kind<Duration> DURATION =
            of("a duration such as 500ms, 30s, 5m, 1h30m or 7d", Units::duration, Units::text);
    static final Kind<Long> SIZE =
            of("a size such as 512KiB, 256MiB or 1GiB, or a number of bytes", Units::size, Units::text);
    static final Kind<ZoneId> ZONE =
            of("a time zone such as UTC, +08:00 or Asia/Shanghai", ZoneId::of, ZoneId::toString);
    static final Kind<LocalTime> TIME = of("a time of day such as 00:00", LocalTime::parse, LocalTime::toString);
    static final Kind<Instant> INSTANT = of(
            "a time such as 2026-01-31T08:00:00+08:00 or 2026-01-31T00:00:00Z",
            text -> OffsetDateTime.parse(text).toInstant(),
            Instant::toString);
    static final Kind<CommitTs> COMMIT_TS =
            of("a commit ts, a number of 1 or more", text -> CommitTs.of(Long.parseLong(text)), CommitTs::value);
    static final Kind<Path> PATH = new PathKind();
    static final Kind<List<String>> TEXTS = new ListKind<>(TEXT);

    private Kinds() {}

    /** Makes a kind of scalars from a function that throws {@link IllegalArgumentException} or {@link DateTimeException} at others. */
    static <T> Kind<T> of(String form, Function<String, T> parse, Function<T, Object> plain) {
        return new ScalarKind<>(form, parse, plain);
    }

    /** Returns the kind of an enum's names, in lower case with hyphens. */
    static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
        String all = String.join(
                ", ", Arrays.stream(type.getEnumConstants()).map(Kinds::name).toList());
        return of(
                "one of " + all,
                text -> Enum.valueOf(type, text.strip().toUpperCase(Locale.ROOT).replace('-', '_')),
                Kinds::name);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean bool(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException("neither true nor false");
    }

    /** A form, and how text of it is read. */
    private record ScalarKind<T>(String form, Function<String, T> parse, Function<T, Object> written)
            implements Kind<T> {

        @Override
        public Optional<T> read(Node node, Reading reading) {
            if (!(node instanceof Node.Scalar scalar)) {
                reading.error(node, "is " + form + ", but keys or a list stand here");
                return Optional.empty();
            }
            try {
                return Optional.of(parse.apply(scalar.text()));
            } catch (IllegalArgumentException | DateTimeException e) {
                reading.error(node, "is " + form + ", but \"" + scalar.shown() + "\" stands here");
                return Optional.empty();
            }
        }

        @Override
        public Object plain(T value) {
            return written.apply(value);
        }
    }

    /** A path; a relative one begins at the folder of the file. */
    private static final class PathKind implements Kind<Path> {

        private static final Kind<Path> GIVEN = of("a path", Path::of, Path::toString);

        @Override
        public String form() {
            return "a path; a relative one begins at the folder of this file";
        }

        @Override
        public Optional<Path> read(Node node, Reading reading) {
            return GIVEN.read(node, reading)
                    .map(path -> reading.folder().resolve(path).normalize());
        }

        @Override
        public Object plain(Path value) {
            return value.toString();
        }
    }
}
