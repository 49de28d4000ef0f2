package io.github.binlogcapturer.internal.source;

import java.util.random.RandomGenerator;

/** Pauses that double from 50 ms to 3 s, each shortened at random by up to a half so that readers do not march in step. */
final class Backoff {

    static final long FIRST_MS = 50;
    static final long LONGEST_MS = 3000;

    private final RandomGenerator random;
    private long nextMs = FIRST_MS;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Returns the next pause, never shorter than {@link #FIRST_MS}. */
    long nextMs() {
        long fullMs = nextMs;
        nextMs = Math.min(fullMs * 2, LONGEST_MS);
        return Math.max(FIRST_MS, fullMs - random.nextLong(fullMs / 2 + 1));
    }

    /** Begins anew, since something worked. */
    void reset() {
        nextMs = FIRST_MS;
    }
}
