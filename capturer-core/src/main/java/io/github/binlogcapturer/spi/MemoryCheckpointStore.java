package io.github.binlogcapturer.spi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the checkpoint in a field. Thread-safe. */
final class MemoryCheckpointStore implements CheckpointStore {

    private volatile @Nullable Checkpoint saved;

    @Override
    public Optional<Checkpoint> load() {
        return Optional.ofNullable(saved);
    }

    @Override
    public void save(Checkpoint checkpoint) {
        saved = checkpoint;
    }
}
