package io.github.binlogcapturer.internal.source;

import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoreHealthTest {

    private final ManualClock clock = new ManualClock();
    private final StoreHealth health = new StoreHealth(clock, new Random(1), 30_000);

    @Test
    void shouldLetEverybodyAskStoreThatIsWell() {
        assertThat(health.admits("a:1")).isTrue();
        assertThat(health.admits("a:1")).isTrue();
        assertThat(health.trouble("a:1")).isNull();
    }

    @Test
    void shouldLetOneProbeThroughAfterPause() {
        health.failed("a:1", "refused");
        assertThat(health.admits("a:1")).isFalse();
        assertThat(health.admits("b:1")).isTrue();

        clock.advanceMs(Backoff.FIRST_MS);

        assertThat(health.admits("a:1")).isTrue();
        assertThat(health.admits("a:1")).isFalse();
        assertThat(health.trouble("a:1")).contains("a:1", "refused");
    }

    @Test
    void shouldPauseLongerAfterEachProbe() {
        long admitted = 0;
        health.failed("a:1", "refused");
        for (int i = 0; i < 60_000; i += 10) {
            if (health.admits("a:1")) {
                admitted++;
                health.failed("a:1", "refused");
            }
            clock.advanceMs(10);
        }

        assertThat(admitted).isBetween(20L, 50L);
    }

    @Test
    void shouldTakeFailuresAtOnceAsOne() {
        for (int i = 0; i < 64; i++) {
            health.failed("a:1", "refused");
        }
        clock.advanceMs(Backoff.FIRST_MS);

        assertThat(health.admits("a:1")).isTrue();
        assertThat(health.trouble("a:1")).contains("after 1 failures");
    }

    @Test
    void shouldForgetTroubleOnceStoreAnswers() {
        health.failed("a:1", "refused");
        clock.advanceMs(Backoff.FIRST_MS);
        health.admits("a:1");
        health.answered("a:1");

        assertThat(health.admits("a:1")).isTrue();
        assertThat(health.admits("a:1")).isTrue();
    }

    @Test
    void shouldLetAnotherProbeWhereOneCameToNothing() {
        health.failed("a:1", "refused");
        clock.advanceMs(Backoff.FIRST_MS);
        health.admits("a:1");
        health.unknown("a:1");

        assertThat(health.admits("a:1")).isTrue();
    }

    @Test
    void shouldPauseStoreThatIsLateTwiceWithoutAnyAnswer() {
        health.late("a:1", "30 s");
        assertThat(health.admits("a:1")).isTrue();
        health.late("a:1", "30 s");
        assertThat(health.admits("a:1")).isFalse();
    }

    @Test
    void shouldForgiveLatenessOfOneRegion() {
        health.late("a:1", "30 s");
        health.answered("a:1");
        health.late("a:1", "30 s");

        assertThat(health.admits("a:1")).isTrue();
    }

    @Test
    void shouldNotWaitForProbeForEver() {
        health.failed("a:1", "refused");
        clock.advanceMs(Backoff.FIRST_MS);
        health.admits("a:1");

        clock.advanceMs(29_999);
        assertThat(health.admits("a:1")).isFalse();
        clock.advanceMs(1);
        assertThat(health.admits("a:1")).isTrue();
    }
}
