package io.github.binlogcapturer.internal.testing;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.BinlogSource;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionReader;
import io.github.binlogcapturer.spi.SourceSnapshot;

/** A source for tests that read nothing: it is asked for snapshots at most. */
public abstract class SnapshotSource implements BinlogSource {

    /** Returns a source that is not even asked for a snapshot. */
    public static BinlogSource neverAsked() {
        return new SnapshotSource() {
            @Override
            public SourceSnapshot snapshot() {
                throw unexpected();
            }
        };
    }

    @Override
    public final RegionReader open(Region region, CommitTs after) {
        throw unexpected();
    }

    @Override
    public final CommitTs latest() {
        throw unexpected();
    }

    @Override
    public final CommitTs earliest(SourceSnapshot snapshot) {
        throw unexpected();
    }

    @Override
    public final void close() {}

    private static AssertionError unexpected() {
        return new AssertionError("The test does not expect to be asked for this");
    }
}
