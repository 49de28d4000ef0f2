package io.github.binlogcapturer;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.Sink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Captures the binlog of a BaikalDB cluster as one stream of whole transactions in commit order. Thread-safe.
 *
 * <p>A capturer runs once: build, {@link #start}, pull from the stream or {@link #applyTo apply} to a sink, {@link #close}. Build a
 * new one to go on from the checkpoint.
 */
public interface BinlogCapturer extends AutoCloseable {

    /** The subscriber that a capturer has unless the builder names others. */
    String DEFAULT_SUBSCRIBER = "default";

    /** Starts the configuration of a capturer. */
    static BinlogCapturerBuilder builder() {
        return new BinlogCapturerBuilder();
    }

    /**
     * Looks up tables and regions, begins to read, and returns the stream of the first subscriber. Blocks until the cluster has
     * answered. Called again, it returns a stream of the same subscriber, with the same outstanding batches.
     *
     * <p>After any exception the capturer has failed; build a new one to try again.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException if tables, binlog table, partitions or checkpoint do not fit
     * @throws io.github.binlogcapturer.error.RetriableException if the cluster cannot be reached; names each address and its failure
     * @throws io.github.binlogcapturer.error.CheckpointException if the checkpoint is damaged, foreign or of another capture
     * @throws io.github.binlogcapturer.error.CapturerClosedException if the capturer was closed or has failed, or the thread was
     *     interrupted (then with the interrupt flag set)
     */
    EventStream start();

    /**
     * Starts like {@link #start} and returns the stream of a named subscriber.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException also if the builder names no such subscriber
     */
    EventStream stream(String subscriber);

    /**
     * Carries the first subscriber's events to a sink, in order, on a thread of the capturer; the capturer starts if it has not yet, and
     * closes the sink when it ends. A sink that holds a position of its own goes on from there.
     *
     * <p>Blocks while the sink is opened and while the capturer starts, and throws what {@link #start} throws.
     *
     * @throws io.github.binlogcapturer.error.SinkException if the sink cannot be opened
     * @throws io.github.binlogcapturer.error.ConfigurationException also if the capturer runs already, and began above what the sink
     *     holds or something above that was acknowledged. Several sinks with positions of their own need a checkpoint that outlives the
     *     process: the first one to be attached starts the capturer, and the others begin where the checkpoint says
     * @throws IllegalStateException if the subscriber already has a sink
     */
    void applyTo(Sink sink);

    /** Carries a named subscriber's events to a sink, see {@link #applyTo(Sink)}. */
    void applyTo(String subscriber, Sink sink);

    /**
     * Carries the first subscriber's transactions to a sink of several lanes, in parallel as far as its conflict rules allow; the
     * capturer starts if it has not yet, and closes the sink when it ends. A sink that keeps its progress goes on from there, exactly
     * once.
     *
     * <p>Blocks while the sink is opened and while the capturer starts, and throws what {@link #start} throws.
     *
     * @throws io.github.binlogcapturer.error.SinkException if the sink cannot be opened
     * @throws io.github.binlogcapturer.error.ConfigurationException also if the capturer runs already, and began above what the sink
     *     holds or something above that was acknowledged. Several sinks with positions of their own need a checkpoint that outlives the
     *     process: the first one to be attached starts the capturer, and the others begin where the checkpoint says
     * @throws IllegalStateException if the subscriber already has a sink
     */
    void applyTo(ParallelSink sink);

    /** Carries a named subscriber's transactions to a sink of several lanes, see {@link #applyTo(ParallelSink)}. */
    void applyTo(String subscriber, ParallelSink sink);

    /** Returns the state. */
    CapturerState state();

    /** Returns what ended the capturer, or empty as long as nothing has failed. */
    Optional<Throwable> failure();

    /** Returns the commit ts up to which everything has been read and delivered to the streams; empty before the start, then the start position at first. */
    Optional<CommitTs> watermark();

    /** Returns one sentence on what the stream waits for now, such as the region that holds all others up. */
    String explain();

    /** Returns how far each region is that is read now, in the order of regions; empty before the start, after the end, and for a log. */
    List<RegionStatus> regions();

    /**
     * Waits until the capturer has ended: was closed, has failed, or has come to the end of the {@link BinlogCapturerBuilder#log log} that
     * it reads.
     *
     * @return whether it has, within the time
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    boolean awaitEnd(Duration timeout) throws InterruptedException;

    /**
     * Ends all parts, lets sinks flush, saves the checkpoint. Blocks for at most the builder's close timeout, and as long as the checkpoint
     * store takes to save; idempotent. If the
     * calling thread is interrupted, closing goes on without waiting and the interrupt flag stays set.
     */
    @Override
    void close();
}
