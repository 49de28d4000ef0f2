package io.github.binlogcapturer.sink.kafka.internal.produce;

import java.util.concurrent.ThreadLocalRandom;

/** Pauses that double from 100 ms up to 5 s, each shortened by chance. Owned by one thread. */
final class Backoff {

    private static final long FIRST_MS = 100;
    private static final long LONGEST_MS = 5_000;

    private long nextMs = FIRST_MS;

    /** Sleeps. */
    void pause() throws InterruptedException {
        long bound = nextMs;
        nextMs = Math.min(LONGEST_MS, 2 * bound);
        Thread.sleep(bound / 2 + ThreadLocalRandom.current().nextLong(bound / 2 + 1));
    }

    void reset() {
        nextMs = FIRST_MS;
    }
}
