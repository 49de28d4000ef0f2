package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.event.CommitTs;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExplanationTest {

    private static final Instant THEN = Instant.parse("2026-11-22T01:00:00Z");

    @Test
    void shouldSayThatATargetTakesNothing() {
        assertThat(Explanation.behind(CommitTs.at(THEN), CommitTs.at(THEN.plusSeconds(31)), "topic x"))
                .startsWith("Waits for topic x, which has confirmed nothing of the last 31 s");
    }

    @Test
    void shouldBlameNoTargetForAQuietTime() {
        assertThat(Explanation.behind(CommitTs.at(THEN), CommitTs.at(THEN.plusSeconds(14)), "topic x"))
                .isEmpty();
    }
}
