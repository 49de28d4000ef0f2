package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.CheckpointException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Checkpoint;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkMaintenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Has a target that does not run begin elsewhere. First the sink forgets its own position, which would win over the checkpoint; then the
 * checkpoint is written, or the wish beside it. Carried out in part, it can be carried out again.
 */
final class Repositioning {

    private final String capture;
    private final TargetPlan target;

    Repositioning(String capture, TargetPlan target) {
        this.capture = capture;
        this.target = target;
    }

    /** Throws what {@link SinkMaintenance#heldPosition} and {@link SinkMaintenance#forgetPosition} throw; nothing is changed then. */
    void apply(StartPosition position, Instant now) throws IOException, InterruptedException {
        forgetIn(target.sink(CaptureMetrics.none()).maintenance(), position);
        Path file = target.checkpointFile();
        createFolder(file);
        StartMarker marker = new StartMarker(file);
        if (position instanceof StartPosition.After after) {
            CheckpointStore store = CheckpointStore.file(file);
            store.save(Checkpoint.of(capture, Map.of(target.name(), after.commitTs()), regions(store), now));
            marker.clear();
        } else {
            marker.write(position);
            Files.deleteIfExists(file);
        }
    }

    private void forgetIn(SinkMaintenance sink, StartPosition position) throws InterruptedException {
        SinkContext context = new SinkContext(capture, target.name());
        Optional<CommitTs> held = sink.heldPosition(context);
        boolean there = held.isPresent()
                && position instanceof StartPosition.After after
                && after.commitTs().equals(held.get());
        if (held.isPresent() && !there) {
            sink.forgetPosition(context);
        }
    }

    /** What is known of the regions stays true wherever reading begins. */
    private static Map<Long, Long> regions(CheckpointStore store) throws IOException {
        try {
            return store.load().map(Checkpoint::regions).map(Map::copyOf).orElse(Map.of());
        } catch (CheckpointException damaged) {
            return Map.of(); // setting a position is a way to mend it
        }
    }

    static void createFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException(
                    "The folder " + folder + " of checkpoint " + file.getFileName()
                            + " cannot be made. Make it, writable for the account that runs this",
                    e);
        }
    }
}
