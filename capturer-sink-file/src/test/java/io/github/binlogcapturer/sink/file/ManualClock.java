package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.spi.CaptureClock;
import java.time.Duration;
import java.time.Instant;

/** Time that moves when told. */
public final class ManualClock implements CaptureClock {

    private long nowNs = 1;

    public ManualClock() {}

    public ManualClock(Instant start) {
        nowNs = start.getEpochSecond() * 1_000_000_000L + start.getNano();
    }

    public void advance(Duration by) {
        nowNs += by.toNanos();
    }

    @Override
    public Instant now() {
        return Instant.ofEpochSecond(0, nowNs);
    }

    @Override
    public long nanoTime() {
        return nowNs;
    }
}
