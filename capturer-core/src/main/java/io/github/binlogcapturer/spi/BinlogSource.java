package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.CommitTs;

/**
 * Where binlogs come from. The library's own one speaks to a BaikalDB cluster; tests and offline files may bring another. Thread-safe.
 */
public interface BinlogSource extends AutoCloseable {

    /**
     * Looks up regions and schemas, fresh. May block.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException if what the user asks for is not there
     * @throws io.github.binlogcapturer.error.RetriableException if the cluster cannot be asked now
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    SourceSnapshot snapshot() throws InterruptedException;

    /** Returns a reader of a region of the last snapshot, from behind a position on. Does not block. */
    RegionReader open(Region region, CommitTs after);

    /** Returns the source's current timestamp. May block, and throws like {@link #snapshot}. */
    CommitTs latest() throws InterruptedException;

    /** Returns the earliest position from which every region of the snapshot can be read. May block, and throws like {@link #snapshot}. */
    CommitTs earliest(SourceSnapshot snapshot) throws InterruptedException;

    /** Releases connections. Idempotent. */
    @Override
    void close();
}
