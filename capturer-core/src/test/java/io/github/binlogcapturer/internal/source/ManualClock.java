package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.spi.CaptureClock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test moves. */
final class ManualClock implements CaptureClock {

    // near the end, so that it wraps in a test that goes on for a while
    private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);

    void advanceMs(long ms) {
        nowNs.addAndGet(ms * 1_000_000);
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public long nanoTime() {
        return nowNs.get();
    }
}
