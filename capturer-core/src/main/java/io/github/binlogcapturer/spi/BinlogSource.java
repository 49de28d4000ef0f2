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

    /**
     * Returns where a region that has just appeared begins: nothing in it lies at or below. May block, and throws like {@link #snapshot}.
     * By default it has no beginning.
     */
    default CommitTs beginning(Region region) throws InterruptedException {
        return CommitTs.of(1);
    }

    /**
     * Returns whether a region that was in an earlier snapshot and is not in the last one is gone for good. May block, and throws like
     * {@link #snapshot}. By default it is.
     */
    default boolean isGone(Region region) throws InterruptedException {
        return true;
    }

    /**
     * Returns whether the source itself bounds what the answers of all regions take while they come in. By default it does not, so that few
     * regions are asked at once until it is known how large their answers are.
     */
    default boolean boundsAnswers() {
        return false;
    }

    /** Returns whether {@link #reread} works. By default it does not, so that entries stay in memory from their first reading on. */
    default boolean rereads() {
        return false;
    }

    /**
     * Reads one entry again, which was not kept for lack of memory. May block for long, and fails like {@link RegionReader#read}; may be
     * called while the region's reader reads on.
     *
     * @param commitTs the entry's commit ts
     */
    default byte[] reread(Region region, CommitTs commitTs) throws InterruptedException {
        throw new UnsupportedOperationException("This source keeps no entries that could be read again");
    }

    /** Releases connections. Idempotent. */
    @Override
    void close();
}
