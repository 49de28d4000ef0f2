package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.sink.file.internal.folder.Segment.State;
import io.github.binlogcapturer.spi.CaptureClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import org.jspecify.annotations.Nullable;

/**
 * {@code FILE} while it is written to, and {@code FILE-YYYYMMDDHHMMSS} once it is complete. The names stay in order and are never used
 * twice: where the second is not above that of the file before, the one after that is taken, also when the clock goes back.
 */
final class TimedNames extends Names {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);
    private static final int STAMP_DIGITS = 14;

    private final Path file;
    private final String name;
    private final ZoneId zone;
    private final CaptureClock clock;

    TimedNames(FolderConfig config) {
        this.name = config.naming().prefix();
        this.file = config.directory().resolve(name);
        this.zone = config.naming().zone();
        this.clock = config.clock();
    }

    @Override
    @Nullable
    Segment parsePlain(Path path, String found) {
        if (found.equals(name)) {
            return new Segment(Long.MAX_VALUE, path, State.OPEN);
        }
        String stamp = found.startsWith(name + "-") ? found.substring(name.length() + 1) : "";
        return isStamp(stamp) ? new Segment(Long.parseLong(stamp), path, State.CLOSED) : null;
    }

    @Override
    Segment open(long last) {
        return new Segment(Long.MAX_VALUE, file, State.OPEN);
    }

    @Override
    Segment closed(Segment open, long last) {
        LocalDateTime time = LocalDateTime.ofInstant(clock.now(), zone);
        if (last > 0) {
            LocalDateTime next = LocalDateTime.parse(Long.toString(last), STAMP).plusSeconds(1);
            time = next.isAfter(time) ? next : time;
        }
        Segment closed = closed(time);
        while (Files.exists(closed.path())) {
            time = time.plusSeconds(1);
            closed = closed(time);
        }
        return closed;
    }

    @Override
    long before(Segment deleted) {
        return 0;
    }

    private Segment closed(LocalDateTime time) {
        String stamp = STAMP.format(time);
        return new Segment(Long.parseLong(stamp), file.resolveSibling(name + "-" + stamp), State.CLOSED);
    }

    private static boolean isStamp(String text) {
        if (text.length() != STAMP_DIGITS) {
            return false;
        }
        try {
            LocalDateTime.parse(text, STAMP);
            return true;
        } catch (DateTimeException notATime) {
            return false;
        }
    }
}
