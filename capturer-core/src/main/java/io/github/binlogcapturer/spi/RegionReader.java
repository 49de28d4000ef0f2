package io.github.binlogcapturer.spi;

import java.util.List;

/** Reads one region from a position on. Owned by one thread; {@link #close} may come from another. */
public interface RegionReader extends AutoCloseable {

    /**
     * Waits until the region shows a timestamp beyond what was read so far, and returns all that came with it. Failures that may pass
     * are retried inside; so it may block for long.
     *
     * @throws io.github.binlogcapturer.error.PositionExpiredException if the region's history no longer reaches back to the position
     * @throws io.github.binlogcapturer.error.DataException if what came cannot be right
     * @throws io.github.binlogcapturer.error.ConfigurationException if a single transaction is larger than the memory allowed for all
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    RegionChunk read() throws InterruptedException;

    /**
     * Asks every peer of the region how it is. May block for some seconds; may be called by any thread, also while another reads.
     *
     * @return what each peer said; nothing where the source cannot tell
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    default List<PeerReport> inspect() throws InterruptedException {
        return List.of();
    }

    /** Releases connections; a read under way ends. Idempotent. */
    @Override
    void close();
}
