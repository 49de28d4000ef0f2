package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events that were recorded earlier, in commit order, with an end: what a capture reads instead of a cluster. Used by one thread at a time.
 * It is opened once, read to its end or given up, and closed.
 */
public interface EventLog extends AutoCloseable {

    /**
     * Goes to where reading begins. May block.
     *
     * @param after the commit ts behind which events are wanted, or null for all there are
     * @throws io.github.binlogcapturer.error.PositionExpiredException if the log begins behind it, so that something would be missing
     * @throws io.github.binlogcapturer.error.DataException if the log is damaged; says where
     * @throws InterruptedException if the thread was interrupted
     */
    void open(@Nullable CommitTs after) throws InterruptedException;

    /**
     * Returns the next events: whole transactions, and no list ends where more follows at the same commit ts. An empty list is the end. May
     * block.
     *
     * @throws io.github.binlogcapturer.error.DataException if the log is damaged; says where
     * @throws InterruptedException if the thread was interrupted
     */
    List<BinlogEvent> next() throws InterruptedException;

    /** Releases the log. Idempotent. */
    @Override
    void close();
}
