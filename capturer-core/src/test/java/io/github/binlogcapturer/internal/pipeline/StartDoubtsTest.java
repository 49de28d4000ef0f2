package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.event.CommitTs;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StartDoubtsTest {

    private static final CommitTs EARLY = CommitTs.at(Instant.parse("2026-11-21T07:00:00Z"));
    private static final CommitTs LATE = CommitTs.at(Instant.parse("2026-11-21T07:01:00Z"));
    private static final CommitTs SOON = CommitTs.at(Instant.parse("2026-11-21T07:00:59Z"));

    @Test
    void shouldSayWhereASinkIsFarBehindTheCheckpoint() {
        assertThat(StartDoubts.of("search", LATE, EARLY, false))
                .contains("\"search\"", EARLY.toString(), LATE.toString(), "60 s later", "restored from a backup");
    }

    @Test
    void shouldSayWhereASinkHasLostItsPosition() {
        assertThat(StartDoubts.of("search", LATE, null, true)).contains("\"search\"", LATE.toString(), "has none");
    }

    @Test
    void shouldSayNothingWhereAllFits() {
        assertThat(StartDoubts.of("search", null, EARLY, true)).isNull();
        assertThat(StartDoubts.of("search", null, null, true)).isNull();
        assertThat(StartDoubts.of("search", EARLY, LATE, true)).isNull();
        assertThat(StartDoubts.of("search", SOON, EARLY, true)).isNull();
        assertThat(StartDoubts.of("search", LATE, null, false)).isNull();
    }
}
