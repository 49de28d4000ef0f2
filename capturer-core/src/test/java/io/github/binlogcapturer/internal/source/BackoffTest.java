package io.github.binlogcapturer.internal.source;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42})
    void shouldGrowWithinBounds(long seed) {
        Backoff backoff = new Backoff(new Random(seed));

        long fullMs = Backoff.FIRST_MS;
        for (int i = 0; i < 20; i++) {
            assertThat(backoff.nextMs())
                    .as("pause %d, seed %d", i, seed)
                    .isBetween(Math.max(Backoff.FIRST_MS, fullMs / 2), fullMs);
            fullMs = Math.min(fullMs * 2, Backoff.LONGEST_MS);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42})
    void shouldBeginAnewAfterReset(long seed) {
        Backoff backoff = new Backoff(new Random(seed));
        for (int i = 0; i < 10; i++) {
            backoff.nextMs();
        }

        backoff.reset();

        assertThat(backoff.nextMs()).as("seed %d", seed).isEqualTo(Backoff.FIRST_MS);
    }
}
