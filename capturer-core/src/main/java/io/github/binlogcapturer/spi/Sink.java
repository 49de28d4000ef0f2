package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target that takes transactions in commit order. Called by one thread at a time, in the order {@code open}, then {@code write} and
 * {@code flush} in turn, then {@code close}.
 *
 * <p>Delivery is at least once: what was not flushed when the process ended is written again. A sink that keeps the position together
 * with its data makes it exactly once by returning that position from {@link #open}. Such a sink best says so by
 * {@link #keepsPosition}: else its position stands still while nothing is delivered, and after a restart the capture goes back to it.
 *
 * <p>An exception from {@code open} comes out of {@code applyTo}; one from any other method stops the capturer, wrapped in a
 * {@code SinkException} as its failure. Nothing is acknowledged then. A sink that can
 * retry does so itself.
 */
public interface Sink extends AutoCloseable {

    /**
     * Prepares the target. May block.
     *
     * @return the commit ts up to which, included, the target already holds everything, or null where it does not know; transactions up
     *     to it are not written again
     */
    default @Nullable CommitTs open(SinkContext context) throws Exception {
        return null;
    }

    /**
     * Returns whether the next {@link #open} returns the commit ts of the last event that was made durable, be it a transaction or a {@link
     * io.github.binlogcapturer.event.Heartbeat}. Asked once, after {@code open}. Such a sink is given a heartbeat every 10 s while nothing
     * else is delivered, and one before it is closed, also where none were asked for on the builder; so its position moves on with the
     * stream, and the log may forget what lies behind.
     */
    default boolean keepsPosition() {
        return false;
    }

    /**
     * Takes events in order: whole transactions, never empty. The commit ts of the last event is a position that a sink may keep: no list
     * ends where more could follow at or below it. May block as long as it likes; the capturer then waits with bounded memory.
     */
    void write(List<BinlogEvent> events) throws Exception;

    /**
     * Makes durable what was written. Called after each {@code write}, and with {@code force} when the stream pauses, about once a second
     * as long as it does, and at the end.
     *
     * @param force whether to do it now; otherwise a sink may collect more first
     * @return whether everything written is durable now; only then it is acknowledged
     */
    default boolean flush(boolean force) throws Exception {
        return true;
    }

    /**
     * Returns how far what was written is durable, for a sink that makes it so beside writing on. Asked where {@link #flush} has returned
     * false; what came up to there is acknowledged. Must not block.
     *
     * <p>A sink that wraps another one must pass this on as well. Else nothing is acknowledged while large lists come one after another,
     * until the capturer's memory is full.
     *
     * @return the commit ts of an event that was the last of its list, or null where only {@code flush} tells
     */
    default @Nullable CommitTs durable() throws Exception {
        return null;
    }

    /** Releases the target. Called once, also after a failure; not where {@link #open} has failed, which cleans up by itself. */
    @Override
    default void close() throws IOException {}
}
