package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Checkpoint;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.spi.SinkContext;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** Shows and sets where targets go on, while the program does not run. Blocks; thread-safe. */
public final class TargetPositions {

    private final ServerPlan plan;
    private final CaptureClock clock;

    /** Looks at the targets of a configuration. */
    public TargetPositions(ServerPlan plan, CaptureClock clock) {
        this.plan = plan;
        this.clock = clock;
    }

    /**
     * Returns where a target stands. While the program runs the target itself is not asked.
     *
     * @throws io.github.binlogcapturer.error.CheckpointException if the checkpoint is damaged or foreign
     * @throws io.github.binlogcapturer.error.SinkException if the target cannot tell
     * @throws IOException if the files cannot be read
     */
    public TargetPosition show(TargetPlan target) throws IOException, InterruptedException {
        boolean running = ProcessLock.isTaken(plan.folder());
        Optional<Checkpoint> checkpoint = Files.exists(target.checkpointFile())
                ? CheckpointStore.file(target.checkpointFile()).load()
                : Optional.empty();
        Optional<CommitTs> held = running
                ? Optional.empty()
                : target.sink(CaptureMetrics.none())
                        .maintenance()
                        .heldPosition(new SinkContext(plan.name(), target.name()));
        return new TargetPosition(
                target.name(),
                target.checkpointFile(),
                checkpoint.map(saved -> saved.positions().get(target.name())),
                checkpoint.map(Checkpoint::savedAt),
                held,
                !running,
                new StartMarker(target.checkpointFile()).read());
    }

    /**
     * Has a target begin elsewhere at the next start: behind a commit ts, at a time ({@link StartPosition#at}), at the earliest or the latest
     * position. A position of the target's own is forgotten, data stay as they are. Earliest and latest are kept as such, since only
     * the cluster knows what they are at the next start.
     *
     * @param who who wants it, for the audit log
     * @throws ConfigurationException if the program runs, or the target cannot forget its position; says what to do
     * @throws io.github.binlogcapturer.error.SinkException if the target cannot be asked
     * @throws IOException if the files cannot be written; setting it again mends that
     * @throws IllegalArgumentException for {@link StartPosition#checkpointOr}
     */
    public void set(TargetPlan target, StartPosition position, String who) throws IOException, InterruptedException {
        String text = PositionText.of(position);
        ProcessLock lock = ProcessLock.take(plan.folder());
        try {
            StateFolder state = StateFolder.open(plan.folder());
            // else the next start takes it over for this target too, and undoes what is set here
            CheckpointEdit.takeOver(CheckpointEdit.sharedPosition(plan), plan, state);
            new Repositioning(plan.name(), target).apply(position, clock.now());
            state.repositioned(target.name());
            new AuditLog(plan.folder(), clock).write(who, "position of " + target.name(), "set to " + text);
        } finally {
            lock.close();
        }
    }
}
