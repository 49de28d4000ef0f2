package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WhenTest {

    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final Instant INSTANT = Instant.parse("2026-11-21T07:39:23Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T07:39:23Z",
                "2026-11-21T15:39:23+08:00",
                "2026-11-21 15:39:23 +08:00",
                "2026-11-21T16:39:23",
                "2026-11-21 16:39:23",
                " 2026-11-21 16:39:23.000 "
            })
    void shouldReadATimeInAnyOfItsForms(String text) {
        assertThat(When.parse(text, TOKYO).commitTs()).contains(CommitTs.at(INSTANT));
        assertThat(When.parse(text, TOKYO).position()).isEqualTo(StartPosition.at(INSTANT));
    }

    @Test
    void shouldReadADayAndAMinute() {
        assertThat(When.parse("2026-11-21", TOKYO).commitTs())
                .contains(CommitTs.at(Instant.parse("2026-11-20T15:00:00Z")));
        assertThat(When.parse("2026-11-21T16:39", TOKYO).commitTs())
                .contains(CommitTs.at(Instant.parse("2026-11-21T07:39:00Z")));
    }

    @Test
    void shouldReadACommitTsAndWords() {
        assertThat(When.parse("57000267173068801", TOKYO).position())
                .isEqualTo(StartPosition.after(CommitTs.of(57000267173068801L)));
        assertThat(When.parse("Earliest", TOKYO).position()).isEqualTo(StartPosition.earliest());
        assertThat(When.parse("0", TOKYO).position()).isEqualTo(StartPosition.earliest());
        assertThat(When.parse("latest", TOKYO).position()).isEqualTo(StartPosition.latest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"yesterday", "2026-13-01", "12:00", "99999999999999999999", "1999-01-01T00:00:00Z", "", "-5"})
    void shouldRefuseAnythingElse(String text) {
        assertThatThrownBy(() -> When.parse(text, TOKYO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldDescribeACommitTsInUtcAndHere() {
        assertThat(When.describe(CommitTs.of(57000267173068801L), TOKYO).lines())
                .containsExactly(
                        "commit ts  57000267173068801",
                        "UTC        2026-11-21 07:39:23.325 +00:00",
                        "local      2026-11-21 16:39:23.325 +09:00  (Asia/Tokyo)",
                        "counter    1");
    }
}
