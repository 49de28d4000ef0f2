package io.github.binlogcapturer.spi;

import java.time.Instant;

/** The JVM's clocks. */
enum SystemClock implements CaptureClock {
    INSTANCE;

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
