package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.spi.CaptureClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until told. */
final class TestClock implements CaptureClock {

    private final AtomicLong nanos = new AtomicLong();

    void advance(Duration step) {
        nanos.addAndGet(step.toNanos());
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos.get());
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }
}
