package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.event.CommitTs;
import java.util.List;

/** What others see of the running captures: how they are, and what an operator can do. Thread-safe. */
public interface CaptureControl {

    /** Returns how everything is now. Does not block. */
    ServiceStatus status();

    /** Returns the points of a target's last hour, the oldest first; empty where there is no such target. */
    List<Sample> history(String target);

    /**
     * Stops a target until it is resumed, also over a restart of the process. Blocks until what is under way is saved.
     *
     * @param who who wants it, for the audit log
     * @throws RefusedException if there is no such target, or it is paused already
     */
    void pause(String target, String who) throws RefusedException, InterruptedException;

    /**
     * Starts a target that is paused, waits or has failed.
     *
     * @throws RefusedException if there is no such target, or it runs
     */
    void resume(String target, String who) throws RefusedException, InterruptedException;

    /**
     * Leaves out the transaction at which a target has failed, and starts it again. It is lost for this target.
     *
     * @param commitTs the transaction's, which has to be the one that the failure names
     * @throws RefusedException if there is no such target, it has not failed, or it has not failed at this transaction
     */
    void skipTransaction(String target, CommitTs commitTs, String who) throws RefusedException, InterruptedException;
}
