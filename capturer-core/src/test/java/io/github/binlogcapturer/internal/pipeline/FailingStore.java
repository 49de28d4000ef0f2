package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.spi.Checkpoint;
import io.github.binlogcapturer.spi.CheckpointStore;
import java.io.IOException;
import java.util.Optional;

/** Cannot save until it is told that it can. */
final class FailingStore implements CheckpointStore {

    private final CheckpointStore store = CheckpointStore.inMemory();
    volatile boolean failing = true;

    @Override
    public Optional<Checkpoint> load() throws IOException {
        return store.load();
    }

    @Override
    public void save(Checkpoint checkpoint) throws IOException {
        if (failing) {
            throw new IOException("no space left");
        }
        store.save(checkpoint);
    }
}
