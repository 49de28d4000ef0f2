package io.github.binlogcapturer.event;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TemporalsTest {

    @Test
    void shouldPackTheVectorsOfTheSpecification() {
        LocalDateTime moment = LocalDateTime.of(2023, 11, 14, 22, 13, 20);
        assertThat(Temporals.packDateTime(moment)).isEqualTo(1851433971762593792L);
        assertThat(Temporals.packDateTime(moment.plusNanos(123_456_000))).isEqualTo(1851433971762717248L);
        assertThat(Temporals.packDate(LocalDate.of(2023, 11, 14))).isEqualTo(841934);
        assertThat(Temporals.packTime(Duration.ofSeconds(3723))).isEqualTo(4227);
        assertThat(Temporals.packTime(Duration.ofSeconds(-3723))).isEqualTo(-4227);
        assertThat(Temporals.packTime(Duration.ofSeconds(838 * 3600 + 59 * 60 + 59)))
                .isEqualTo(3436283);
    }

    @Test
    void shouldUnpackTheVectorsOfTheSpecification() {
        assertThat(Temporals.dateTimeText(1851433971762717248L)).isEqualTo("2023-11-14 22:13:20.123456");
        assertThat(Temporals.dateTimeText(1851433971762593792L)).isEqualTo("2023-11-14 22:13:20");
        assertThat(Temporals.dateText(841934)).isEqualTo("2023-11-14");
        assertThat(Temporals.timeText(-4227)).isEqualTo("-01:02:03");
        assertThat(Temporals.timeText(3436283)).isEqualTo("838:59:59");
        assertThat(Temporals.timeValue(-4227)).isEqualTo(Duration.ofSeconds(-3723));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-00-00", "2026-02-30", "2026-00-01", "0000-01-00"})
    void shouldKeepTheDigitsOfDaysThatNoCalendarHas(String text) {
        int packed = TemporalParser.date(text);
        assertThat(Temporals.dateText(packed)).isEqualTo(text);
        assertThat(Temporals.dateValue(packed)).isEqualTo(text);
        assertThat(Temporals.dateTimeValue((long) packed << 41)).isEqualTo(text + " 00:00:00");
    }

    @Test
    void shouldNotTakeMicrosecondsBeyondASecondForAMoment() {
        long packed = Temporals.packDateTime(LocalDateTime.of(2026, 1, 1, 0, 0)) | 4_294_968;
        assertThat(Temporals.dateTimeValue(packed)).isEqualTo("2026-01-01 00:00:00.4294968");
    }

    @Test
    void shouldReadTheShortestNegativeTime() {
        assertThat(Temporals.timeText(-1)).isEqualTo("-00:00:01");
        assertThat(Temporals.timeValue(Integer.MIN_VALUE)).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-11-14 22:13:20",
                "2023-11-14 22:13:20.000001",
                "0000-00-00 00:00:00",
                "2026-02-30 23:59:59.999999",
                "9999-12-31 23:59:59.999999"
            })
    void shouldReadBackTheTextOfDateTimes(String text) {
        assertThat(Temporals.dateTimeText(TemporalParser.dateTime(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00:00:00", "-00:00:01", "-838:59:59", "1023:59:59"})
    void shouldReadBackTheTextOfTimes(String text) {
        assertThat(Temporals.timeText(TemporalParser.time(text))).isEqualTo(text);
    }

    @Test
    void shouldReadBackTimestampsInTheirZone() {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        assertThat(TemporalParser.timestamp("2023-11-14 23:13:20", zone)).isEqualTo(1_700_000_000);
        assertThat(Temporals.timestampText(1_700_000_000, zone)).isEqualTo("2023-11-14 23:13:20");
        assertThat(Temporals.timestampText(0, zone)).isEqualTo("0000-00-00 00:00:00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-13-01",
                "2026-01-32",
                "10000-01-01",
                "2026-01-01 24:00:00",
                "2026-01-01 1:2",
                "1"
            })
    void shouldRefuseOtherTexts(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TemporalParser.dateTime(text));
        assertThatIllegalArgumentException().isThrownBy(() -> TemporalParser.time(text));
    }

    @Test
    void shouldRefuseTimestampsThatAreNoMoment() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TemporalParser.timestamp("2026-02-30 00:00:00", ZoneOffset.UTC));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TemporalParser.timestamp("1969-12-31 00:00:00", ZoneOffset.UTC));
    }
}
