package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.sink.file.Rotation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DueTimeTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final Rotation daily = Rotation.defaults().orAt(LocalTime.of(2, 30), BERLIN);

    @Test
    void shouldTakeTheNextTimeOfDay() {
        assertThat(after("2026-02-03T01:29:59Z", daily)).isEqualTo("2026-02-03T01:30:00Z");
        assertThat(after("2026-02-03T01:30:00Z", daily)).isEqualTo("2026-02-04T01:30:00Z");
    }

    @Test
    void shouldKnowDaysOfOtherLengths() {
        assertThat(after("2026-03-28T12:00:00Z", daily)).isEqualTo("2026-03-29T01:30:00Z");
        assertThat(after("2026-03-29T01:30:00Z", daily)).isEqualTo("2026-03-30T00:30:00Z");
        assertThat(after("2026-10-25T00:30:00Z", daily)).isEqualTo("2026-10-26T01:30:00Z");
    }

    @Test
    void shouldTakeWhatComesFirst() {
        String began = "2026-02-03T10:00:00Z";
        Rotation rotation = Rotation.defaults().orAt(LocalTime.NOON, BERLIN);

        assertThat(after(began, rotation.orAfter(Duration.ofMinutes(1)))).isEqualTo("2026-02-03T10:01:00Z");
        assertThat(after(began, rotation.orAfter(Duration.ofDays(1)))).isEqualTo("2026-02-03T11:00:00Z");
        assertThat(after(began, Rotation.defaults())).isEqualTo(Instant.MAX);
    }

    private static Instant after(String began, Rotation rotation) {
        return DueTime.after(Instant.parse(began), rotation);
    }
}
