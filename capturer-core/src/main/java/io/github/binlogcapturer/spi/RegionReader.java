package io.github.binlogcapturer.spi;

/** Reads one region from a position on. Owned by one thread; {@link #close} may come from another. */
public interface RegionReader extends AutoCloseable {

    /**
     * Waits until the region shows a timestamp beyond what was read so far, and returns all that came with it. Failures that may pass
     * are retried inside; so it may block for long.
     *
     * @throws io.github.binlogcapturer.error.PositionExpiredException if the region's history no longer reaches back to the position
     * @throws io.github.binlogcapturer.error.DataException if what came cannot be right
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    RegionChunk read() throws InterruptedException;

    /** Releases connections; a read under way ends. Idempotent. */
    @Override
    void close();
}
