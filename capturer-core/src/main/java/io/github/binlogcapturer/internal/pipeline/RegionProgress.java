package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.spi.PeerReport;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far the reading of one region is: told by the thread that reads it, asked by those that watch. Thread-safe. */
final class RegionProgress {

    /** What {@link #waitingSinceNs} gives while nothing is being read, since memory is used up or the region is far ahead. */
    static final long NOT_WAITING = Long.MIN_VALUE;

    private final Region region;
    private volatile @Nullable RegionReader reader;
    private volatile long reachedTs;
    private volatile long waitingSinceNs = NOT_WAITING;

    RegionProgress(Region region, long reachedTs) {
        this.region = region;
        this.reachedTs = reachedTs;
    }

    /** The region has told where it begins, and can be read. */
    void opened(RegionReader opened) {
        reader = opened;
        waitingSinceNs = NOT_WAITING;
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

    /** Asks the region's peers how they are, see {@link RegionReader#inspect}; gives nothing before the region can be read. */
    List<PeerReport> inspect() throws InterruptedException {
        RegionReader opened = reader;
        return opened == null ? List.of() : opened.inspect();
    }

    /** Ends the reading; nothing where it has not begun. */
    void close() {
        RegionReader opened = reader;
        if (opened != null) {
            opened.close();
        }
    }

    long reachedTs() {
        return reachedTs;
    }

    /** Returns since when the region has shown nothing new though it is being read, or {@link #NOT_WAITING}. */
    long waitingSinceNs() {
        return waitingSinceNs;
    }
}
