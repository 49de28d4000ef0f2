package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionReader;

/** How far the reading of one region is: told by the thread that reads it, asked by those that watch. Thread-safe. */
final class RegionProgress {

    /** What {@link #waitingSinceNs} gives while nothing is being read, since memory is used up. */
    static final long NOT_WAITING = Long.MIN_VALUE;

    private final Region region;
    private final RegionReader reader;
    private volatile long reachedTs;
    private volatile long waitingSinceNs = NOT_WAITING;

    RegionProgress(Region region, RegionReader reader, long reachedTs) {
        this.region = region;
        this.reader = reader;
        this.reachedTs = reachedTs;
    }

    /** Begins to wait for the region to show something new. */
    void waiting(long nowNs) {
        waitingSinceNs = nowNs;
    }

    /** The region has shown something new. */
    void shown(long ts) {
        reachedTs = ts;
        waitingSinceNs = NOT_WAITING;
    }

    Region region() {
        return region;
    }

    RegionReader reader() {
        return reader;
    }

    long reachedTs() {
        return reachedTs;
    }

    /** Returns since when the region has shown nothing new though it is being read, or {@link #NOT_WAITING}. */
    long waitingSinceNs() {
        return waitingSinceNs;
    }
}
