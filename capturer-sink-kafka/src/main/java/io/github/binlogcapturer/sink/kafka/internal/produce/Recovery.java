package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.error.CapturerException;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.SinkException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides after a failure whether to go on: waits a while and says so, or throws what ends the capture. Owned by one thread, but for
 * {@link #stop}, {@link #expectEnd} and {@link #lastFailure}.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    /** So often in a row a producer may fail for a reason of its own before anything is durable. */
    private static final int MOST_REBUILDS = 10;

    private final String target;
    private final Backoff backoff = new Backoff();
    private int rebuilds;
    private boolean reached;
    private volatile @Nullable CapturerException verdict;
    private volatile boolean endExpected;
    private volatile @Nullable String lastFailure;

    Recovery(String target) {
        this.target = target;
    }

    /** Makes the next failure the last one. Thread-safe. */
    void stop(CapturerException reason) {
        verdict = reason;
    }

    /** The producer is ended from outside, so its next failure counts for nothing. Thread-safe. */
    void expectEnd() {
        endExpected = true;
    }

    /** Something is durable: what was before counts no more. */
    void succeeded() {
        reached = true;
        lastFailure = null;
        rebuilds = 0;
        backoff.reset();
    }

    /**
     * Returns what the failure means if the sink may go on with another producer, after a pause.
     *
     * @throws ConfigurationException if something is set wrong
     * @throws SinkException if no other producer would do better
     * @throws InterruptedException if the thread was interrupted
     */
    ErrorClass judge(KafkaException failure) throws InterruptedException {
        CapturerException decided = verdict;
        if (decided != null) {
            throw decided;
        }
        if (endExpected) {
            endExpected = false;
            return ErrorClass.REBUILD;
        }
        lastFailure = text(failure);
        ErrorClass type = reached && ErrorTable.mayPass(failure) ? ErrorClass.RETRY : ErrorTable.classOf(failure);
        switch (type) {
            case CONFIGURATION ->
                throw new ConfigurationException(
                        target + " turns the sink down: " + text(failure)
                                + ". Look at rights, account, topics and the sink's settings",
                        failure);
            case OVERSIZED ->
                throw new SinkException(
                        target + " does not take a record of this size: " + text(failure)
                                + ". Raise the topic's max.message.bytes, the sink's max.request.size and buffer.memory, or choose"
                                + " another way by oversized(...)",
                        failure);
            case FATAL ->
                throw new SinkException(
                        target + " failed in a way that trying again does not heal: " + text(failure), failure);
            case REBUILD, FENCED -> countRebuild(failure);
            case RETRY -> LOG.debug("{} takes nothing now", target, failure);
        }
        backoff.pause();
        return type;
    }

    private void countRebuild(KafkaException failure) {
        if (++rebuilds > MOST_REBUILDS) {
            throw new SinkException(
                    target + " has failed " + rebuilds + " times in a row before anything was durable: "
                            + text(failure)
                            + ". Where a transaction takes longer than transactionTimeout, raise that; else look"
                            + " at the brokers",
                    failure);
        }
        LOG.warn("Beginning again with a new producer, from the last durable point: {}", text(failure));
    }

    /** Returns the last failure since something became durable, or null where there was none. Thread-safe. */
    @Nullable
    String lastFailure() {
        return lastFailure;
    }

    /** Returns the innermost reason; what lies around it only says that there is one. */
    static String text(Throwable failure) {
        Throwable at = failure;
        for (int depth = 0; at.getCause() != null && depth < 16; depth++) {
            at = at.getCause();
        }
        return at.getClass().getSimpleName() + ": " + at.getMessage();
    }
}
