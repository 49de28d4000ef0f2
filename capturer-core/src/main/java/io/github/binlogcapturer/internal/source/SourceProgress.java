package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.event.CommitTs;
import java.util.concurrent.atomic.AtomicLong;

/** How far the furthest region of a source is, which the others cannot be far behind if their peers are well. Thread-safe. */
final class SourceProgress {

    private final AtomicLong furthestTs = new AtomicLong();

    /** Takes note that a region has shown a timestamp. */
    void reached(long ts) {
        furthestTs.accumulateAndGet(ts, Math::max);
    }

    /** Returns how far a position is behind the furthest one, in milliseconds of the stream; not negative. */
    long behindMs(long positionTs) {
        return Math.max(0, CommitTs.toUnixMs(furthestTs.get()) - CommitTs.toUnixMs(positionTs));
    }
}
