package io.github.binlogcapturer.internal.source;

import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FreshnessTest {

    private static final long SECOND = 1000L << 18;
    private static final long NOW = 3600 * SECOND;

    private final ManualClock clock = new ManualClock();
    private final SourceProgress progress = new SourceProgress();
    private final Freshness freshness = new Freshness(progress, clock, 2000, new Random(1));

    @Test
    void shouldTrustPeerWhoseRegionKeepsUp() {
        progress.reached(NOW);
        freshness.moved(NOW - 2 * SECOND);

        assertThat(freshness.doubts(NOW - 2 * SECOND)).isFalse();
    }

    @Test
    void shouldDoubtPeerWhoseRegionIsBehindOthers() {
        progress.reached(NOW);
        freshness.moved(NOW - 3 * SECOND);

        assertThat(freshness.doubts(NOW - 3 * SECOND)).isTrue();
    }

    @Test
    void shouldDoubtPeerWhoseRegionStandsStill() {
        freshness.moved(NOW);
        clock.advanceMs(3000);
        assertThat(freshness.doubts(NOW)).isFalse();

        clock.advanceMs(1);
        assertThat(freshness.doubts(NOW)).isTrue();
    }

    @Test
    void shouldDoubtLessAndLessOftenUntilRegionKeepsUp() {
        progress.reached(NOW);
        int doubts = 0;
        for (int i = 0; i < 20_000; i += 10) {
            doubts += freshness.doubts(1) ? 1 : 0;
            clock.advanceMs(10);
        }
        assertThat(doubts).isBetween(8, 30);

        freshness.moved(NOW);
        progress.reached(NOW + 3 * SECOND);
        assertThat(freshness.doubts(NOW)).isTrue();
    }
}
