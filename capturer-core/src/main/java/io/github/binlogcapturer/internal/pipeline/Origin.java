package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.event.CommitTs;

/** What a capture reads: a cluster, or a log. Used by the thread that starts the capturer, and closed by any. */
sealed interface Origin permits ClusterOrigin, LogOrigin {

    static Origin of(CapturerConfig config) {
        return config.input() instanceof CapturerConfig.Log log
                ? new LogOrigin(config, log)
                : new ClusterOrigin(config);
    }

    /** Looks what there is. May block; throws what {@link io.github.binlogcapturer.BinlogCapturer#start} does. */
    Found find() throws InterruptedException;

    /** Says in one sentence what the start waits for. */
    String explainStart();

    /** Lets go of it; whoever reads is told, or has been. Idempotent. */
    void close();

    /** What was found at the start. */
    interface Found {

        /** Returns the position in front of all that there is. May block. */
        CommitTs earliest() throws InterruptedException;

        /** Returns the position behind all that there is. May block. */
        CommitTs latest() throws InterruptedException;

        /** Makes what feeds the ring; nothing runs yet. May block. */
        Feed feed(Feed.Ground ground) throws InterruptedException;
    }
}
