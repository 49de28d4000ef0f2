package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.spi.CaptureClock;
import java.time.Instant;

/** A clock that stands still, unless a test moves it. */
final class StoppedClock implements CaptureClock {

    volatile long nowNs;

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public long nanoTime() {
        return nowNs;
    }
}
