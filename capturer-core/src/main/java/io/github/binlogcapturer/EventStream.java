package io.github.binlogcapturer;

import io.github.binlogcapturer.event.CommitTs;
import java.time.Duration;

/**
 * One subscriber's view of the stream, pulled with Canal's verbs: take a batch, work, acknowledge; or roll back to get it again.
 *
 * <ul>
 *   <li>A batch holds whole transactions: at least one, and no more once {@code batchSize} row changes or the byte limit are reached. It
 *       never ends between transactions that share a commit ts.
 *   <li>A get returns as soon as there is something, and an empty batch after at most the wait.
 *   <li>Several batches may be outstanding. An ack confirms its batch and all before it; repeating it does nothing. A rollback takes
 *       its batch and all later ones back; the next get begins there, with new ids and perhaps other borders.
 *   <li>Closing without an ack is a rollback: the next run delivers again what was not acknowledged.
 *   <li>What is not acknowledged stays in memory, up to the byte limit of the capturer; then reading waits. The slowest subscriber
 *       decides.
 * </ul>
 *
 * <p>Thread-safe. Batches are in order of their gets; with several getting threads, acknowledge in order of ids.
 *
 * <p>Every method but {@link #name} and {@link #position} throws {@link io.github.binlogcapturer.error.CapturerClosedException} once the
 * capturer is closed or has failed (with the failure as its cause).
 */
public interface EventStream {

    /** Returns the subscriber's name. */
    String name();

    /**
     * Takes the next transactions without acknowledging them, or an empty batch where there are none at this moment. Does not block.
     *
     * @param batchSize how many row changes to aim for, at least 1
     * @throws IllegalArgumentException if it is less
     */
    Batch getWithoutAck(int batchSize);

    /**
     * Takes the next transactions without acknowledging them; blocks up to {@code wait} for the first of them.
     *
     * @param batchSize how many row changes to aim for, at least 1
     * @param wait zero means not to wait
     * @throws InterruptedException if the thread was interrupted while it waited; nothing was taken
     */
    Batch getWithoutAck(int batchSize, Duration wait) throws InterruptedException;

    /**
     * Takes and acknowledges the next transactions at once, or an empty batch. Does not block.
     *
     * @throws IllegalStateException if an earlier batch is not acknowledged yet, since this ack would confirm it too
     */
    Batch get(int batchSize);

    /**
     * Takes and acknowledges like {@link #get(int)}; blocks up to {@code wait} for the first transaction.
     *
     * @throws IllegalStateException if an earlier batch is not acknowledged yet
     * @throws InterruptedException if the thread was interrupted while it waited; nothing was taken
     */
    Batch get(int batchSize, Duration wait) throws InterruptedException;

    /**
     * Confirms a batch and all before it; nothing of them is delivered again. A no-op for {@link Batch#NO_ID} and for ids of this
     * run up to the last acknowledged one.
     *
     * @throws io.github.binlogcapturer.error.UnknownBatchException if no such batch is outstanding
     */
    void ack(long batchId);

    /**
     * Takes back a batch and all later ones; the next get begins with its transactions. A no-op for {@link Batch#NO_ID}.
     *
     * @throws io.github.binlogcapturer.error.UnknownBatchException if no such batch is outstanding
     */
    void rollback(long batchId);

    /** Takes back all that is not acknowledged; the next get begins behind the last ack. */
    void rollback();

    /**
     * Returns the commit ts up to which, included, this subscriber has acknowledged or never wanted everything. A checkpoint may name a
     * lower one: not above what a sink holds by a position of its own, and of a subscriber that has asked for nothing yet, where it began.
     */
    CommitTs position();
}
