package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.sink.file.Rotation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** When the time of a file is over. */
final class DueTime {

    private DueTime() {}

    /** Returns from when on a file that began at an instant is full by its time, {@link Instant#MAX} where it never is. */
    static Instant after(Instant began, Rotation rotation) {
        Duration maxAge = rotation.maxAge();
        LocalTime timeOfDay = rotation.timeOfDay();
        ZoneId zone = rotation.zone();
        Instant byAge = maxAge == null ? Instant.MAX : began.plus(maxAge);
        if (timeOfDay == null || zone == null) {
            return byAge;
        }
        ZonedDateTime start = began.atZone(zone);
        ZonedDateTime next = start.toLocalDate().atTime(timeOfDay).atZone(zone);
        if (!next.toInstant().isAfter(began)) {
            next = start.toLocalDate().plusDays(1).atTime(timeOfDay).atZone(zone);
        }
        Instant byTime = next.toInstant();
        return byTime.isBefore(byAge) ? byTime : byAge;
    }
}
