package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.Checkpoint;
import io.github.binlogcapturer.spi.CheckpointStore;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A target's checkpoint file during one capture. Tells the position whenever it is loaded or saved, and saves nothing any more once the
 * capture is given up, be it that parts of it hang and come back later.
 */
final class WatchedCheckpoints implements CheckpointStore {

    private final CheckpointStore file;
    private final String target;
    private final Consumer<CommitTs> positions;
    private boolean retired;

    WatchedCheckpoints(CheckpointStore file, String target, Consumer<CommitTs> positions) {
        this.file = file;
        this.target = target;
        this.positions = positions;
    }

    @Override
    public Optional<Checkpoint> load() throws IOException {
        Optional<Checkpoint> loaded = file.load();
        loaded.ifPresent(this::tell);
        return loaded;
    }

    @Override
    public synchronized void save(Checkpoint checkpoint) throws IOException {
        if (retired) {
            throw new IOException("The capture of target \"" + target
                    + "\" was given up, and another one may have its checkpoint now; nothing was saved");
        }
        file.save(checkpoint);
        tell(checkpoint);
    }

    private void tell(Checkpoint checkpoint) {
        CommitTs position = checkpoint.positions().get(target);
        if (position != null) {
            positions.accept(position);
        }
    }

    synchronized void retire() {
        retired = true;
    }
}
