package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.RegionStatus;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.CheckpointStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One capture of a target, from its making to its end. One thread drives it; any may look at it once it runs. */
final class TargetRun {

    private final BinlogCapturer capturer;
    private final WatchedCheckpoints checkpoints;
    private final TargetPlan plan;
    private final CaptureMetrics metrics;

    private TargetRun(
            BinlogCapturer capturer, WatchedCheckpoints checkpoints, TargetPlan plan, CaptureMetrics metrics) {
        this.capturer = capturer;
        this.checkpoints = checkpoints;
        this.plan = plan;
        this.metrics = metrics;
    }

    /** Carries out what operators want of the position, and makes the capture; may ask the cluster, and so block. */
    static TargetRun make(
            String capture,
            TargetPlan plan,
            StateFolder state,
            CaptureMetrics metrics,
            CaptureClock clock,
            Consumer<CommitTs> positions)
            throws IOException, InterruptedException {
        Optional<StartPosition> elsewhere = state.reposition(plan.name());
        if (elsewhere.isPresent()) {
            new Repositioning(capture, plan).apply(elsewhere.get(), clock.now());
            state.repositioned(plan.name());
        }
        Repositioning.createFolder(plan.checkpointFile());
        WatchedCheckpoints checkpoints =
                new WatchedCheckpoints(CheckpointStore.file(plan.checkpointFile()), plan.name(), positions);
        BinlogCapturerBuilder builder = plan.capture()
                .name(capture)
                .subscribers(plan.name())
                .checkpoints(checkpoints)
                .metrics(metrics)
                .clock(clock)
                .skipTransactions(state.skips(plan.name()).toArray(CommitTs[]::new));
        new StartMarker(plan.checkpointFile())
                .read()
                .ifPresent(position -> builder.startFrom(StartPosition.checkpointOr(position)));
        return new TargetRun(builder.build(), checkpoints, plan, metrics);
    }

    /** Opens the target and starts reading; blocks as long as they take. */
    void attach() {
        plan.sink(metrics).attach(capturer, plan.name());
    }

    /** Waits for the end, which comes by a failure, or with a log that was to be read. */
    boolean awaitEnd(Duration timeout) throws InterruptedException {
        return capturer.awaitEnd(timeout);
    }

    Optional<Throwable> failure() {
        return capturer.failure();
    }

    Optional<CommitTs> watermark() {
        return capturer.watermark();
    }

    String explain() {
        return capturer.explain();
    }

    List<RegionStatus> regions() {
        return capturer.regions();
    }

    /** Drains, saves and ends; blocks for at most the capture's close timeout. What comes back later saves nothing. */
    void close() {
        try {
            capturer.close();
        } finally {
            checkpoints.retire();
        }
    }
}
