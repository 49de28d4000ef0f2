package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.spi.LaneBatch;
import io.github.binlogcapturer.spi.SinkLane;
import org.jspecify.annotations.Nullable;

/** A lane that writes into the target over a connection of its own. */
final class LaneWriter implements SinkLane {

    private final LaneTools tools;
    private final Execution execution;
    private volatile @Nullable Thread worker;

    LaneWriter(LaneTools tools) {
        this.tools = tools;
        this.execution = tools.execution(tools.settings().maxRows());
    }

    @Override
    public void apply(LaneBatch batch) throws Exception {
        if (tools.row() == null && batch.changeCount() == 0) {
            return; // no progress is kept, so there is nothing to do
        }
        worker = Thread.currentThread();
        try {
            new BatchRun(tools, execution, batch).run();
        } finally {
            worker = null;
        }
    }

    /** Returns whether the lane's thread was interrupted and has not ended yet, as it is stuck in its connection. */
    boolean isStuck() {
        Thread thread = worker;
        return thread != null && thread.isInterrupted();
    }

    void abort() {
        tools.link().abort();
    }

    /** Breaks what the lane may still be doing. Thread-safe. */
    @Override
    public void close() {
        if (worker != null) {
            abort();
        } else {
            tools.link().close();
        }
    }
}
