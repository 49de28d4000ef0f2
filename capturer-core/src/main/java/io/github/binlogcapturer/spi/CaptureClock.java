package io.github.binlogcapturer.spi;

import java.time.Instant;

/** Where all parts of a capturer take the time from. Implementations are thread-safe. */
public interface CaptureClock {

    /** Returns the wall-clock time. */
    Instant now();

    /** Returns nanoseconds of a clock that never goes back; only differences mean something. */
    long nanoTime();

    /** Returns the system's clock. */
    static CaptureClock system() {
        return SystemClock.INSTANCE;
    }
}
