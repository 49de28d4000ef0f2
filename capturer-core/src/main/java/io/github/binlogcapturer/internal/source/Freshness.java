package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.spi.CaptureClock;
import java.util.random.RandomGenerator;

/**
 * Decides when a peer that says "nothing new" is to be doubted: while its region is behind the others, or has stood still for long. Then
 * another peer is asked, not too often, since all of them may be right. Owned by the reader's thread.
 */
final class Freshness {

    /** Regions show a heartbeat per second at least. */
    private static final long STILL_MS = 3000;

    private final SourceProgress progress;
    private final CaptureClock clock;
    private final long hedgeMs;
    private final Backoff backoff;
    private long movedNs;
    private long nextDoubtNs;

    Freshness(SourceProgress progress, CaptureClock clock, long hedgeMs, RandomGenerator random) {
        this.progress = progress;
        this.clock = clock;
        this.hedgeMs = hedgeMs;
        this.backoff = new Backoff(random);
        this.movedNs = clock.nanoTime();
        this.nextDoubtNs = movedNs;
    }

    /** Takes note that the region has shown a timestamp. */
    void moved(long positionTs) {
        progress.reached(positionTs);
        movedNs = clock.nanoTime();
        if (!isBehind(positionTs)) {
            backoff.reset();
            nextDoubtNs = movedNs;
        }
    }

    /** Returns whether to ask another peer for what is behind the position now. */
    boolean doubts(long positionTs) {
        long nowNs = clock.nanoTime();
        boolean still = nowNs - movedNs > Math.max(hedgeMs, STILL_MS) * 1_000_000;
        if (!(still || isBehind(positionTs)) || nowNs - nextDoubtNs < 0) {
            return false;
        }
        nextDoubtNs = nowNs + backoff.nextMs() * 1_000_000;
        return true;
    }

    private boolean isBehind(long positionTs) {
        return progress.behindMs(positionTs) > hedgeMs;
    }
}
