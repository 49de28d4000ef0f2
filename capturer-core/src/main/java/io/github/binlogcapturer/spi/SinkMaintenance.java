package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableSchema;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a tool asks of a sink before a capture runs into it, or between two runs: whether it would work, and where it stands. A sink
 * implements it beside {@link Sink} or {@link ParallelSink} if it can tell. Each method connects by itself and lets go again; none needs
 * {@code open}, and a sink that was asked may be opened afterwards. Not for use while a capture runs into the same target. Blocks.
 */
public interface SinkMaintenance {

    /**
     * Looks whether the target can take changes of some tables: whether it can be reached, what the account may do, whether its tables fit.
     * Changes nothing. A target that cannot be reached is a finding and no exception.
     *
     * @param tables the captured tables as they are at the source now
     * @return what was found, in the order in which it was looked at; never empty
     * @throws InterruptedException if the thread was interrupted
     */
    List<SinkFinding> check(SinkContext context, Collection<TableSchema> tables) throws InterruptedException;

    /**
     * Returns the commit ts up to which, included, the target holds everything, or empty where it keeps no position or has none yet.
     *
     * @throws io.github.binlogcapturer.error.SinkException if the target cannot tell
     * @throws InterruptedException if the thread was interrupted
     */
    Optional<CommitTs> heldPosition(SinkContext context) throws InterruptedException;

    /**
     * Makes the target forget its position, so that the next capture begins where its checkpoint or start position says; data stay as they
     * are. Does nothing where no position is kept.
     *
     * @throws io.github.binlogcapturer.error.SinkException if the target does not do it
     * @throws io.github.binlogcapturer.error.ConfigurationException if the position cannot be told apart from the data, as in a file; says
     *     what to do instead
     * @throws InterruptedException if the thread was interrupted
     */
    void forgetPosition(SinkContext context) throws InterruptedException;
}
