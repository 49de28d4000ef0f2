package io.github.binlogcapturer;

import io.github.binlogcapturer.event.CommitTs;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StartPositionTest {

    @Test
    void shouldIncludeTheFirstTimestampOfTheInstant() {
        Instant instant = Instant.parse("2026-01-01T00:00:00Z");
        CommitTs first = CommitTs.at(instant);
        assertThat(StartPosition.at(instant)).isEqualTo(StartPosition.after(CommitTs.of(first.value() - 1)));
    }

    @Test
    void shouldNotFallBackFromACheckpointToACheckpoint() {
        StartPosition inner = StartPosition.checkpointOr(StartPosition.latest());
        assertThatIllegalArgumentException().isThrownBy(() -> StartPosition.checkpointOr(inner));
    }
}
