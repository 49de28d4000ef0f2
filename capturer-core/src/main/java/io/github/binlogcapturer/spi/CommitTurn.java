package io.github.binlogcapturer.spi;

/**
 * When a lane may commit a batch that it has executed. Under {@link VisibleOrder#EVENTUAL} at once; under
 * {@link VisibleOrder#COMMIT_ORDER} when all earlier batches are done.
 */
public interface CommitTurn {

    /** Returns the turn that is always there. */
    static CommitTurn free() {
        return FreeTurn.INSTANCE;
    }

    /** Returns whether a commit may have to wait, so that it cannot travel with the statements. */
    boolean isOrdered();

    /**
     * Waits until the batch may be committed.
     *
     * @return whether it may; false where an earlier batch is blocked, perhaps by locks of this one: roll back, call again, which
     *     waits, and only then execute and commit. Never false twice for one batch
     * @throws InterruptedException if the thread was interrupted; nothing may be committed then
     */
    boolean await() throws InterruptedException;

    /** Says that this batch cannot go on for locks of others; later batches that have executed already then roll back. */
    void blocked();
}
